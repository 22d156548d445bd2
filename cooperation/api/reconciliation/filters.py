"""What the list of reconciliations can be asked."""

from typing import ClassVar

from django.db.models import Model, Q, QuerySet

from config.rest.filters import REQUIRED_WORDS, Filter
from config.rest.values import YearField
from cooperation.api.search import Search
from cooperation.models import Event, Funding, Observation, Program, Reconciliation
from sources.api.filters import CitedKindFilterSet, cited_claims, related
from sources.models import Kind, Record

CLAIMS: dict[str, type[Kind]] = {"observation": Observation, "funding": Funding, "program": Program, "event": Event}


class FiscalYear(Filter):
    """The query asks for rows of the year; the queries are text, but they are few."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: int) -> QuerySet:
        some = queryset.only("query")
        return queryset.filter(pk__in=[record.pk for record in some if value in record.fiscal_years])


class ReconciliationFilterSet(CitedKindFilterSet):
    """The filters of reconciliations; source and paragraph are those of the claims."""

    q = Search()
    more: ClassVar = {
        **{
            name: related(name, model, f"The {model._meta.verbose_name} that is tested.", column="claim")[name]
            for name, model in CLAIMS.items()
        },
        "fiscal_year": FiscalYear(
            YearField(description="US fiscal year whose rows are asked for."),
            field_name="fiscal_years",
        ),
    }

    class Meta:
        model = Reconciliation
        fields: ClassVar = {"measure": REQUIRED_WORDS}

    @classmethod
    def rests_on(cls, model: type[Model], citations: QuerySet) -> Q:
        """The claim rests on one of the citations."""
        return Q(claim__in=Record.objects.filter(cited_claims(citations)))
