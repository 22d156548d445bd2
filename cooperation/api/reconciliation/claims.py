"""The claims behind reconciliations: what each states, and where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F

from config.rest.keyed import AmongKeys
from config.rest.statements import KeyedStatement
from cooperation.models import Event, Funding, Observation, Program
from cooperation.reconciliation.comparison import Stated
from sources.api.citations import CitationsField
from sources.api.relations import link_to
from sources.models import Kind

# What a figure is made of: value, upper end, qualifier, unit, precision; and the columns for it of the kinds of claim, where they state one.
FIGURE = ("low", "high", "how", "unit", "step")
FIGURES: dict[type[Kind], tuple[str, ...]] = {
    Observation: ("value", "value_max", "qualifier", "indicator__unit", "precision"),
    Funding: ("amount", "amount_max", "qualifier", "currency", "precision"),
    Program: (),
    Event: (),
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
    rows = [row for model in FIGURES for row in claims_of(model).named(wanted)]
    citations: Mapping[int, list[dict[str, Any]]] = field.fetch(rows)
    return {row["pk"]: claim_of(row, citations.get(row["pk"], [])) for row in rows}


@cache
def claims_of(model: type[Kind]) -> KeyedStatement:
    figure = {name: F(column) for name, column in zip(FIGURE, FIGURES[model], strict=False)}
    published = model.objects.published().filter(AmongKeys("pk")).annotate(**figure)
    return KeyedStatement(published, "pk", "record_kind", "slug", *CitationsField().columns, *figure)


def claim_of(row: dict[str, Any], citations: list[dict[str, Any]]) -> ClaimFacts:
    low, high, how, unit, step = (row.get(name) for name in FIGURE)
    link = link_to(row["record_kind"], row["slug"])
    return ClaimFacts(link, Stated(low, high, how, step), None if low is None else unit, citations)
