"""What the documents of search hold: of each published record and citation, as SQL.

Two views say it, of records and of citations. It is made from the models' tables alone, and knows nothing of drafts.
"""

from collections.abc import Iterator

from config.databases.derived import SqlObject
from cooperation.search.fulltext import DOCUMENTS, FIELDS

CLAIMS = ("organization", "program", "funding", "event", "observation")
SLUG = "replace(record.slug, '-', ' ')"
ALIASES = "SELECT name AS word FROM cooperation_alias WHERE record_id = record.id"


def name_or_slug(table: str) -> str:
    """The name of the published record that a row refers to, or else the words of its own public id."""
    return (
        f"coalesce((SELECT {table}.name FROM cooperation_{table} {table} JOIN sources_record parent "
        f"ON parent.id = {table}.record_ptr_id AND parent.status = 'published' "
        f"WHERE {table}.record_ptr_id = own.{table}_id), {SLUG})"
    )


# What each kind of record is known by, the queries for its other names, and the columns of what it says.
KINDS: dict[str, tuple[str, list[str], list[str]]] = {
    "organization": ("own.name", ["SELECT own.native_name AS word", ALIASES], []),
    "place": ("own.name", [ALIASES], []),
    "authority": ("own.name", ["SELECT own.code AS word", ALIASES], ["own.statute", "own.department"]),
    "program": ("own.name", [ALIASES], ["own.description"]),
    "funding": (name_or_slug("program"), [f"SELECT {SLUG} AS word"], ["own.covers"]),
    "event": (
        "own.title",
        [
            f"SELECT {column} AS word FROM cooperation_participant WHERE event_id = record.id"
            for column in ("person", "office")
        ],
        ["own.description"],
    ),
    "indicator": ("own.name", ["SELECT own.unit AS word"], ["own.definition", "own.population"]),
    "observation": (name_or_slug("indicator"), [f"SELECT {SLUG} AS word"], []),
    "discrepancy": ("own.title", [], ["own.explanation"]),
    "reconciliation": ("own.title", [], ["own.not_covered"]),
    "source": ("own.title", ["SELECT own.publisher AS word", "{authors}"], []),
}
AUTHORS = {
    "sqlite": "SELECT value AS word FROM json_each(own.authors)",
    "postgresql": "SELECT jsonb_array_elements_text(own.authors) AS word",
}
JOINED = {
    "sqlite": "SELECT group_concat(word, ' · ') FROM ({words} ORDER BY 1) AS found",
    "postgresql": "SELECT string_agg(word, ' · ' ORDER BY word COLLATE \"C\") FROM ({words}) AS found",
}
LENGTH = {"sqlite": "printf('%04d', length(title))", "postgresql": "lpad(length(title)::text, 4, '0')"}


def joined_words(queries: list[str], vendor: str) -> str:
    """SQL for the different texts that some queries find, in one text, in the order of their bytes."""
    words = " UNION ".join(queries).replace("{authors}", AUTHORS[vendor]) or "SELECT NULL AS word"
    return f"coalesce(({JOINED[vendor].format(words=words)}), '')"


def is_published(citation: str) -> str:
    """SQL for whether the source of a citation is published."""
    return (
        "(SELECT source.status FROM sources_citation place JOIN sources_record source ON source.id = place.source_id "
        f"WHERE place.id = {citation}) = 'published'"
    )


def is_public(kind: str) -> str:
    """SQL for whether the public may see a record of a kind."""
    status = "record.status = 'published'"
    if kind in CLAIMS:
        return f"{status} AND {is_published('own.citation_id')}"
    if kind != "reconciliation":
        return status
    citations = ", ".join(
        f"(SELECT citation_id FROM cooperation_{claim} WHERE record_ptr_id = own.claim_id)" for claim in CLAIMS
    )
    claim = "(SELECT claim.status FROM sources_record claim WHERE claim.id = own.claim_id) = 'published'"
    return f"{status} AND {claim} AND {is_published(f'coalesce({citations})')}"


def documents_of(kind: str, vendor: str) -> str:
    """SQL for the documents of a kind of record."""
    title, names, body = KINDS[kind]
    says = " || ".join(f"coalesce({column} || '\n', '')" for column in [*body, "record.note"])
    places = "SELECT citation_id FROM sources_support WHERE record_id = record.id"
    places += " UNION ALL SELECT own.citation_id" if kind in CLAIMS else ""
    words = (
        f"SELECT as_stated AS word FROM sources_citation cited WHERE id IN ({places}) AND {is_published('cited.id')}"
    )
    return (
        f"SELECT record.id AS id, record.record_kind AS kind, record.slug AS slug, {title} AS title, "
        f"{joined_words(names, vendor)} AS names, {says} AS body, {joined_words([words], vendor)} AS words "
        f"FROM sources_record record JOIN {'sources' if kind == 'source' else 'cooperation'}_{kind} own "
        f"ON own.record_ptr_id = record.id WHERE {is_public(kind)}"
    )


def documents_of_citations() -> str:
    """SQL for the documents of citations on which something published rests; looked up one by one, never all at once."""
    published = "JOIN sources_record record ON record.status = 'published' AND record.id ="
    uses = [f"SELECT 1 FROM sources_support {published} record_id WHERE citation_id = citation.id LIMIT 1"]
    uses += [
        f"SELECT 1 FROM cooperation_{kind} {published} record_ptr_id WHERE citation_id = citation.id LIMIT 1"
        for kind in CLAIMS
    ]
    return (
        "SELECT citation.id AS id, 'citation' AS kind, citation.slug AS slug, citation.as_stated AS title, "
        "coalesce(citation.section, '') AS names, '' AS body, '' AS words FROM sources_citation citation "
        f"WHERE {is_published('citation.id')} AND coalesce({', '.join(f'({use})' for use in uses)}) = 1"
    )


def views(vendor: str) -> Iterator[SqlObject]:
    """What the documents hold."""
    records = " UNION ALL ".join(documents_of(kind, vendor) for kind in KINDS)
    for name, query in {"search_records": records, "search_citations": documents_of_citations()}.items():
        yield SqlObject("VIEW", name, f"CREATE VIEW {name} AS {query}")


def write_documents(view: str, vendor: str, condition: str = "", sign: str = "") -> str:
    """SQL that writes the documents of a view, or of those rows that meet a condition; citations have keys below zero."""
    group = "CASE WHEN kind = 'citation' THEN 'c' WHEN kind IN ('funding', 'observation') THEN 'b' ELSE 'a' END"
    rank_key = f"{group} || {LENGTH[vendor]} || ' ' || kind || '/' || slug"
    columns = ", ".join(("id", "kind", "slug", *FIELDS))
    return f"INSERT INTO {DOCUMENTS} ({columns}, rank_key) SELECT {sign}{columns}, {rank_key} FROM {view}{condition};"


def refill_documents(vendor: str) -> list[str]:
    """What writes every document anew."""
    return [
        f"DELETE FROM {DOCUMENTS};",
        write_documents("search_records", vendor),
        write_documents("search_citations", vendor, sign="-"),
    ]
