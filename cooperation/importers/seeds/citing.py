"""Where a record stands in a document, and what in a document is no evidence, as fixture objects."""

from typing import Any

from cooperation.importers.seeds.columns import constraint_problems, curated_fields, field_problems, items_of
from cooperation.importers.seeds.objects import FixtureBuild
from cooperation.importers.seeds.seed_files import Entry, Mapping, SeedFile
from sources.locators import format_locator, word_count
from sources.models import Citation, Exclusion, Kind, RecordKind, Stance, Support, citation_slug

# What a claim and its further places say about where it stands.
CITATION_KEYS = {"at", "as_stated", "attributed_to", "rests_on"}
SUPPORT_KEYS = CITATION_KEYS | {"field", "stance"}
EXCLUSION_KEYS = {"paragraphs", "at", "as_stated", "occurrence", "reason"}
# The places of documents without paragraphs, written `at: {section: IV, page_printed: IV-12, page_file: 40}`.
PLACE_KEYS = ("section", "page_printed", "page_file", "row")
MOST_WORDS = 7


def unknown_keys(values: Mapping, allowed: set[str]) -> list[str]:
    """The keys that a mapping should not have; one without a value is mostly the rest of words with a comma."""
    hints = {True: " (words with a comma need quotes)", False: ""}
    return [f"unknown field “{name}”{hints[value is None]}" for name, value in values.items() if name not in allowed]


def build_citation(build: FixtureBuild, entry: Entry, values: Mapping, document: str | None) -> list[str] | None:
    """The citation that an entry or one of its supports names, as a natural key."""
    line, where = values.line, entry.problem("citation", values.line)
    if document is None:
        build.problems.append(entry.problem("a claim stands in the file of a document", line))
        return None
    place, words = locator_columns(values.get("at")), values.get("as_stated")
    if place is None or words is None:
        build.problems.append(entry.problem("“at” (a paragraph) and “as_stated” are needed", line))
        return None
    words, speaker = str(words), values.get("attributed_to")
    if word_count(words) > MOST_WORDS:
        build.problems.append(entry.problem(f"as_stated: more than seven words: “{words}”", line))
    problems = place_problems(Citation(as_stated=words, **place))
    if problems:
        build.problems += [f"{where}: {text}" for text in problems]
        return None
    try:
        slug = citation_slug(document, locator_of(place), words, speaker)
    except ValueError as error:
        build.problems.append(f"{where}: {error}")
        return None
    sources = items_of(build, values.get("rests_on"), "rests_on", where)
    fields = {
        "slug": slug,
        "source": [RecordKind.SOURCE, document],
        **place,
        "as_stated": words,
        "attributed_to": build.reference(RecordKind.SOURCE, speaker, where),
        "rests_on": [build.reference(RecordKind.SOURCE, str(source), where) for source in sources],
    }
    # The same words of the same speaker are one citation, which rests on whatever any of its uses names.
    stored = build.citations.setdefault(slug, {"model": "sources.citation", "fields": fields})["fields"]
    stored["rests_on"] = sorted({tuple(key) for key in (*stored["rests_on"], *fields["rests_on"])})
    return [slug]


def locator_columns(at: Any) -> dict[str, Any] | None:
    """The columns of a place: `12` is a paragraph, a mapping names them; None for anything else."""
    if isinstance(at, int) and not isinstance(at, bool):
        return {"paragraph": at}
    if isinstance(at, Mapping) and at and not at.keys() - set(PLACE_KEYS):
        given = {name: at[name] for name in PLACE_KEYS if at.get(name) is not None}
        return {name: str(value) if name in ("section", "page_printed") else value for name, value in given.items()}
    return None


def locator_of(place: dict[str, Any]) -> str:
    """The place in words, such as `paragraph 17`."""
    return format_locator(
        paragraph=place.get("paragraph"),
        section=place.get("section"),
        page=place.get("page_printed") or place.get("page_file"),
        row=place.get("row"),
    )


