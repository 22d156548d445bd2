"""What is stated against what the training records add up to: the difference, and never which of them is right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from django.db import models
from django.db.models import QuerySet

from config.rest.caching.stores import counts
from cooperation.models import Qualifier
from cooperation.models.reconciliation import countries_and_years
from cooperation.trainings.models import ImportBatch, ReportedYear
from cooperation.trainings.sums import HUNDREDTH, TrainingSums, sums_of
from sources.models.dataset import current_version

NOT_IMPORTED = "No training activities are imported: `manage.py import_fmtrpt FILE --totals FILE` imports them."
NO_FIGURE = "No figure is stated."
# From a query, as /api/v1/trainings/ takes it, to its rows; ValueError says why the query cannot be answered.
RowsOf = Callable[[str], QuerySet]
Year = tuple[str, int]


class ReconciliationStatus(models.TextChoices):
    """Whether the training records can be asked."""

    RECORDED = "recorded"
    NOT_IMPORTED = "not_imported"
    NOT_HELD = "not_held"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True)
class Stated:
    """A figure as a claim states it, and the step to which it is printed; no value where it states none."""

    value: Decimal | None = None
    value_max: Decimal | None = None
    qualifier: str | None = None
    precision: Decimal | None = None


@dataclass(frozen=True)
class Comparison:
    """How a recorded value differs from another one; `is_consistent` is None where nothing says how far it may."""

    difference: Decimal | None = None
    percent: Decimal | None = None
    is_consistent: bool | None = None
    words: str | None = None


@dataclass(frozen=True)
class ClaimTest:
    """One claim to be tested: the queries are parameters of /api/v1/trainings/."""

    key: int
    stated: Stated
    measure: str
    query: str
    baseline: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What the records say to a test: why nothing, or the sums and how they compare."""

    status: ReconciliationStatus
    reason: str | None = None
    recorded_value: Decimal | None = None
    recorded: TrainingSums | None = None
    comparison: Comparison = Comparison()
    baseline_value: Decimal | None = None
    change: Comparison = Comparison()


def reconcile(tests: Iterable[ClaimTest], rows_of: RowsOf) -> dict[int, Outcome]:
    """The outcome of each test, by its key; three queries beside those of `rows_of` at most, however many tests."""
    tests = list(tests)
    held = held_years(tests)
    if not held and not ImportBatch.objects.filter(is_current=True).exists():
        outcome = Outcome(ReconciliationStatus.NOT_IMPORTED, NOT_IMPORTED)
        return {test.key: outcome for test in tests}
    version = current_version()
    sums = SumsInState(version.state if version else None)
    outcomes: dict[int, Outcome] = {}
    for test in tests:
        try:
            sums.ask(queries_of(test), rows_of)
        except ValueError as error:
            outcomes[test.key] = Outcome(ReconciliationStatus.NOT_ANSWERED, str(error))
            continue
        if reason := gap(test, held):
            outcomes[test.key] = Outcome(ReconciliationStatus.NOT_HELD, reason)
    totals = sums.totals()
    return outcomes | {item.key: outcome_of(item, totals) for item in tests if item.key not in outcomes}


class SumsInState:
    """What queries add up to in a state of the dataset: added up once in each, for that takes longer than all the rest."""

    def __init__(self, state: str | None) -> None:
        self.state = state
        self.known: dict[str, TrainingSums] = {}
        self.sets: dict[str, QuerySet] = {}

    def ask(self, queries: Iterable[str], rows_of: RowsOf) -> None:
        """Want the sums of some queries, too; ValueError if one of them cannot be answered."""
        for query in queries:
            if (sums := counts.get((self.state, "sums", query))) is not None:
                self.known[query] = sums
            else:
                self.sets[query] = rows_of(query)

    def totals(self) -> dict[str, TrainingSums]:
        """The sums by query; one query for all that is not known yet."""
        news = sums_of(self.sets)
        if self.state is not None:
            for query, sums in news.items():
                counts.set((self.state, "sums", query), sums)
        return self.known | news


def queries_of(test: ClaimTest) -> list[str]:
    return [query for query in (test.query, test.baseline) if query]


def held_years(tests: Iterable[ClaimTest]) -> set[Year]:
    """The countries and fiscal years of which the import holds rows, of the countries that are asked for; one query."""
    countries = {country for test in tests for query in queries_of(test) for country in countries_and_years(query)[0]}
    years = ReportedYear.objects.filter(country__in=countries, is_counted=True).order_by()
    return set(years.values_list("country", "fiscal_year"))


