"""The queries of reconciliations, held against what the list of training activities understands."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from cooperation.importers.seeds.seed_files import Entry, SeedError, SeedFile
from cooperation.models.reconciliation import TESTABLE
from sources.models import Kind, RecordKind

# Numbers of records by public id, for each kind; what a query names must be among them.
Known = Mapping[type[Kind], Mapping[str, int]]


def check_queries(files: list[SeedFile], problems_of: Callable[[str, Known], list[str]]) -> None:
    """SeedError names every query that could not be answered, given what says so of one, and every claim of a wrong kind."""
    known: dict[type[Kind], dict[str, int]] = defaultdict(dict)
    entries = [entry for file in files for entry in file.entries]
    for number, entry in enumerate(entries):
        known[entry.model][entry.slug] = number
    found = (item for item in entries if item.kind == RecordKind.RECONCILIATION)
    problems = [problem for entry in found for problem in query_problems(entry, known, problems_of)]
    if problems:
        raise SeedError(problems)


def query_problems(entry: Entry, known: Known, problems_of: Callable[[str, Known], list[str]]) -> Iterator[str]:
    """What is wrong with the queries and the claim of one reconciliation."""
    for name in ("query", "baseline"):
        if query := entry.values.get(name):
            line = entry.values.key_lines[name]
            yield from (entry.problem(f"{name}: {text}", line) for text in problems_of(str(query), known))
    kind = str(entry.values.get("claim")).partition("/")[0]
    if kind not in TESTABLE:
        yield entry.problem(
            f"claim: is one of {', '.join(TESTABLE)}, not “{kind}”", entry.values.key_lines.get("claim")
        )
