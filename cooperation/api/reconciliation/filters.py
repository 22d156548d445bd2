"""What the list of reconciliations can be asked."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from config.rest.filters import REQUIRED_WORDS, Filter
from config.rest.values import IntegerField
from cooperation.api.search import Search
from cooperation.models import Event, Funding, Observation, Program, Reconciliation
from sources.api.filters import CitedFilterSet, KindFilterSet, cited_condition, place_condition, related
from sources.models import Citation, Kind, claim_models

CLAIMS: dict[str, type[Kind]] = {
    "observation": Observation,
    "funding": Funding,
    "program": Program,
    "event": Event,
}


class FiscalYear(Filter):
    """The query asks for rows of the year; the queries are text, but they are few."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: int) -> QuerySet:
        """The reconciliations whose query names the year."""
        some = queryset.only("query")
        return queryset.filter(pk__in=[record.pk for record in some if value in record.fiscal_years])


class ReconciliationFilterSet(KindFilterSet):
    """The filters of reconciliations; source and paragraph are those of the claims."""

    q = Search()
    more: ClassVar = {
        **{
            name: related(name, model, f"The {model._meta.verbose_name} that is tested.", column="claim")[name]
            for name, model in CLAIMS.items()
        },
        "fiscal_year": FiscalYear(
            IntegerField(low=1, high=9999, description="US fiscal year whose rows are asked for."),
            field_name="fiscal_years",
        ),
    }

    class Meta:
        model = Reconciliation
        fields: ClassVar = {"measure": REQUIRED_WORDS}

    @classmethod
    def apply(cls, queryset: QuerySet, values: Mapping[str, Any]) -> QuerySet:
        """Put source and paragraph together: both of one citation of the claim."""
        queryset = super(CitedFilterSet, cls).apply(queryset, values)
        source, paragraph = (values.get(name) for name in ("source", "paragraph"))
        if source is None and paragraph is None:
            return queryset
        citations = Citation.objects.filter(place_condition(source, paragraph)).values("pk")
        cited = Q()
        for model in claim_models():
            cited |= Q(claim__in=model.objects.filter(cited_condition(model, citations)).values("pk"))
        return queryset.filter(cited)
