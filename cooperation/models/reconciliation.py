"""Claims that the training records can test, each with the query over the records that tests it."""

from urllib.parse import parse_qsl

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from sources.models import Kind, Record, RecordKind, RecordManager, RecordQuerySet, claim_models

# The kinds of claim that training records can speak to.
TESTABLE = (RecordKind.OBSERVATION, RecordKind.FUNDING, RecordKind.PROGRAM, RecordKind.EVENT)


class Measure(models.TextChoices):
    """What of the training records is held against a claim."""

    ROWS = "rows"
    TRAINEES = "trainees"
    COST = "cost"
    COURSES = "courses", "different course titles"
    RUNS = "runs", "times that a course was held: different titles, days and locations"
    WEEKS = "weeks", "mean length in weeks, first and last day included"


def pairs_of(query: str) -> list[tuple[str, str]]:
    """The parameters of a query in their order; none if it is no query."""
    try:
        return parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError:
        return []


def validate_query(query: str) -> None:
    """Refuse what is no query string, or gives a parameter twice; what parameters there are, the API knows."""
    names = [name for name, _ in pairs_of(query)]
    if not names or query.startswith("?"):
        raise ValidationError(f"“{query}” is no query, such as country=MEX&fiscal_year=2011.")
    if len(names) != len(set(names)):
        raise ValidationError(f"“{query}” gives a parameter twice.")


class ReconciliationQuerySet(RecordQuerySet):
    """Questions about reconciliations."""

    def published(self) -> "ReconciliationQuerySet":
        """Published reconciliations of what the public may see."""
        public = Q()
        for model in claim_models():
            public |= Q(claim__in=model.objects.published().values("pk"))
        return super().published().filter(public)


class ReconciliationManager(RecordManager.from_queryset(ReconciliationQuerySet)):  # type: ignore[misc]
    """Reconciliations by kind and slug."""


class Reconciliation(Kind):
    """One claim, and the query over the training records that tests it."""

    KIND = RecordKind.RECONCILIATION
    LABEL = "title"

    title = models.CharField(max_length=200, help_text="What is compared, in a few words.")
    claim = models.ForeignKey(
        Record,
        models.PROTECT,
        related_name="reconciliations",
        limit_choices_to={"record_kind__in": TESTABLE},
        help_text="The claim: an observation, a funding record, a program or an event.",
    )
    measure = models.CharField(
        max_length=8, choices=Measure.choices, help_text="What of the training records is held against the claim."
    )
    query = models.CharField(
        max_length=500,
        validators=[validate_query],
        help_text="The rows that test the claim: parameters of /api/v1/trainings/, such as country=MEX&fiscal_year=2011.",
    )
    baseline = models.CharField(
        max_length=500,
        null=True,
        blank=True,
        validators=[validate_query],
        help_text="The rows that a rise or fall is measured from, where the claim is of one; parameters as in the query.",
    )
    not_covered = models.TextField(help_text="What the claim counts and the records do not, or the other way round.")

    objects = ReconciliationManager()

    class Meta:
        verbose_name = "reconciliation"
        constraints = [
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="reconciliation_measure_is_known")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def fiscal_years(self) -> list[int]:
        """The fiscal years that the query asks for one by one."""
        return countries_and_years(self.query)[1]

    def obstacles(self) -> list[str]:
        """A comparison without a word of explanation is none."""
        return [] if self.note else ["it has no note"]


def countries_and_years(query: str) -> tuple[list[str], list[int]]:
    """The countries and the fiscal years that a query asks for one by one; no years if it leaves either end open."""
    given = dict(pairs_of(query))
    countries = given.get("country__in", given.get("country", "")).split(",")
    first, last = (years_in(given.get(f"fiscal_year__{bound}", "")) for bound in ("gte", "lte"))
    years = years_in(given.get("fiscal_year__in", given.get("fiscal_year", "")))
    return [code for code in countries if code], list(range(first[0], last[0] + 1)) if first and last else years


def years_in(words: str) -> list[int]:
    """The years of a list separated by commas."""
    return [int(word) for word in words.split(",") if word.isdecimal() and len(word) <= 4]