def place_problems(citation: Citation) -> list[str]:
    """What is wrong with a place and its words."""
    return field_problems(citation, ("paragraph", *PLACE_KEYS, "as_stated")) or constraint_problems(citation)


def build_support(build: FixtureBuild, entry: Entry, values: Mapping) -> None:
    """A further place for a record, in the document of the entry's file."""
    where = entry.problem("support", values.line)
    build.problems += [f"{where}: {text}" for text in unknown_keys(values, SUPPORT_KEYS | {"record"})]
    record = build.reference(entry.kind, entry.slug, where)
    citation = build_citation(build, entry, values, entry.document)
    bears_on, stance = values.get("field") or "", values.get("stance", Stance.SUPPORTS)
    if bears_on and bears_on not in bearable(entry.model):
        build.problems.append(f"{where}: {entry.kind} has no field “{bears_on}”")
    if stance not in Stance.values:
        build.problems.append(f"{where}: unknown stance “{stance}”")
    if citation is not None:
        build.add_part(Support, {"record": record, "citation": citation, "field": bears_on, "stance": stance}, where)


def bearable(model: type[Kind]) -> set[str]:
    """The fields on which a support can bear."""
    return {*curated_fields(model), *model.PARTS} - {"citation", "exclusions"}


def build_supports_of_others(build: FixtureBuild, file: SeedFile) -> None:
    """What a document says of records that other files define."""
    for values in file.supports:
        entry = supported(file, values)
        if entry is None:
            build.problems.append(f"{file.name}:{values.line}: “{values.get('record')}” is not written kind/slug")
        else:
            build_support(build, entry, values)


def supported(file: SeedFile, values: Mapping) -> Entry | None:
    """The record that an item of `supports:` names, as an entry of the file; None if it is not written kind/slug."""
    kind, _, slug = str(values.get("record")).partition("/")
    if kind not in RecordKind.values:
        return None
    own = Mapping(slug=slug)
    own.line = values.line
    return Entry(RecordKind(kind), own, file.name, file.document)


def build_exclusions(build: FixtureBuild, file: SeedFile) -> None:
    """Paragraphs and single numbers that are no evidence."""
    for name, items in (("excluded", file.excluded), ("set_aside", file.set_aside)):
        for values in items:
            where = f"{file.name}:{values.line}: {name}"
            try:
                build.add_part(Exclusion, exclusion_fields(file, name, values), where)
            except ValueError as error:
                build.problems.append(f"{where}: {error}")


def exclusion_fields(file: SeedFile, name: str, values: Mapping) -> dict[str, Any]:
    """One exclusion, from `paragraphs: 35-106` or `at: 7`; ValueError says what is wrong."""
    needed = {"excluded": {"paragraphs", "reason"}, "set_aside": {"at", "as_stated", "reason"}}[name]
    problems = unknown_keys(values, needed | ({"occurrence"} if name == "set_aside" else set()))
    problems += [f"“{key}” is missing" for key in sorted(needed) if values.get(key) is None]
    if file.document is None:
        problems.append("stands in the file of a document")
    if problems:
        raise ValueError("; ".join(problems))
    first, last = paragraph_bounds(values["at"] if name == "set_aside" else values["paragraphs"])
    fields = {
        "paragraph": first,
        "last_paragraph": None if name == "set_aside" else last,
        "as_stated": str(values["as_stated"]) if name == "set_aside" else None,
        "occurrence": values.get("occurrence"),
        "reason": str(values["reason"]),
    }
    exclusion = Exclusion(**fields)
    problems = field_problems(exclusion, tuple(fields)) or constraint_problems(exclusion)
    if problems:
        raise ValueError("; ".join(problems))
    return {"source": [RecordKind.SOURCE, file.document], **fields}


def paragraph_bounds(written: Any) -> tuple[int, int]:
    """The first and last paragraph of `35-106` or `7`; ValueError for anything else."""
    first, _, last = str(written).partition("-")
    if not first.strip().isdecimal() or (last and not last.strip().isdecimal()):
        raise ValueError(f"“{written}” is no paragraph, such as 7 or 35-106")
    return int(first), int(last or first)
