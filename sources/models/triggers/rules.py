"""Which changes of a row the public sees, as SQL conditions on the row before or after; made from the models."""

from typing import Any

from django.apps import apps
from django.db import models

from sources.models.change import Action, Change
from sources.models.citation import Citation, claim_models
from sources.models.publication import owner_field
from sources.models.record import Kind, Record, Status

# Tables that have no triggers, and why.
UNWATCHED = {
    "sources_dataset": "It is the version itself.",
    "sources_accountevent": "It is never public.",
    "sources_seal": "It is never public.",
    "sources_ledgercheck": "It is never public.",
    "cooperation_searchdocument": "Triggers make it from tables that are watched.",
    "cooperation_kepttraining": "It is made from tables that are watched, and says the same.",
}
# Every change of the table is public: it has no drafts.
ALWAYS = ""
ROW = "{row}"


def rules() -> dict[str, str]:
    """The condition of each table of the subject and its sources, with `{row}` for the row, or ALWAYS."""
    found = [model for app in ("sources", "cooperation") for model in apps.get_app_config(app).get_models(True)]
    return {model._meta.db_table: rule_of(model) for model in found if model._meta.db_table not in UNWATCHED}


def rule_of(model: type[models.Model]) -> str:
    """When a change of a row of the model is public; a model of which nothing is known has no drafts."""
    if model is Record:
        # Also of what was withdrawn: its address says so.
        return f"{ROW}.status IN ('{Status.PUBLISHED}', '{Status.WITHDRAWN}')"
    if model is Change:
        return f"({ROW}.before IS NOT NULL OR {ROW}.after IS NOT NULL OR {ROW}.action = '{Action.WITHDRAWN}')"
    if model is Citation:
        return cited_by_published("id")
    if issubclass(model, Kind):
        return published("record_ptr_id")
    if owning := model._meta.auto_created:
        return rule_of_link(model, owning)  # type: ignore[arg-type]
    owner = owner_field(model)
    return published(column_of(model, owner)) if owner else ALWAYS


def rule_of_link(model: type[models.Model], owning: type[models.Model]) -> str:
    """When a row that joins two models is public: when the one that has the field is."""
    field: Any = next(field for field in owning._meta.many_to_many if field.remote_field.through is model)
    if owning is Citation:
        return cited_by_published(field.m2m_column_name())
    return published(field.m2m_column_name()) if issubclass(owning, Kind) else ALWAYS


def column_of(model: type[models.Model], name: str) -> str:
    """The column of a field."""
    field: Any = model._meta.get_field(name)
    return str(field.column)


def published(column: str) -> str:
    """Condition: the record that a column names is published."""
    return f"EXISTS (SELECT 1 FROM sources_record r WHERE r.id = {ROW}.{column} AND r.status = '{Status.PUBLISHED}')"


def cited_by_published(column: str) -> str:
    """Condition: a published record rests on the citation that a column names."""
    tables = {"sources_support": "record_id"} | {model._meta.db_table: "record_ptr_id" for model in claim_models()}
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} c JOIN sources_record r ON r.id = c.{key} "
        f"WHERE c.citation_id = {ROW}.{column} AND r.status = '{Status.PUBLISHED}')"
        for table, key in sorted(tables.items())
    )
