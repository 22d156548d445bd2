"""What the list of training activities can be asked."""

import re
from datetime import date
from typing import Any, ClassVar
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Q, QuerySet

from config.rest.choices import ChoiceField
from config.rest.filters import COMPARISONS, FIGURES, REQUIRED_WORDS, WORDS, Filter, StrictFilterSet
from config.rest.values import BooleanField, ListField, ValueField, year_meant
from cooperation.api.countries import CountryField, PlaceField
from cooperation.api.search import Search, SearchQueryField
from cooperation.countries.table import COUNTRY_CODES, FORMER_CODES
from cooperation.models import Authority, Organization, Place
from cooperation.search import SearchQuery, matching_trainings, spelled_alike
from cooperation.trainings.api.links import RECIPIENTS, SCHOOL, SCHOOL_WITHIN
from cooperation.trainings.coverage.reports import report_facts
from cooperation.trainings.importer.cells import clean_text, delivery_of
from cooperation.trainings.models import ReportedYear, Training, TrainingFlag
from cooperation.trainings.models.training import UNKNOWN_COUNTRY
from sources.api.filters import IntervalField, SlugField, SlugListField, Unknown, Within, descendants, related
from sources.api.texts import LONGEST_TEXT, KnownTextField
from sources.models import Kind, Status

CODES = COUNTRY_CODES | FORMER_CODES | {UNKNOWN_COUNTRY}
CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The never-null columns that indexes hold, by the columns that they stand for, each with what it holds for unknown.
START, UNKNOWN_DAY = "start_descending", date.min
INDEXED: dict[str, tuple[str, Any]] = {
    "start": (START, UNKNOWN_DAY),
    "quantity": ("quantity_descending", -1),
    "total_cost": ("total_cost_descending", -1),
}
AS_PRINTED = "The program as printed: one that there is; if none is printed exactly so, whatever its case, accents and punctuation."


class TrainingIdField(SlugField):
    """Public id of a training activity; its value is the primary key."""

    schema = {"type": "string", "format": "uuid"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Training, **kwargs)  # type: ignore[arg-type]

    def keys_of(self, words: list[str]) -> list[int]:
        """The primary keys of several public ids, in one query; ValidationError names the first that does not exist."""
        ids = [word for word in words if CANONICAL.fullmatch(word)]
        pairs = Training.objects.present().filter(published_id__in=ids).values_list("published_id", "pk")
        known = {str(published_id): pk for published_id, pk in pairs}
        if unknown := next((word for word in words if word not in known), None):
            raise ValidationError("There is no training activity “%(text)s”.", params={"text": unknown[:100]})
        return [known[word] for word in words]


