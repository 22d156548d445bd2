"""What the landing page shows of the data, each chosen by a rule so that nobody has to pick."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from django.db.models import Count, Q

from config.rest.renderers import IndentedJSONRenderer
from cooperation.models import Discrepancy, Funding, Observation
from cooperation.pages.figures import StatedFigure, figures_observed, figures_of_money, overlap, record_address
from sources.models import RecordKind, Source, Status


@dataclass(frozen=True)
class Disagreement:
    """Two figures that disagree, and what is known of the reason."""

    title: str
    kind: str
    explanation: str
    url: str
    figures: tuple[StatedFigure, ...]
    others: int


@dataclass(frozen=True)
class Trace:
    """The way from a figure (`record`: as the API serves it) back to the words, and to what they rest on."""

    figure: StatedFigure
    record: str
    paragraph: int
    around: tuple[int, ...]
    rests_on: tuple[str, ...]
    text_file: str | None
    text_sha256: str | None


def disagreement() -> Disagreement | None:
    """The two competing figures to show, or None if no two compete; at most four queries.

    They stand in one discrepancy, measure the same thing on the same basis, and their times may meet. Figures from two
    documents go first, then the pair that lies furthest apart.
    """
    members = figures_by_discrepancy()
    pairs = [(pk, pair) for pk, figures in members.items() for pair in combinations(figures, 2) if compete(*pair)]
    if not pairs:
        return None
    pk, pair = min(pairs, key=lambda item: (*rank(*item[1]), item[0]))
    found = Discrepancy.objects.annotate(others=Count("records", filter=Q(records__status=Status.PUBLISHED))).get(pk=pk)
    return Disagreement(
        title=found.title,
        kind=found.get_kind_display(),
        explanation=found.explanation,
        url=record_address(found),
        figures=tuple(sorted(pair, key=lambda figure: -figure.value)),
        others=found.others - 2,
    )


def figures_by_discrepancy() -> dict[int, list[StatedFigure]]:
    """The published figures that stand in each published discrepancy; three queries."""
    links = Discrepancy.records.through.objects.filter(
        discrepancy__status=Status.PUBLISHED,
        record__status=Status.PUBLISHED,
        record__record_kind__in=(RecordKind.FUNDING, RecordKind.OBSERVATION),
    )
    records = links.values("record")
    figures = [
        *figures_of_money(Funding.objects.filter(pk__in=records)),
        *figures_observed(Observation.objects.filter(pk__in=records)),
    ]
    by_pk = {figure.pk: figure for figure in figures}
    members: dict[int, list[StatedFigure]] = defaultdict(list)
    for discrepancy, record in links.order_by("discrepancy", "record").values_list("discrepancy", "record"):
        if record in by_pk:
            members[discrepancy].append(by_pk[record])
    return members


def compete(one: StatedFigure, other: StatedFigure) -> bool:
    """Whether two figures say different things of the same."""
    return one.subject == other.subject and one.value != other.value and overlap([one, other])


def rank(one: StatedFigure, other: StatedFigure) -> tuple[bool, Decimal]:
    """Pairs from two documents first, then those that lie furthest apart."""
    smaller, larger = sorted((one.value, other.value))
    return one.place.source_url == other.place.source_url, -(larger / smaller if smaller > 0 else larger)


def trace() -> Trace | None:
    """The amount whose way back is the longest: most sources behind its paragraph, then the largest; three queries."""
    behind = Count("citation__rests_on", filter=Q(citation__rests_on__status=Status.PUBLISHED))
    amounts = Funding.objects.published().filter(amount__isnull=False, citation__paragraph__isnull=False)
    first = amounts.annotate(behind=behind).order_by("-behind", "-amount", "slug").values("pk")[:1]
    row = Funding.objects.filter(pk__in=first).select_related("citation__source").first()
    if row is None:
        return None
    source, paragraph = row.citation.source, row.citation.paragraph
    (figure,) = figures_of_money(Funding.objects.filter(pk=row.pk))
    behind_it = Source.objects.published().filter(carried_claims=row.citation).order_by("slug")
    return Trace(
        figure=figure,
        record=as_served(row),
        paragraph=paragraph,
        around=tuple(
            number for number in range(paragraph - 2, paragraph + 3) if 1 <= number <= (source.paragraphs or number)
        ),
        rests_on=tuple(behind_it.values_list("title", flat=True)),
        text_file=source.text_file,
        text_sha256=source.text_sha256,
    )


def as_served(row: Funding) -> str:
    """The first fields of an amount, as the API serves them."""
    fields = {"id": row.slug, "amount": row.amount, "currency": row.currency, "qualifier": row.qualifier}
    return IndentedJSONRenderer().render(fields).decode()
