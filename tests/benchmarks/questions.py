"""Some forty questions that people ask, each with the address by which a peer answers it, if it can."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.cases import TRAININGS, WORD, datasette_server, drf_server, our_server
from tests.benchmarks.databases import Databases
from tests.benchmarks.load import pages
from tests.benchmarks.servers import Server, running

HUNDRED = "page_size=100"
API = "/api/v1"


@dataclass(frozen=True)
class Question:
    """What is asked: of our API, of plain DRF, and of Datasette's flat table (a query of it, or SQL)."""

    words: str
    ours: str
    drf: str | None = None
    datasette: str | None = None


@dataclass(frozen=True)
class Times:
    """How long one answer takes each peer, in milliseconds of a worker that does nothing else."""

    words: str
    ours: float
    drf: float | None
    datasette: float | None


def listed(plural: str) -> Question:
    """The first page of a list."""
    return Question(f"100 {plural.replace('-', ' ')}", f"{API}/{plural}/?{HUNDRED}", f"/{plural}/")


def trainings(words: str, query: str, drf: str | None = "", datasette: str | None = "") -> Question:
    """A page of training activities; an empty address of a peer is the same query."""
    return Question(
        f"100 trainings {words}",
        f"{TRAININGS}?{query}&{HUNDRED}",
        None if drf is None else f"/trainings/?{drf or query}",
        None if datasette is None else datasette or query,
    )


def sums(words: str, query: str, columns: str, where: str = "1", only: str = "", more: str = "") -> Question:
    """Sums of training activities by some columns."""
    sql = (
        f"SELECT {columns}, count(*), sum(quantity), sum(total_cost), count(DISTINCT course_title_normalized) "
        f"FROM trainings WHERE is_counted AND {where} GROUP BY {columns} LIMIT {100 if more else 5000}"
    )
    return Question(
        f"trainings summed {words}",
        f"{TRAININGS}summary/?{query}{only}{more}",
        f"/trainings/summary/?group_by={columns}{only}{more}",
        sql,
    )


def named(words: str, address: str, drf: str | None = None) -> Question:
    """Anything but training activities."""
    return Question(words, f"{API}{address}", drf)