def gap(test: ClaimTest, held: set[Year]) -> str | None:
    """What the import lacks to answer a test, in words; None if nothing. Absence is never zero."""
    for query in queries_of(test):
        countries, years = countries_and_years(query)
        lacking = [f"{country} {year}" for country, year in product(countries, years) if (country, year) not in held]
        if not years:
            lacking = sorted(set(countries) - {country for country, _ in held})
        if lacking:
            return f"The import holds nothing of {', '.join(lacking)} (country and fiscal year); see /api/v1/coverage/."
    return None


def outcome_of(test: ClaimTest, sums: dict[str, TrainingSums]) -> Outcome:
    recorded = sums[test.query]
    value = value_of(recorded, test.measure)
    comparison = compare(value, test.stated)
    comparison = replace(comparison, words=f"{comparison.words}{unknown_in_words(recorded, test.measure)}")
    if not test.baseline:
        return Outcome(ReconciliationStatus.RECORDED, None, value, recorded, comparison)
    before = value_of(sums[test.baseline], test.measure)
    change = compare(value, Stated(before, None, Qualifier.EXACT))
    words = f"{comparison.words} Beside the baseline: {change.words}"
    return Outcome(
        ReconciliationStatus.RECORDED, None, value, recorded, replace(comparison, words=words), before, change
    )


def unknown_in_words(sums: TrainingSums, measure: str) -> str:
    """How many of the rows give no figure of what is measured; nothing where all do."""
    number = {"cost": sums.unknown_costs, "trainees": sums.unknown_quantities}.get(measure, 0)
    what = "cost" if measure == "cost" else "number of trainees"
    return f" {number:,} of {sums.rows:,} rows give no {what}." if number else ""


def value_of(sums: TrainingSums, measure: str) -> Decimal | None:
    value = getattr(sums, measure)
    return None if value is None else Decimal(value)


def compare(recorded: Decimal | None, stated: Stated) -> Comparison:
    """How a recorded value compares with what is stated; the percentage is of the stated value."""
    if stated.value is None:
        return Comparison(words=NO_FIGURE)
    if recorded is None:
        return Comparison(words="The records found give no figure.")
    nearest = min(max(recorded, stated.value), stated.value_max or stated.value)
    difference = recorded - nearest
    percent = (100 * difference / nearest) if nearest else None
    consistent = is_consistent(recorded, stated)
    return Comparison(
        difference=difference,
        percent=None if percent is None else percent.quantize(HUNDREDTH),
        is_consistent=consistent,
        words=in_words(difference, percent, stated, consistent),
    )


def is_consistent(recorded: Decimal, stated: Stated) -> bool | None:
    """Whether a value is one that the qualifier and the precision of the stated figure allow; None where there is no bound.

    What is printed to a step may be half of it more or less; more and less than a figure is so of the printed one.
    """
    low, high = stated.value or Decimal(0), stated.value_max or Decimal(0)
    half = (stated.precision or Decimal(0)) / 2
    allowed = {
        Qualifier.EXACT: low - half <= recorded <= low + half,
        Qualifier.AT_LEAST: recorded >= low - half,
        Qualifier.AT_MOST: recorded <= low + half,
        Qualifier.MORE_THAN: recorded > low,
        Qualifier.LESS_THAN: recorded < low,
        Qualifier.RANGE: low - half <= recorded <= high + half,
    }
    return None if stated.qualifier is None else allowed.get(Qualifier(stated.qualifier))


def in_words(difference: Decimal, percent: Decimal | None, stated: Stated, consistent: bool | None) -> str:
    if difference:
        share = "" if percent is None else f" ({abs(percent):,.1f} %)"
        text = f"Recorded is {'lower' if difference < 0 else 'higher'} by {plain(abs(difference))}{share}"
    else:
        text = "Recorded and stated are equal" if stated.value_max is None else "Recorded lies inside the range"
    if stated.qualifier in (None, Qualifier.EXACT):
        if difference and consistent and stated.precision:
            return f"{text}; to {plain(stated.precision)}, as it is printed, the figure is met."
        return f"{text}."
    fits = {True: ", which the recorded value fits", False: ", which the recorded value does not fit", None: ""}
    return f"{text}; “{Qualifier(stated.qualifier).label.lower()}” is stated{fits[consistent]}."


def plain(number: Decimal) -> str:
    """A number with its thousands apart and no zeros behind the point."""
    return f"{number.normalize():,f}"
