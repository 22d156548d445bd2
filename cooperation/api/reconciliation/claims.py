"""The claims behind reconciliations: what each states, and where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cooperation.models import Event, Funding, Observation, Program
from cooperation.reconciliation.comparison import Stated
from sources.api.citations import CitationsField
from sources.api.relations import link_to
from sources.models import Kind

# The kinds of claim, each with its columns for: value, upper end, qualifier, unit.
FIGURES: dict[type[Kind], tuple[str, str, str, str] | None] = {
    Observation: ("value", "value_max", "qualifier", "indicator__unit"),
    Funding: ("amount", "amount_max", "qualifier", "currency"),
    Program: None,
    Event: None,
}


@dataclass(frozen=True)
class ClaimFacts:
    """One claim as answers tell of it."""

    link: dict[str, str]
    stated: Stated
    unit: str | None
    citations: list[dict[str, Any]]


def facts_of(claims: Iterable[int]) -> dict[int, ClaimFacts]:
    """The claims by primary key; a query for each kind of claim, and two for the citations of all."""
    wanted = set(claims)
    field = CitationsField()
    rows = [row for model in FIGURES for row in rows_of(model, wanted, field)]
    citations: Mapping[int, list[dict[str, Any]]] = field.fetch(rows)
    return {row["pk"]: claim_of(row, citations.get(row["pk"], [])) for row in rows}


def rows_of(model: type[Kind], wanted: set[int], field: CitationsField) -> list[dict[str, Any]]:
    """The claims of one kind, each with its figure and its primary citation."""
    figures = dict(zip(("low", "high", "how", "unit"), FIGURES[model] or (), strict=False))
    found = model._default_manager.published().filter(pk__in=wanted)
    rows = found.values("pk", "record_kind", "slug", *figures.values(), *field.columns)
    return [{**row, **{name: row[column] for name, column in figures.items()}} for row in rows]


def claim_of(row: dict[str, Any], citations: list[dict[str, Any]]) -> ClaimFacts:
    """A claim from its row."""
    stated = Stated(row.get("low"), row.get("high"), row.get("how"))
    unit = None if stated.value is None else row["unit"]
    return ClaimFacts(link_to(row["record_kind"], row["slug"]), stated, unit, citations)