PLURALS = (
    "programs", "organizations", "places", "authorities", "funding", "events", "indicators", "observations", "sources",
    "citations", "discrepancies",
)  # fmt: skip
PROGRAM, SOURCE = "merida-initiative", "narco-news-us-training-of-mexican-troops"
QUESTIONS = [
    *(listed(plural) for plural in PLURALS),
    named("money of a program, the largest first", f"/funding/?program={PROGRAM}&ordering=-amount"),
    named("funding with its programs", f"/funding/?expand=program&{HUNDRED}"),
    named("events of a year", "/events/?possibly_during=2010", "/events/?start_earliest__lte=2010-12-31&end_latest__gte=2010-01-01"),
    named("observations of an indicator", "/observations/?indicator=homicides-in-mexico&ordering=period"),
    named("what rests on a paragraph", f"/citations/?source={SOURCE}&paragraph=17", f"/citations/?source__slug={SOURCE}&paragraph=17"),
    named("programs by full text", "/programs/?q=training"),
    trainings("", "ordering=id", "ordering=published_id", "_sort=id"),
    trainings("of a country and year", "country=MEX&fiscal_year=2011"),
    trainings("of a country", "country=COL"),
    trainings("of three countries", "country__in=MEX,COL,PER"),
    trainings("of some years", "fiscal_year__gte=2008&fiscal_year__lte=2010"),
    trainings("in a place or below it", "place__within=mexico", None, None),
    trainings("paid by an authority", "authority=imet", None),
    trainings("of a course", "course_title=INFANTRY OFFICER BASIC".replace(" ", "+"), None, None),
    trainings("of a unit", "recipient_unit__isnull=true", None, "recipient_unit__isnull=1"),
    trainings("of more than 100", "quantity__gte=100"),
    trainings("during a month", "certainly_during=2011-03", "start__gte=2011-03-01&end__lte=2011-03-31", "start__gte=2011-03-01&end__lte=2011-03-31"),
    trainings("that are doubted", "flags=dates_reversed", None, None),
    trainings("in the country trained", "in_country=true", "in_country=true", "in_country=1"),
    trainings("with the highest cost", "ordering=-total_cost", "ordering=-total_cost", "_sort_desc=total_cost"),
    trainings("from the first day on", "ordering=start", "ordering=start", "_sort=start"),
    trainings("with the most trainees", "ordering=-quantity", "ordering=-quantity", "_sort_desc=quantity"),
    trainings("by full text", f"q={WORD}", f"search={WORD}", f"_search={WORD}"),
    trainings("of a country by full text", f"country=MEX&q={WORD}", f"country=MEX&search={WORD}", f"country=MEX&_search={WORD}"),
    trainings("with three fields", "fields=id,country,course_title", None, "_col=id&_col=country&_col=course_title"),
    named("a program", f"/programs/{PROGRAM}/", f"/programs/{PROGRAM}/"),
    named("a program with the one above it", f"/programs/{PROGRAM}/?expand=parent"),
    named("a place with all that is there", "/places/mexico/", "/places/mexico/"),
    named("an indicator with its series", "/indicators/homicides-in-mexico/", "/indicators/homicides-in-mexico/"),
    named("a source with what rests on it", f"/sources/{SOURCE}/"),
    named("search, a word of few records", f"/search/?q={WORD}"),
    named("search, a word of many records", "/search/?q=mexico"),
    sums("by country and year", "group_by=country,fiscal_year", "country,fiscal_year"),
    sums("by year, of a country", "group_by=fiscal_year", "fiscal_year", "country = 'MEX'", only="&country=MEX"),
    sums("by course, 100 of them", "group_by=course_title", "course_title_normalized", more="&limit=100"),
    named("funding summed by year and stage", "/funding/summary/?group_by=fiscal_year,stage", "/funding/summary/?group_by=fiscal_year,stage&figure=amount"),
    named("claims beside the trainings", f"/reconciliation/?{HUNDRED}"),
    named("printed totals beside the trainings", f"/reconciliation/printed-totals/?{HUNDRED}", "/printed-totals/"),
    named("coverage of the reports", "/coverage/"),
    named("the last changes", f"/changes/?{HUNDRED}", "/changes/"),
    named("the root of the API", "/"),
    Question("the start page", "/"),
]  # fmt: skip


def ask_all(databases: Databases, datasette: Path, seconds: int) -> list[Times]:
    """Every question to every peer that can answer it, the slowest of ours first."""
    name, off = databases.flat.stem, "_nocount=1&_nofacet=1&_nosuggest=1"

    def of_datasette(query: str) -> str:
        if query.startswith("SELECT"):
            return f"/{name}.json?sql={quote(query)}&_shape=objects"
        return f"/{name}/trainings.json?_shape=objects&_size=100&{off}&{query}"

    uncached = our_server(databases, CACHE_MEGABYTES="0", EXPORT_MEGABYTES="0")
    asked = {item.words: item for item in QUESTIONS}
    ours = times(uncached, {words: item.ours for words, item in asked.items()}, seconds)
    drf = {words: item.drf for words, item in asked.items() if item.drf is not None}
    flat = {words: of_datasette(item.datasette) for words, item in asked.items() if item.datasette is not None}
    slower = [
        times(drf_server(databases), drf, seconds),
        times(datasette_server(databases, datasette, is_plain=True), flat, seconds),
    ]
    found = [Times(words, ours[words], *(peer.get(words) for peer in slower)) for words in asked]
    return sorted(found, key=lambda item: item.ours, reverse=True)


def times(server: Server, addresses: Mapping[str, str], seconds: int) -> dict[str, float]:
    """Milliseconds that an answer takes a server, by question."""
    with running(server) as peer:
        return {
            words: 1_000 / pages(peer.address + address, seconds).per_second for words, address in addresses.items()
        }
