"""The shape of a reconciliation."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.statements import Row
from cooperation.api.reconciliation.claims import ClaimFacts, facts_of
from cooperation.api.reconciliation.queries import address_of_rows, address_of_sums, rows_by
from cooperation.models import Reconciliation
from cooperation.reconciliation.comparison import ClaimTest, Outcome, ReconciliationStatus, reconcile
from sources.api.citations import CITATION_SCHEMA
from sources.api.fields import object_schema
from sources.api.relations import LINK
from sources.api.serializers import FIRST, KindSerializer

Schema = dict[str, Any]
COLUMNS = ("pk", "claim_id", "measure", "query", "baseline")
NUMBER: Schema = {"type": ["number", "null"]}
TEXT: Schema = {"type": ["string", "null"]}
WHOLE: Schema = {"type": "integer"}
SUMS = object_schema(
    rows={**WHOLE, "description": "Training activities."},
    trainees={"type": ["integer", "null"], "description": "Sum of the known quantities; null if none is known."},
    unknown_quantities={**WHOLE, "description": "Rows whose number of trainees is unknown."},
    cost={"type": ["integer", "null"], "description": "US dollars: sum of the known costs; null if none is known."},
    unknown_costs={**WHOLE, "description": "Rows whose cost is unknown."},
    courses={**WHOLE, "description": "Different course titles, apart from case, accents and punctuation."},
    runs={**WHOLE, "description": "Times that a course was held: different titles, days and locations."},
    weeks={**NUMBER, "description": "Mean length in weeks, first and last day included; null if unknown."},
) | {"type": ["object", "null"]}


@dataclass(frozen=True)
class Finding:
    """What there is to say of one reconciliation."""

    claim: ClaimFacts
    outcome: Outcome
    query: str
    baseline: str | None

    @property
    def recorded(self) -> dict[str, Any] | None:
        return asdict(self.outcome.recorded) if self.outcome.recorded else None

    @property
    def as_stated(self) -> str:
        return self.claim.citations[0]["as_stated"]

    @property
    def rows(self) -> str:
        return address_of_rows(self.query)

    @property
    def summary(self) -> str:
        return address_of_sums(self.query)

    @property
    def rows_before(self) -> str | None:
        return self.baseline and address_of_rows(self.baseline)


def findings_of(rows: Iterable[Row]) -> dict[int, Finding]:
    """What there is to say of each reconciliation, by its primary key; as many queries for one as for a hundred."""
    rows = list(rows)
    claims = facts_of(row["claim_id"] for row in rows)
    questions = [
        ClaimTest(row["pk"], claims[row["claim_id"]].stated, row["measure"], row["query"], row["baseline"])
        for row in rows
    ]
    queries = [query for row in rows for query in (row["query"], row["baseline"]) if query]
    outcomes = reconcile(questions, rows_by(queries))
    return {
        row["pk"]: Finding(claims[row["claim_id"]], outcomes[row["pk"]], row["query"], row["baseline"]) for row in rows
    }


class FindingField(serializers.Field):
    """A part of what there is to say of a reconciliation."""

    columns = COLUMNS

    def __init__(self, path: str, **kwargs: Any) -> None:
        self.part = attrgetter(path)
        super().__init__(read_only=True, **kwargs)

    def from_row(self, row: Row) -> Any:
        return self.part(row["finding"])


def finding(path: str, schema: Schema, help_text: str) -> FindingField:
    return extend_schema_field(schema)(type("PartField", (FindingField,), {}))(path, help_text=help_text)


class ReconciliationSerializer(KindSerializer):
    """A claim beside what the training records add up to."""

    claim = finding("claim.link", LINK, "The claim.")
    stated_value = finding("claim.stated.value", NUMBER, "The figure that it states; null if it states none.")
    stated_value_max = finding("claim.stated.value_max", NUMBER, "Upper end, only of a range.")
    qualifier = finding("claim.stated.qualifier", TEXT, "How exactly the figure is stated; null where none is.")
    stated_precision = finding(
        "claim.stated.precision", NUMBER, "The step to which the figure is printed; null where every digit is."
    )
    unit = finding("claim.unit", TEXT, "Unit of the stated value, or its currency; null if no figure is stated.")
    as_stated = finding("as_stated", {"type": "string"}, "The claim as printed: its figure, or a few words.")
    status = finding(
        "outcome.status",
        {"type": "string", "enum": ReconciliationStatus.values},
        "`recorded`: the records were asked. `not_imported`: there are none. `not_held`: the import lacks a country and "
        "fiscal year that the query asks for. `not_answered`: the query cannot be answered any more.",
    )
    reason = finding("outcome.reason", TEXT, "Why nothing is recorded, and what helps; null where something is.")
    recorded_value = finding(
        "outcome.recorded_value", NUMBER, "What the records add up to by the measure; null, never zero, if unknown."
    )
    difference = finding(
        "outcome.comparison.difference", NUMBER, "Recorded less stated; of a range, from its nearer end or 0 inside it."
    )
    difference_percent = finding("outcome.comparison.percent", NUMBER, "The difference in percent of the stated value.")
    is_consistent = finding(
        "outcome.comparison.is_consistent",
        {"type": ["boolean", "null"]},
        "Whether the recorded value is one that the statement, its qualifier and its precision allow (at least 10 allows "
        "12, $15.2 million are met by 15.17); null where "
        "there is no figure or the qualifier names no bound (about, nearly).",
    )
    comparison = finding("outcome.comparison.words", TEXT, "The comparison as a sentence.")
    recorded = finding("recorded", SUMS, "All that the same rows add up to; null if nothing is recorded.")
    query = finding("rows", {"type": "string"}, "Address of the rows: the query that was used.")
    summary = finding("summary", {"type": "string"}, "Address of the summary of the same rows.")
    baseline = finding(
        "rows_before", TEXT, "Address of the rows that a rise or fall is measured from; null for other claims."
    )
    baseline_value = finding("outcome.baseline_value", NUMBER, "What those add up to.")
    change = finding("outcome.change.difference", NUMBER, "Recorded less the baseline.")
    change_percent = finding("outcome.change.percent", NUMBER, "The change in percent of the baseline.")
    citations = finding(  # type: ignore[assignment]
        "claim.citations", CITATION_SCHEMA, "The places that the claim rests on; the one that makes it first."
    )

    class Meta:
        model = Reconciliation
        fields = (
            *FIRST, "title", "claim", "stated_value", "stated_value_max", "qualifier", "stated_precision", "unit", "as_stated", "measure",
            "status", "reason", "recorded_value", "difference", "difference_percent", "is_consistent", "comparison",
            "recorded", "query", "summary", "baseline", "baseline_value", "change", "change_percent", "not_covered",
            "citations", "note", "modified_at",
        )  # fmt: skip

    def shape(self, rows: list[Row]) -> list[Row]:
        """The answers for rows from `raw`, with what the records say if a field asks for it."""
        if any(isinstance(field, FindingField) for field in self.fields.values()):
            findings = findings_of(rows)
            rows = [{**row, "finding": findings[row["pk"]]} for row in rows]
        return super().shape(rows)
