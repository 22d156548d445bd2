"""The data dictionary: every field of every kind, and the rules between them, from the models and serializers."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from rest_framework import serializers

from cooperation.api.urls import router
from cooperation.files.columns import file_columns
from cooperation.trainings.api.serializers import ComputedField
from cooperation.trainings.models import ImportBatch, NothingReported, ReportPage, Training
from sources.models import Change, Citation, EdtfField, Kind, Part, Record, RecordKind, model_of

# The views by the word of their kind in addresses, and the kinds in the order of the seeds.
VIEWS: dict[str, Any] = {word: view for word, view, _ in router.registry}
KINDS = [model_of(value) for value in RecordKind.values]
# What is imported from a file instead of curated as records.
IMPORTED: list[type[models.Model]] = [Training, NothingReported, ReportPage, ImportBatch]
OPENING = """# Data dictionary

Every field of every kind of record. This page is generated from the models by `manage.py build_docs`; what the words mean
is explained in [the data model](data-model.md), how to ask for them in [the API guide](api-guide.md).

“Unknown” says whether a field may be null in the database. The public id of a record is called `id` in answers and `slug`
in the database, the seeds and the history. A date takes four fields: the text as its source gives it
([EDTF](https://www.loc.gov/standards/datetime/)), the first and the last day that it may mean, and whether it is in doubt.
"""
HEAD = "| field | type | unknown | meaning |\n| --- | --- | --- | --- |"
ANSWER_HEAD = "| field | in | meaning |\n| --- | --- | --- |"
TYPES: dict[type[models.Field], str] = {
    EdtfField: "date (EDTF)",
    models.URLField: "address",
    models.TextField: "text",
    models.BooleanField: "true or false",
    models.DateTimeField: "moment (UTC)",
    models.DateField: "day",
    models.IntegerField: "whole number",
    models.UUIDField: "UUID",
}


def dictionary() -> str:
    """The page: what all records share, each kind with the rows that belong to it, citations, the ledger, and what is imported."""
    sections = [OPENING, model_section(Record), *map(kind_section, KINDS)]
    for model in (Citation, Change, Training):
        sections += [model_section(model), answers_table(model)]
    return "\n".join([*sections, *map(model_section, (NothingReported, ReportPage, ImportBatch))])


def kind_section(kind: type[Kind]) -> str:
    own = [part for part in models_of_parts(kind) if first_owner(part) is kind]
    return "\n".join([model_section(kind), answers_table(kind), *(model_section(part, level=3) for part in own)])


def models_of_parts(kind: type[Kind]) -> list[type[Part]]:
    relations: list[Any] = [kind._meta.get_field(name) for name in (*kind.PARTS, "supports")]
    return [relation.related_model for relation in relations]


def first_owner(part: type[Part]) -> type[Kind]:
    return next(kind for kind in KINDS if part in models_of_parts(kind))


def model_section(model: type[models.Model], level: int = 2) -> str:
    rows = "\n".join(
        f"| `{field.name}` | {type_in_words(field)} | {unknown(field)} | {meaning(field)} |"
        for field in documented_fields(model)
    )
    return f"{'#' * level} {title_of(model)}\n\n{model.__doc__}\n\n{HEAD}\n{rows}\n"


def title_of(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name).capitalize()


def documented_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """The fields that a model has beside those of all records; not keys of rows, nor what the database makes."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        if not field.primary_key and not field.generated:
            yield field


def type_in_words(field: models.Field) -> str:
    if field.is_relation:
        related: Any = field.related_model
        target = title_of(related).lower()
        link = f"[{target}](#{target.replace(' ', '-')})" if is_documented(related) else target
        return f"several {link}" if field.many_to_many else link
    if isinstance(field, models.DecimalField):
        return f"number, {field.max_digits - field.decimal_places} digits before and {field.decimal_places} after the point"
    if isinstance(field, models.JSONField):
        return "list of texts" if field.default is list else "JSON"
    if field.choices:
        return "word"
    name = next((name for kind, name in TYPES.items() if isinstance(field, kind)), "text")
    is_short = name == "text" and field.max_length
    return f"text, at most {field.max_length} characters" if is_short else name


def is_documented(model: type[models.Model]) -> bool:
    return issubclass(model, (Record, Part, Citation, Change, *IMPORTED))


def unknown(field: models.Field) -> str:
    if field.many_to_many:
        return "may be none" if field.blank else "no"
    if field.null:
        return "yes"
    default = field.default if field.has_default() and not callable(field.default) else None
    return "no" if default in (None, "") else f"no; `{str(default).lower()}` if not given"


def meaning(field: models.Field) -> str:
    words = f" One of: {', '.join(f'`{value}`' for value, _ in field.choices)}." if field.choices else ""
    return f"{field.help_text}{words}".replace("|", "\\|")


def answers_table(model: type[models.Model]) -> str:
    """The fields of answers that are no columns of that name, from the serializers."""
    view = next(view for view in VIEWS.values() if view.queryset is not None and view.queryset.model is model)
    brief = view.serializer_class().fields
    detail = (view.detail_serializer_class or view.serializer_class)().fields
    everywhere = "lists and details" if "retrieve" in view.operations() else "lists"
    columns = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    rows = "\n".join(
        f"| `{name}` | {everywhere if name in brief else 'details'} | {help_of(field)} |"
        for name, field in detail.items()
        if name not in columns or field.source != name or isinstance(field, ComputedField)
    )
    return f"In answers, beside the columns of these names:\n\n{ANSWER_HEAD}\n{rows}\n\n{table_columns(view)}\n"


def table_columns(view: Any) -> str:
    names = ", ".join(f"`{column.name}`" for column in file_columns(view.serializer_class.with_fields()))
    return f"In files (`csv`, `xlsx`, `parquet`), in this order: {names}."


def help_of(field: serializers.Field) -> str:
    return str(field.help_text or "").replace("|", "\\|")


def rules_table() -> str:
    """The rules that the database itself keeps, model by model; lists of allowed words are put together in one line."""
    sections = []
    for model in documented_models():
        rules = [sentence(rule) for rule in model._meta.constraints if not rule.name.endswith("_is_known")]
        closed = [field.name for field in documented_fields(model) if field.choices and is_guarded(model, field)]
        if closed:
            rules.append(f"Closed lists of words: {', '.join(f'`{name}`' for name in closed)}.")
        if rules:
            sections.append(f"**{title_of(model)}**\n\n" + "\n".join(f"- {rule}" for rule in rules))
    return "\n\n".join(sections)


def documented_models() -> Iterable[type[models.Model]]:
    parts = dict.fromkeys(part for kind in KINDS for part in models_of_parts(kind))
    return [Record, *KINDS, *parts, Citation, Change, *IMPORTED]


def is_guarded(model: type[models.Model], field: models.Field) -> bool:
    names = {rule.name for rule in model._meta.constraints}
    return any(name.endswith(f"{field.name}_is_known") for name in names)


def sentence(rule: models.BaseConstraint) -> str:
    """A rule in words: its own message, else its name, which is a sentence."""
    if rule.violation_error_message and rule.violation_error_message != rule.default_violation_error_message:
        return str(rule.violation_error_message)
    if isinstance(rule, models.UniqueConstraint):
        return f"No two rows with the same {' and '.join(f'`{name}`' for name in rule.fields)}."
    return f"{rule.name.replace('_', ' ').capitalize()}."
