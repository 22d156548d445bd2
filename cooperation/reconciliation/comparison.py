"""What is stated against what the training records add up to: the difference, and never which of them is right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from django.db import models
from django.db.models import QuerySet

from cooperation.models import Qualifier
from cooperation.models.reconciliation import countries_and_years
from cooperation.trainings.models import ImportBatch, ReportedYear
from cooperation.trainings.sums import HUNDREDTH, TrainingSums, sums_of

NOT_IMPORTED = "No training activities are imported: `manage.py import_fmtrpt FILE --totals FILE` imports them."
NO_FIGURE = "No figure is stated."
# From a query, as /api/v1/trainings/ takes it, to its rows; ValueError says why there are none to be had.
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
    """A figure as a claim states it; no value where it states none."""

    value: Decimal | None = None
    value_max: Decimal | None = None
    qualifier: str | None = None


@dataclass(frozen=True)
class Comparison:
    """How a recorded value differs from another one; `is_consistent` is None where nothing says how far it may."""

    difference: Decimal | None = None
    percent: Decimal | None = None
    is_consistent: bool | None = None
    words: str | None = None


@dataclass(frozen=True)
class Question:
    """One claim to be tested: the queries are parameters of /api/v1/trainings/."""

    key: int
    stated: Stated
    measure: str
    query: str
    baseline: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What the records say to a question: why nothing, or the sums and how they compare."""

    status: ReconciliationStatus
    reason: str | None = None
    recorded_value: Decimal | None = None
    recorded: TrainingSums | None = None
    comparison: Comparison = Comparison()
    baseline_value: Decimal | None = None
    change: Comparison = Comparison()


def reconcile(questions: Iterable[Question], rows_of: RowsOf) -> dict[int, Outcome]:
    """The outcome of each question, by its key; three queries beside those of `rows_of`, however many questions."""
    questions = list(questions)
    if not ImportBatch.objects.filter(is_current=True).exists():
        outcome = Outcome(ReconciliationStatus.NOT_IMPORTED, NOT_IMPORTED)
        return {question.key: outcome for question in questions}
    outcomes: dict[int, Outcome] = {}
    sets: dict[str, QuerySet] = {}
    for question in questions:
        try:
            sets |= {query: rows_of(query) for query in queries_of(question)}
        except ValueError as error:
            outcomes[question.key] = Outcome(ReconciliationStatus.NOT_ANSWERED, str(error))
    asked = [question for question in questions if question.key not in outcomes]
    held = held_years(asked)
    for question in asked:
        if reason := gap(question, held):
            outcomes[question.key] = Outcome(ReconciliationStatus.NOT_HELD, reason)
    sums = sums_of(sets)
    return outcomes | {question.key: outcome_of(question, sums) for question in asked if question.key not in outcomes}


def queries_of(question: Question) -> list[str]:
    """The queries that a question asks."""
    return [query for query in (question.query, question.baseline) if query]


def held_years(questions: Iterable[Question]) -> set[Year]:
    """The countries and fiscal years of which the import holds rows, of the countries that are asked for; one query."""
    countries = {
        country for question in questions for query in queries_of(question) for country in countries_and_years(query)[0]
    }
    found = ReportedYear.objects.filter(country__in=countries, is_counted=True).order_by()
    return set(found.values_list("country", "fiscal_year"))


def gap(question: Question, held: set[Year]) -> str | None:
    """What the import lacks to answer a question, in words; None if nothing. Absence is never zero."""
    for query in queries_of(question):
        countries, years = countries_and_years(query)
        lacking = [f"{country} {year}" for country, year in product(countries, years) if (country, year) not in held]
        if not years:
            lacking = sorted(set(countries) - {country for country, _ in held})
        if lacking:
            return f"The import holds nothing of {', '.join(lacking)} (country and fiscal year); see /api/v1/coverage/."
    return None


def outcome_of(question: Question, sums: dict[str, TrainingSums]) -> Outcome:
    """What the sums of its queries say to a question."""
    recorded = sums[question.query]
    value = value_of(recorded, question.measure)
    comparison = compare(value, question.stated)
    if not question.baseline:
        return Outcome(ReconciliationStatus.RECORDED, None, value, recorded, comparison)
    before = value_of(sums[question.baseline], question.measure)
    change = compare(value, Stated(before, None, Qualifier.EXACT))
    words = f"{comparison.words} Beside the baseline: {change.words}"
    return Outcome(
        ReconciliationStatus.RECORDED, None, value, recorded, replace(comparison, words=words), before, change
    )


def value_of(sums: TrainingSums, measure: str) -> Decimal | None:
    """One of the sums."""
    found = getattr(sums, measure)
    return None if found is None else Decimal(found)


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
    """Whether a value is one that the qualifier of the stated figure allows; None where it names no bound."""
    low, high = stated.value or Decimal(0), stated.value_max or Decimal(0)
    allowed = {
        Qualifier.EXACT: recorded == low,
        Qualifier.AT_LEAST: recorded >= low,
        Qualifier.AT_MOST: recorded <= low,
        Qualifier.MORE_THAN: recorded > low,
        Qualifier.LESS_THAN: recorded < low,
        Qualifier.RANGE: low <= recorded <= high,
    }
    return None if stated.qualifier is None else allowed.get(Qualifier(stated.qualifier))


def in_words(difference: Decimal, percent: Decimal | None, stated: Stated, consistent: bool | None) -> str:
    """The comparison as a sentence."""
    if difference:
        share = "" if percent is None else f" ({abs(percent):,.1f} %)"
        text = f"Recorded is {'lower' if difference < 0 else 'higher'} by {plain(abs(difference))}{share}"
    else:
        text = "Recorded and stated are equal" if stated.value_max is None else "Recorded lies inside the range"
    if stated.qualifier in (None, Qualifier.EXACT):
        return f"{text}."
    fits = {True: ", which the recorded value fits", False: ", which the recorded value does not fit", None: ""}
    return f"{text}; “{Qualifier(stated.qualifier).label.lower()}” is stated{fits[consistent]}."


def plain(number: Decimal) -> str:
    """A number with its thousands apart and no zeros behind the point."""
    return f"{number.normalize():,f}"
