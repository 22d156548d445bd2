"""The columns of one row: taken from an entry, checked, and as the fixture writes them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cooperation.importers.seeds.objects import FixtureBuild
from cooperation.importers.seeds.seed_files import Mapping, Sequence
from sources.models import EdtfField, Kind, Part, derived_columns


def curated_fields(model: type[Kind]) -> dict[str, models.Field]:
    """The columns and relations of a kind that a curator fills in."""
    fields = (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)
    return {item.name: item for item in fields if item.editable and item.name != "record_ptr"}


def items_of(build: FixtureBuild, value: Any, name: str, where: str) -> list[Any]:
    """The items of a list, none if it is absent; anything else becomes a problem."""
    if value is None or isinstance(value, Sequence):
        return value or []
    build.problems.append(f"{where}: {name}: “{value}” is no list")
    return []


def scalar(build: FixtureBuild, instance: models.Model, item: models.Field, value: Any, where: str) -> Any:
    if value is None:
        value = item.get_default()
    elif isinstance(item, (models.CharField, models.TextField)):
        value = str(value)
    elif isinstance(item, models.DecimalField):
        value = str(value).replace("_", "")
    try:
        if value is not None:
            value = item.clean(value, instance)
    except ValidationError as error:
        build.problems.append(f"{where}: {item.name}: {in_words(error, item)}")
        return None
    if value is None and not item.null:
        build.problems.append(f"{where}: {item.name}: is missing")
    setattr(instance, item.attname, value)
    return f"{value:.{item.decimal_places}f}" if isinstance(item, models.DecimalField) and value is not None else value


def foreign_key(build: FixtureBuild, item: models.ForeignKey, value: Any, where: str) -> list[str] | None:
    if value is None:
        if not item.null:
            build.problems.append(f"{where}: {item.name}: is missing")
        return None
    return natural_key(build, item, value, where)


def kind_of(item: models.ForeignKey | models.ManyToManyField) -> str:
    related: Any = item.related_model
    return related.KIND


def part_of(model: type[Kind], name: str) -> tuple[type[Part], str]:
    """The model of the rows that belong to a kind of record, and their column that names the record."""
    relation: Any = model._meta.get_field(name)
    return relation.related_model, relation.field.name


def many_to_many(build: FixtureBuild, item: models.ManyToManyField, values: Any, where: str) -> list[tuple[str, ...]]:
    """Natural keys of the records that a relation names, in stable order."""
    slugs = items_of(build, values, item.name, where)
    if not slugs and not item.blank:
        build.problems.append(f"{where}: {item.name}: is missing")
    keys = [natural_key(build, item, slug, where) for slug in slugs]
    return sorted({tuple(key) for key in keys if key})


def natural_key(
    build: FixtureBuild, item: models.ForeignKey | models.ManyToManyField, slug: Any, where: str
) -> list[str] | None:
    if issubclass(item.related_model, Kind):
        return build.reference(kind_of(item), slug, where)
    kind, _, slug = str(slug).partition("/")
    return build.reference(kind, slug, where)


def scalars(
    build: FixtureBuild, instance: models.Model, columns: list[models.Field], values: Mapping, where: str
) -> dict[str, Any]:
    """The columns that refer to no other record, with what derives from them; then the rules of the table are asked."""
    known = len(build.problems)
    fields = {item.name: scalar(build, instance, item, values.get(item.name), where) for item in columns}
    fields |= dates_of(build, instance, where)
    if len(build.problems) == known:
        build.problems += [f"{where}: {text}" for text in constraint_problems(instance)]
    return fields


def dates_of(build: FixtureBuild, instance: models.Model, where: str) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for item in instance._meta.local_fields:
        if not isinstance(item, EdtfField):
            continue
        try:
            columns |= derived_columns(item.name, item.interval(instance))
        except ValueError as error:
            build.problems.append(f"{where}: {item.name}: {error}")
    for name, value in columns.items():
        setattr(instance, name, value)
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in columns.items()}


def field_problems(instance: models.Model, columns: tuple[str, ...]) -> list[str]:
    try:
        instance.clean_fields(exclude={item.name for item in instance._meta.fields} - set(columns))
    except ValidationError as error:
        fields = {item.name: item for item in instance._meta.fields}
        return [
            f"{name}: {' '.join(in_words(problem, fields[name]) for problem in problems)}"
            for name, problems in error.error_dict.items()
        ]
    return []


def in_words(error: ValidationError, item: models.Field) -> str:
    """What a field says against a value, and the right ones where it is a choice."""
    said = " ".join(error.messages)
    if getattr(error, "code", None) != "invalid_choice":
        return said
    return f"{said} Choose one of: {', '.join(str(value) for value, _ in item.flatchoices)}."


def constraint_problems(instance: models.Model) -> list[str]:
    """The rules of the table that a row breaks, in words."""
    problems = []
    for constraint in instance._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(type(instance), instance)
            except ValidationError as error:
                problems.append(f"{constraint.name}: {' '.join(error.messages)}")
    return problems
