"""The shape of a reconciliation."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.rows import Row
from cooperation.api.reconciliation.claims import ClaimFacts, facts_of
from cooperation.api.reconciliation.queries import address_of_rows, address_of_sums, keys_named, rows_by
from cooperation.models import Reconciliation
from cooperation.reconciliation.comparison import Outcome, Question, ReconciliationStatus, reconcile
from sources.api.citations import CITATION_SCHEMA
from sources.api.serializers import FIRST, KindSerializer

Schema = dict[str, Any]
COLUMNS = ("pk", "claim_id", "measure", "query", "baseline")
NUMBER: Schema = {"type": ["number", "null"]}
TEXT: Schema = {"type": ["string", "null"]}
LINK: Schema = {
    "type": "object",
    "required": ["kind", "id", "url"],
    "properties": {
        "kind": {"type": "string", "description": "Kind of the record."},
        "id": {"type": "string", "description": "Public id of the record."},
        "url": {"type": "string", "description": "Address of the record."},
    },
}
WHOLE: Schema = {"type": "integer"}
SUMS: Schema = {
    "type": ["object", "null"],
    "required": ["rows", "trainees", "unknown_quantities", "cost", "unknown_costs", "courses", "runs", "weeks"],
    "properties": {
        "rows": {**WHOLE, "description": "Training activities."},
        "trainees": {"type": ["integer", "null"], "description": "Sum of the known quantities; null if none is known."},
        "unknown_quantities": {**WHOLE, "description": "Rows whose number of trainees is unknown."},
        "cost": {
            "type": ["integer", "null"],
            "description": "US dollars: sum of the known costs; null if none is known.",
        },
        "unknown_costs": {**WHOLE, "description": "Rows whose cost is unknown."},
        "courses": {**WHOLE, "description": "Different course titles, apart from case, accents and punctuation."},
        "runs": {**WHOLE, "description": "Times that a course was held: different titles, days and locations."},
        "weeks": {**NUMBER, "description": "Mean length in weeks, first and last day included; null if unknown."},
    },
}


@dataclass(frozen=True)
class Finding:
    """What there is to say of one reconciliation."""

    claim: ClaimFacts
    outcome: Outcome
    query: str
    baseline: str | None

    @property
    def recorded(self) -> dict[str, Any] | None:
        """All sums of the rows."""
        return asdict(self.outcome.recorded) if self.outcome.recorded else None

    @property
    def as_stated(self) -> str:
        """The words of the claim."""
        return self.claim.citations[0]["as_stated"]

    @property
    def rows(self) -> str:
        """Address of the rows."""
        return address_of_rows(self.query)

    @property
    def summary(self) -> str:
        """Address of their summary."""
        return address_of_sums(self.query)

    @property
    def rows_before(self) -> str | None:
        """Address of the rows that a rise or fall is measured from."""
        return self.baseline and address_of_rows(self.baseline)


def findings_of(rows: Iterable[Row]) -> dict[int, Finding]:
    """What there is to say of each reconciliation, by its primary key; as many queries for one as for a hundred."""
    rows = list(rows)
    claims = facts_of(row["claim_id"] for row in rows)
    questions = [
        Question(row["pk"], claims[row["claim_id"]].stated, row["measure"], row["query"], row["baseline"])
        for row in rows
    ]
    keys = keys_named(query for row in rows for query in (row["query"], row["baseline"]) if query)
    outcomes = reconcile(questions, rows_by(keys))
    return {
        row["pk"]: Finding(claims[row["claim_id"]], outcomes[row["pk"]], row["query"], row["baseline"]) for row in rows
    }


class FoundField(serializers.Field):
    """A part of what there is to say of a reconciliation."""

    columns = COLUMNS

    def __init__(self, path: str, **kwargs: Any) -> None:
        self.part = attrgetter(path)
        super().__init__(read_only=True, **kwargs)

    def from_row(self, row: Row) -> Any:
        """The part."""
        return self.part(row["finding"])

    def get_attribute(self, instance: Reconciliation) -> Any:
        """The part."""
        row = {name: getattr(instance, name) for name in COLUMNS}
        return self.part(findings_of([row])[instance.pk])

    def to_representation(self, value: Any) -> Any:
        """The part as it is."""
        return value


def found(path: str, schema: Schema, help_text: str) -> FoundField:
    """A field for a part of the finding, with the schema of its values."""
    return extend_schema_field(schema)(type("PartField", (FoundField,), {}))(path, help_text=help_text)


class ReconciliationSerializer(KindSerializer):
    """A claim beside what the training records add up to."""

    claim = found("claim.link", LINK, "The claim.")
    stated_value = found("claim.stated.value", NUMBER, "The figure that it states; null if it states none.")
    stated_value_max = found("claim.stated.value_max", NUMBER, "Upper end, only of a range.")
    qualifier = found("claim.stated.qualifier", TEXT, "How exactly the figure is stated; null where none is.")
    unit = found("claim.unit", TEXT, "Unit of the stated value, or its currency; null if no figure is stated.")
    as_stated = found("as_stated", {"type": "string"}, "The claim as printed: its figure, or a few words.")
    status = found(
        "outcome.status",
        {"type": "string", "enum": ReconciliationStatus.values},
        "`recorded`: the records were asked. `not_imported`: there are none. `not_held`: the import lacks a country and "
        "fiscal year that the query asks for. `not_answered`: the query cannot be answered any more.",
    )
    reason = found("outcome.reason", TEXT, "Why nothing is recorded, and what helps; null where something is.")
    recorded_value = found(
        "outcome.recorded_value", NUMBER, "What the records add up to by the measure; null, never zero, if unknown."
    )
    difference = found(
        "outcome.comparison.difference", NUMBER, "Recorded less stated; of a range, from its nearer end or 0 inside it."
    )
    difference_percent = found("outcome.comparison.percent", NUMBER, "The difference in percent of the stated value.")
    is_consistent = found(
        "outcome.comparison.is_consistent",
        {"type": ["boolean", "null"]},
        "Whether the recorded value is one that the statement and its qualifier allow (at least 10 allows 12); null where "
        "there is no figure or the qualifier names no bound (about, nearly).",
    )
    comparison = found("outcome.comparison.words", TEXT, "The comparison as a sentence.")
    recorded = found("recorded", SUMS, "All that the same rows add up to; null if nothing is recorded.")
    query = found("rows", {"type": "string"}, "Address of the rows: the query that was used.")
    summary = found("summary", {"type": "string"}, "Address of the summary of the same rows.")
    baseline = found(
        "rows_before", TEXT, "Address of the rows that a rise or fall is measured from; null for other claims."
    )
    baseline_value = found("outcome.baseline_value", NUMBER, "What those add up to.")
    change = found("outcome.change.difference", NUMBER, "Recorded less the baseline.")
    change_percent = found("outcome.change.percent", NUMBER, "The change in percent of the baseline.")
    citations = found(  # type: ignore[assignment]
        "claim.citations", CITATION_SCHEMA, "The places that the claim rests on; the one that makes it first."
    )

    class Meta:
        model = Reconciliation
        fields = (
            *FIRST, "title", "claim", "stated_value", "stated_value_max", "qualifier", "unit", "as_stated", "measure",
            "status", "reason", "recorded_value", "difference", "difference_percent", "is_consistent", "comparison",
            "recorded", "query", "summary", "baseline", "baseline_value", "change", "change_percent", "not_covered",
            "citations", "note", "modified_at",
        )  # fmt: skip

    def shape(self, rows: list[Row]) -> list[Row]:
        """The answers for rows from `raw`, with what the records say if a field asks for it."""
        if any(isinstance(field, FoundField) for field in self.fields.values()):
            findings = findings_of(rows)
            rows = [{**row, "finding": findings[row["pk"]]} for row in rows]
        return super().shape(rows)
