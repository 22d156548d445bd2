"""The results as a page: what had to hold, then every measure."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from tests.benchmarks.cases import CASES, Result
from tests.benchmarks.questions import Times

FAST = ("uncached", "cached", "304")
Results = dict[int, list[Result]]
MEGABYTE = 1024 * 1024

HEAD = """# Benchmarks

Our API beside its peers on one machine and the same rows, each with one worker (of one thread, where it can have several), in one run. What counts are the ratios;
the figures themselves are those of the machine. Made again by

```sh
make bench DATA=path/to/fmtrpt.tsv.gz
```

on {date}, {processors} processors, {seconds} s for each case with {connections} connections. The rows beyond those of the file are made by
repeating it with new ids. *Uncached* is our API with its cache of bodies turned off; *bare Django* gives the same bodies ready-made, through
no middleware: the ceiling. *Plain DRF* is a `ModelViewSet` with the same fields and filters; *Datasette* has the same rows as one flat
table with the indexes and the full text that these questions want, first with its defaults, then without counts, facets and suggestions.

![Requests per second, by case and peer](benchmarks.svg)
"""


QUESTIONS = """## Some forty questions, the slowest first

Milliseconds that one answer takes a worker, at {most:,} rows, uncached; what a peer cannot be asked is empty. Where plain DRF is less
than four times as slow, the database does nearly all of the work, or our answer says more: a summary tells which sums are right.
"""


def page_of(results: Results, times: list[Times], facts: dict[str, Any]) -> str:
    """The whole page."""
    parts = [HEAD.format(**facts), "## What is to hold", table(promises(results))]
    parts += [QUESTIONS.format(most=max(results)), table(lines_of(times)), "## Every measure"]
    for size, measured in results.items():
        parts += [f"### {size:,} rows", table(measures(measured)), memory(measured)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def table(rows: Iterable[list[str]]) -> str:
    """Rows as a table; the first is its head, and figures stand to the right."""
    head, *body = rows
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def lines_of(times: list[Times]) -> Iterable[list[str]]:
    """A line for each question: how long it takes, and how many times as long it takes each peer."""
    yield ["question", "ours, ms", "plain DRF, ms", "times ours", "Datasette, all off, ms", "times ours"]
    for item in times:
        peers = [
            [f"{time:,.1f}", f"{time / item.ours:,.1f}"] if time else ["", ""] for time in (item.drf, item.datasette)
        ]
        yield [item.words, f"{item.ours:,.2f}", *peers[0], *peers[1]]


def measures(results: list[Result]) -> Iterable[list[str]]:
    """A line for each case and peer."""
    yield ["case", "peer", "per second", "ours, uncached, is", "p50 ms", "p99 ms", "kB"]
    ours = results[0].measures
    for case, title in CASES.items():
        for result in results:
            if measure := result.measures.get(case):
                ratio = ours[case].per_second / measure.per_second
                speed = f"{measure.per_second:,.0f}" if measure.per_second >= 10 else f"{measure.per_second:.2f}"
                times = [f"{value:,.1f}" if value else "" for value in (measure.p50, measure.p99)]
                yield [
                    title,
                    result.peer,
                    speed,
                    f"{ratio:,.1f} ×",
                    *times,
                    f"{measure.size / 1000:,.0f}" if measure.size else "",
                ]


def memory(results: list[Result]) -> str:
    """The peak memory of each peer."""
    peaks = ", ".join(f"{result.peer} {result.memory / MEGABYTE:,.0f} MB" for result in results)
    return f"Peak memory of the server: {peaks}. Rows per second, for the file."


def promises(results: Results) -> Iterable[list[str]]:
    """What has to hold, and what was measured."""
    yield ["ratio", "at least", "measured", "holds"]
    few, *_, many = (by_name(measured) for measured in results.values())
    for title, least, measured in [*against_peers(many), *flatness(few, many)]:
        yield [title, f"{least:.2g}", f"{measured:.2f}", "yes" if measured >= least else "**no**"]


def by_name(results: list[Result]) -> dict[str, Result]:
    """The results by peer."""
    return {result.peer: result for result in results}


def against_peers(many: dict[str, Result]) -> Iterable[tuple[str, float, float]]:
    """Ours against each peer, at the largest size."""

    def ratio(ours: str, peer: str, case: str) -> float:
        return many[ours].measures[case].per_second / many[peer].measures[case].per_second

    yield "uncached page ÷ plain DRF", 4, ratio("uncached", "plain DRF", "page")
    yield "uncached page ÷ Datasette, all off", 7, ratio("uncached", "Datasette, all off", "page")
    for fast in ("cached", "304"):
        for case in ("page", "record"):
            yield f"{fast} {case} ÷ bare Django", 0.7, ratio(fast, "bare Django", case)
    yield "uncached text ÷ Datasette", 10, ratio("uncached", "Datasette", "text")
    yield "uncached text ÷ Datasette, all off", 10, ratio("uncached", "Datasette, all off", "text")
    yield "uncached groups ÷ Datasette", 2, ratio("uncached", "Datasette", "groups")
    yield "cached groups ÷ Datasette", 10, ratio("cached", "Datasette", "groups")
    yield "CSV rows ÷ Datasette, all off", 5, ratio("uncached", "Datasette, all off", "csv")
    complete = many["uncached"].measures["csv"].rows or 0
    yield (
        "rows of our CSV file, of all",
        1,
        complete / max(result.measures["csv"].rows or 0 for result in many.values() if "csv" in result.measures),
    )
    yield "100 MB ÷ what the CSV file adds to memory", 1, 100 * MEGABYTE / max(many["uncached"].csv_memory or 1, 1)


def flatness(few: dict[str, Result], many: dict[str, Result]) -> Iterable[tuple[str, float, float]]:
    """The smallest size against the largest."""
    for case in ("page", "last", "record"):
        small, large = (sizes["uncached"].measures[case].p99 for sizes in (few, many))
        if small and large:
            yield f"p99 of {CASES[case]} at the fewest rows ÷ at the most", 1 / 1.5, small / large


def plain(results: Results) -> dict[str, Any]:
    """The results as JSON, for the plot."""
    return {
        "cases": CASES,
        "sizes": {size: [asdict(result) for result in measured] for size, measured in results.items()},
    }