class WordsField(ValueField):
    """A text as printed, or its words alone; its value is both."""

    def __init__(self, *, is_delivery: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.text_of = delivery_of if is_delivery else clean_text

    def parse(self, text: str) -> tuple[str, str]:
        """The text, and its words without case, accents and punctuation, as the import normalizes them."""
        if len(text) > LONGEST_TEXT:
            raise ValidationError(f"At most {LONGEST_TEXT} characters.")
        printed, words = self.text_of(text)
        if printed is None or words is None:
            raise ValidationError("There are no words in this. What is not printed is found by __isnull=true.")
        return printed, words


class SameWords(Filter):
    """The text has the same words, whatever their case, accents and punctuation."""

    def filter(self, queryset: QuerySet, value: tuple[str, str]) -> QuerySet:
        return queryset.filter(**{f"{self.field_name}_normalized": value[1]})


class AsPrinted(SameWords):
    """The text is the one that is printed."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: tuple[str, str]) -> QuerySet:
        """The rows with the very text, in whichever normal form, found by the index on its words."""
        forms = {value[0], *(normalize(form, value[0]) for form in ("NFC", "NFD"))}
        return super().filter(queryset, value).filter(**{f"{self.field_name}__in": sorted(forms)})


class HasIndexedWords(Filter):
    """All the words stand in one text of the row."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: SearchQuery) -> QuerySet:
        return matching_trainings(queryset, spelled_alike(value), self.field_name)


class TrainingSearch(Search):
    """The words stand in the text of the row; how that is found out quickly depends on how many rows have them."""

    is_prepared = False


class Unnamed(Unknown):
    """Whether there is no related record that the public may know of; those that are hidden are few, and looked up first."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: bool) -> QuerySet:
        related_model = queryset.model._meta.get_field(self.field_name).related_model
        hidden = list(related_model.objects.exclude(status=Status.PUBLISHED).values_list("pk", flat=True))
        is_unknown = Q(**{self.field_name: None}) | Q(**{f"{self.field_name}__in": hidden})
        return queryset.filter(is_unknown if value else ~is_unknown)


class Below(Within):
    """The related record is the given one or lies below it; they are looked up first, so that the database knows how few."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: int) -> QuerySet:
        model = self.parameter_field.model
        keys = model.objects.filter(pk__in=descendants(model, value)).values_list("pk", flat=True)
        return queryset.filter(**{f"{self.field_name}__in": list(keys)})


class Indexed(Filter):
    """A lookup of a column that may be null, asked of the never-null one that an index holds."""

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        column, unknown = INDEXED[self.field_name]
        if self.lookup_expr == "isnull":
            return queryset.filter(**{column if value else f"{column}__gt": unknown})
        if self.lookup_expr == "ne":
            return queryset.filter(**{f"{column}__gt": unknown}).exclude(**{column: value})
        rows = queryset.filter(**{f"{column}__{self.lookup_expr}": value})
        return rows.filter(**{f"{column}__gt": unknown}) if self.lookup_expr in ("lt", "lte") else rows


def known_days(queryset: QuerySet) -> QuerySet:
    return queryset.filter(end__isnull=False, **{f"{START}__gt": UNKNOWN_DAY})


class DaysCertainlyDuring(Filter):
    """Both days are known, in their order, and lie inside the interval."""

    def filter(self, queryset: QuerySet, value: tuple[Any, Any]) -> QuerySet:
        first, last = value
        return known_days(queryset).filter(end__gte=F(START), end__lte=last, **{f"{START}__range": (first, last)})


class DaysDuring(Filter):
    """Both days are known and lie inside the interval, whichever comes first."""

    def filter(self, queryset: QuerySet, value: tuple[Any, Any]) -> QuerySet:
        inside = {"end__range": value, f"{START}__range": value}
        return known_days(queryset).filter(**inside)


class DaysPossiblyDuring(Filter):
    """Both days are known, and the time between them, whichever comes first, overlaps the interval."""

    def filter(self, queryset: QuerySet, value: tuple[Any, Any]) -> QuerySet:
        first, last = value
        overlaps = Q(end__gte=first, **{f"{START}__lte": last}) | Q(end__lte=last, **{f"{START}__gte": first})
        return known_days(queryset).filter(overlaps)


class Flagged(Filter):
    """The row holds every one of the flags, or with `in` one of them."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: list[str]) -> QuerySet:
        flags = TrainingFlag(sum(TrainingFlag[word.upper()] for word in set(value)))
        return queryset.flagged_any(flags) if self.lookup_expr == "in" else queryset.flagged(flags)


class Doubted(Filter):
    """Whether anything is doubtful about the row."""

    def filter(self, queryset: QuerySet, value: bool) -> QuerySet:
        return queryset.filter(**{"flags__gt" if value else "flags": 0})


def programs_of_rows() -> list[str]:
    return Training.objects.programs()


def words(column: str, text: str, *, is_delivery: bool = False) -> dict[str, Filter]:
    """The filters for a text: the whole, the words that it holds, as printed, and whether there is none."""
    whole = f"{text} The whole text, whatever its case, accents and punctuation."
    alike = WordsField(is_delivery=is_delivery, description=whole)
    some = SearchQueryField(description=f"{text} All these words in it, in any order, as `q` finds them.")
    printed = WordsField(is_delivery=is_delivery, description=f"{text} Exactly as printed.")
    unknown = BooleanField(description=f"{text} Whether no word of it is printed (true) or one is (false).")
    return {
        column: SameWords(alike, field_name=column),
        f"{column}__has": HasIndexedWords(some, field_name=column),
        f"{column}__as_printed": AsPrinted(printed, field_name=column),
        f"{column}__isnull": Filter(unknown, field_name=f"{column}_normalized", lookup_expr="isnull"),
    }


def related_record(
    column: str, model: type[Kind], text: str, *, within: bool = False, field: type[SlugField] | None = None
) -> dict[str, Filter]:
    filters = related(column, model, text, within=within, field=field)
    own = {f"{column}__isnull": Unnamed, f"{column}__within": Below}
    return {name: own[name](item.field, field_name=column) if name in own else item for name, item in filters.items()}


def flagged(text: str) -> ListField:
    return ListField(item=ChoiceField(choices=[flag.word for flag in TrainingFlag], description=text))


class ReportField(ValueField):
    """A report by its two years: one of those that are known, imported or not."""

    schema = {"type": "string", "pattern": "^[0-9]{4}_[0-9]{4}$", "examples": ["2010_2011"]}

    def parse(self, text: str) -> str:
        """The report; of the years of a text that names none, the report that begins with the first is suggested."""
        known = report_facts().years
        if text not in known and not ReportedYear.objects.filter(report=text[:9]).exists():
            first = re.search(r"(?<![0-9])(?:[0-9]{4}|[0-9]{2})(?![0-9])", text[:100])
            meant = next((report for report in known if first and report.startswith(year_meant(first[0]) or "?")), None)
            params = {"text": text[:100], "words": ", ".join(known), "suggestion": meant}
            raise ValidationError("There is no report “%(text)s”. Reports are: %(words)s.", params=params)
        return text


class TrainingFilterSet(StrictFilterSet):
    """The filters of training activities."""

    q = TrainingSearch()
    more: ClassVar = {
        "id": Filter(TrainingIdField(description="Public id."), field_name="pk"),
        "id__in": Filter(
            SlugListField(item=TrainingIdField(description="Public id. Several, separated by commas.")),
            field_name="pk",
            lookup_expr="in",
        ),
        **related_record("authority", Authority, "What pays for it."),
        **related_record("place", Place, "The place that it names.", within=True, field=PlaceField),
        "program_as_printed": Filter(
            KnownTextField(programs_of_rows, as_printed=True, description=AS_PRINTED),
            field_name="program",
            lookup_expr="in",
        ),
        **related_record("school", Organization, SCHOOL),
        "school__within": SCHOOL_WITHIN,
        **related_record("school_base", Place, "The base, where no more is known of the institution.", within=True),
        **RECIPIENTS,
        **words("course_title", "The course."),
        **words("delivery_unit", "The US unit, with or without its number of personnel.", is_delivery=True),
        **words("recipient_unit", "The unit of the trainees."),
        "during": DaysDuring(
            IntervalField(description="EDTF. Both its days, as printed, lie inside this time; unknown ones never do."),
            field_name="start",
        ),
        "certainly_during": DaysCertainlyDuring(
            IntervalField(description="EDTF. Its days lie inside this time; unknown and reversed ones never do."),
            field_name="start",
        ),
        "possibly_during": DaysPossiblyDuring(
            IntervalField(description="EDTF. Its days may overlap this time; unknown ones never do."),
            field_name="start",
        ),
        "flags": Flagged(flagged("Every one of these doubts, separated by commas."), field_name="flags"),
        "flags__in": Flagged(
            flagged("One of these doubts or more, separated by commas."), field_name="flags", lookup_expr="in"
        ),
        "is_doubted": Doubted(
            BooleanField(description="Whether anything is doubtful about the row (true) or nothing is (false)."),
            field_name="flags",
        ),
    }

    class Meta:
        model = Training
        fields: ClassVar = {
            "country": REQUIRED_WORDS,
            "region": WORDS,
            "report": REQUIRED_WORDS,
            "fiscal_year": ("exact", "in", *COMPARISONS),
            "department": WORDS,
            "start": ("exact", *COMPARISONS, "isnull"),
            "end": ("exact", *COMPARISONS, "isnull"),
            "location_country": WORDS,
            "in_country": ("exact", "isnull"),
            "is_mobile": ("exact",),
            "quantity": FIGURES,
            "total_cost": FIGURES,
            "is_counted": ("exact",),
        }

    @classmethod
    def filter_for_field(cls, field: Field, field_name: str, lookup_expr: str = "exact") -> Filter:
        """The filter for one lookup of a column; what may be null is asked of the column that an index holds."""
        item = super().filter_for_field(field, field_name, lookup_expr)
        kind = Indexed if field_name in INDEXED else Filter
        return kind(item.field, field_name=field_name, lookup_expr=lookup_expr)

    @classmethod
    def field_for(cls, column: Field, description: str) -> ValueField:
        if column.name in ("country", "location_country"):
            return CountryField(codes=CODES, description=description)
        if column.name == "report":
            return ReportField(description=description)
        return super().field_for(column, description)
