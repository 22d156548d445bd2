"""What is asked, and how each peer is asked for it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import orjson

from tests.benchmarks.databases import Databases
from tests.benchmarks.load import Measure, body_of, file, pages
from tests.benchmarks.servers import Running, Server, granian, running

TRAININGS = "/api/v1/trainings/"
WORD = "infantry"
GROUPS = "SELECT country, fiscal_year, count(*), sum(quantity), sum(total_cost) FROM trainings WHERE is_counted GROUP BY 1, 2"
CASES = {
    "page": "100 trainings of one country and year",
    "text": f"100 trainings by full text ({WORD})",
    "groups": "rows, trainees and cost by country and year",
    "record": "one training",
    "last": "the last 100 trainings",
    "csv": "all trainings as CSV",
}


@dataclass(frozen=True)
class Peer:
    """One column of the table: a server and the address of each case; headers come from the first answer (for a 304)."""

    name: str
    server: Server
    addresses: dict[str, str]
    is_conditional: bool = False

    def measure(self, seconds: int) -> "Result":
        """Every case, one after the other, on a server that has just started."""
        measures = {}
        with running(self.server) as server:
            for case, address in self.addresses.items():
                body_of(server.address + address) if case != "csv" else None
                idle = server.memory()["now"]
                measures[case] = self.case(server, case, address, seconds)
                if case == "csv":
                    growth = server.memory()["peak"] - idle
            peak = server.memory()["peak"]
        return Result(self.name, measures, peak, growth if "csv" in self.addresses else None)

    def case(self, server: Running, case: str, address: str, seconds: int) -> Measure:
        """One case."""
        whole = server.address + address
        if case == "csv":
            return file(whole)
        if not self.is_conditional:
            return pages(whole, seconds)
        _, headers = body_of(whole)
        return pages(whole, seconds, {"If-None-Match": headers["etag"]})


@dataclass(frozen=True)
class Result:
    """What a peer gave: its measures by case, its peak memory, and by how much the CSV file raised it, in bytes."""

    peer: str
    measures: dict[str, Measure]
    memory: int
    csv_memory: int | None = field(default=None)


def peers(databases: Databases, datasette: Path, bodies: Path) -> Iterator[Peer]:
    """Ours, then the others; ready-made bodies are those that ours gave."""
    ours = addresses_of_ours(databases)
    yield Peer("uncached", our_server(databases, CACHE_MEGABYTES="0", EXPORT_MEGABYTES="0"), ours)
    paged = {case: address for case, address in ours.items() if case != "csv"}
    yield Peer("cached", our_server(databases), paged)
    yield Peer("304", our_server(databases), paged, is_conditional=True)
    keep_bodies(databases, paged, bodies)
    ceiling = Server(granian("tests.benchmarks.peers.ceiling:application"), {"BENCH_BODIES": str(bodies)})
    yield Peer("bare Django", ceiling, {case: f"/{case}" for case in paged})
    yield Peer("plain DRF", drf_server(databases), addresses_of_drf(databases))
    for name, is_plain, options in (
        ("Datasette", False, ""),
        ("Datasette, all off", True, "&_nocount=1&_nofacet=1&_nosuggest=1"),
    ):
        server = datasette_server(databases, datasette, is_plain=is_plain)
        yield Peer(name, server, addresses_of_datasette(databases, options))


WIDE = ["--setting", "max_returned_rows", "5000", "--setting", "sql_time_limit_ms", "60000"]
OFF = (
    "--setting suggest_facets off --setting allow_facet off --setting max_csv_mb 0 --setting allow_download off".split()
)


def our_server(databases: Databases, **environment: str) -> Server:
    """Our API on a database; limits that would refuse a benchmark are off."""
    settings = {"DATABASE_URL": f"sqlite:///{databases.ours}", "RATE_LIMIT": "0", "TIME_LIMIT": "0", **environment}
    return Server(granian("config.wsgi:application"), settings)


def drf_server(databases: Databases) -> Server:
    """Plain DRF on the same database."""
    return Server(granian("tests.benchmarks.peers.drf:application"), {"BENCH_DATABASE": str(databases.ours)})


def datasette_server(databases: Databases, datasette: Path, *, is_plain: bool) -> Server:
    """Datasette on the flat table; `is_plain`: with every extra turned off."""
    return Server([str(datasette), "serve", str(databases.flat), "--port", "{port}", *WIDE, *(OFF if is_plain else [])])


def keep_bodies(databases: Databases, addresses: dict[str, str], folder: Path) -> None:
    """Write the bodies that our API gives where the bare Django will find them."""
    folder.mkdir(parents=True, exist_ok=True)
    with running(our_server(databases)) as server:
        for case, address in addresses.items():
            (folder / f"{case}.json").write_bytes(body_of(server.address + address)[0])


def addresses_of_ours(databases: Databases) -> dict[str, str]:
    """Our addresses; the record is the first of the list."""
    with running(our_server(databases)) as server:
        first = orjson.loads(body_of(f"{server.address}{TRAININGS}?page_size=100")[0])
        last = last_page(server)
    return {
        "page": f"{TRAININGS}?country=MEX&fiscal_year=2011&page_size=100",
        "text": f"{TRAININGS}?q={WORD}&page_size=100",
        "groups": f"{TRAININGS}summary/?group_by=country,fiscal_year",
        "record": f"{TRAININGS}{first['results'][0]['id']}/",
        "last": last,
        "csv": "/api/v1/trainings.csv",
    }


def last_page(server: Running) -> str:
    """Address of the last page in the order of ids, found as a client finds it: along the links."""
    link = f"{TRAININGS}?page_size=100&fields=id"
    while following := orjson.loads(body_of(server.address + link)[0])["next"]:
        link = following
    return link.replace("fields=id&", "").replace("&fields=id", "")


def addresses_of_drf(databases: Databases) -> dict[str, str]:
    """Addresses of the plain viewset; it has no file of all rows."""
    with running(drf_server(databases)) as server:
        first = orjson.loads(body_of(f"{server.address}/trainings/")[0])
    return {
        "page": "/trainings/?country=MEX&fiscal_year=2011",
        "text": f"/trainings/?search={WORD}",
        "groups": "/trainings/summary/",
        "record": f"/trainings/{first['results'][0]['id']}/",
        "last": f"/trainings/?page={-(-first['count'] // 100)}",
    }


def addresses_of_datasette(databases: Databases, options: str) -> dict[str, str]:
    """Addresses of Datasette; the row before the last page is what its `_next` names."""
    with sqlite3.connect(databases.flat) as connection:
        (before,) = connection.execute("SELECT rowid FROM trainings ORDER BY rowid DESC LIMIT 1 OFFSET 100").fetchone()
    name = f"/{databases.flat.stem}/trainings"
    page = f"{name}.json?_shape=objects&_size=100{options}"
    return {
        "page": f"{page}&country=MEX&fiscal_year=2011",
        "text": f"{page}&_search={WORD}",
        "groups": f"/{databases.flat.stem}.json?sql={quote(GROUPS)}&_shape=objects",
        "record": f"{name}/1.json?_shape=objects",
        "last": f"{page}&_next={before}",
        "csv": f"{name}.csv?_stream=on&_size=max",
    }
