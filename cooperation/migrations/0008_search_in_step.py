"""Triggers that keep the documents in step with what is published: whatever path writes a record, its document follows.

Two views say what the documents hold, of records and of citations. `AFFECTED` says, for each table, on which documents a
row of it bears; a trigger takes those away and writes again what the views have of them.

Whoever rebuilds one of these tables on SQLite later: its triggers go with it, and a view that names it stands in the way.
Call `remove` before the change and `install` after it.
"""

from collections.abc import Iterator

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

DOCUMENTS = "cooperation_searchdocument"
TEXTS = ("title", "names", "body", "words")
COLUMNS = f"id, kind, slug, {', '.join(TEXTS)}, rank_key"
# Of the key of PostgreSQL's lock: "search".
ADVISORY_LOCK = 0x736561726368
VIEWS = ("search_records", "search_citations")
CLAIMS = ("organization", "program", "funding", "event", "observation")

SLUG = "replace(record.slug, '-', ' ')"
ALIASES = "SELECT name AS word FROM cooperation_alias WHERE record_id = record.id"


def name_of(table: str) -> str:
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
    "funding": (name_of("program"), [f"SELECT {SLUG} AS word"], ["own.covers"]),
    "event": (
        "own.title",
        [
            f"SELECT {column} AS word FROM cooperation_participant WHERE event_id = record.id"
            for column in ("person", "office")
        ],
        ["own.description"],
    ),
    "indicator": ("own.name", ["SELECT own.unit AS word"], ["own.definition", "own.population"]),
    "observation": (name_of("indicator"), [f"SELECT {SLUG} AS word"], []),
    "discrepancy": ("own.title", [], ["own.explanation"]),
    "reconciliation": ("own.title", [], ["own.not_covered"]),
    "source": ("own.title", ["SELECT own.publisher AS word", "{authors}"], []),
}
OF_CLAIM = (
    "SELECT record_ptr_id FROM cooperation_{kind} claim JOIN sources_citation place ON place.id = claim.citation_id"
)

# For each table: the records and the citations on whose documents a row of it bears. {row} is NEW or OLD.
OWN = ["SELECT {row}.record_ptr_id"]
TESTED = "SELECT record_ptr_id FROM cooperation_reconciliation WHERE claim_id = {row}.record_ptr_id"
CITED = ["SELECT {row}.citation_id"]
AFFECTED: dict[str, tuple[list[str], list[str]]] = {
    "sources_record": (
        [
            "SELECT {row}.id",
            "SELECT record_ptr_id FROM cooperation_funding WHERE program_id = {row}.id",
            "SELECT record_ptr_id FROM cooperation_observation WHERE indicator_id = {row}.id",
            "SELECT record_ptr_id FROM cooperation_reconciliation WHERE claim_id = {row}.id",
            *(f"{OF_CLAIM.format(kind=kind)} WHERE place.source_id = {{row}}.id" for kind in CLAIMS),
            "SELECT record_id FROM sources_support JOIN sources_citation place ON place.id = citation_id "
            "WHERE place.source_id = {row}.id",
            *(
                f"SELECT record_ptr_id FROM cooperation_reconciliation WHERE claim_id IN "
                f"({OF_CLAIM.format(kind=kind)} WHERE place.source_id = {{row}}.id)"
                for kind in CLAIMS
            ),
        ],
        [
            "SELECT id FROM sources_citation WHERE source_id = {row}.id",
            "SELECT citation_id FROM sources_support WHERE record_id = {row}.id",
            *(f"SELECT citation_id FROM cooperation_{kind} WHERE record_ptr_id = {{row}}.id" for kind in CLAIMS),
        ],
    ),
    "sources_citation": (
        [
            *(f"SELECT record_ptr_id FROM cooperation_{kind} WHERE citation_id = {{row}}.id" for kind in CLAIMS),
            "SELECT record_id FROM sources_support WHERE citation_id = {row}.id",
        ],
        ["SELECT {row}.id"],
    ),
    "sources_support": (["SELECT {row}.record_id"], CITED),
    "cooperation_alias": (["SELECT {row}.record_id"], []),
    "cooperation_participant": (["SELECT {row}.event_id"], []),
    "sources_source": (OWN, []),
    **{f"cooperation_{kind}": (OWN, []) for kind in KINDS if kind not in ("source", *CLAIMS)},
    **{f"cooperation_{kind}": ([*OWN, TESTED], CITED) for kind in CLAIMS},
    "cooperation_program": (
        [*OWN, TESTED, "SELECT record_ptr_id FROM cooperation_funding WHERE program_id = {row}.record_ptr_id"],
        CITED,
    ),
    "cooperation_indicator": (
        [*OWN, "SELECT record_ptr_id FROM cooperation_observation WHERE indicator_id = {row}.record_ptr_id"],
        [],
    ),
}


def joined(queries: list[str], vendor: str) -> str:
    """SQL for the different texts that some queries find, in one text, in the order of their bytes."""
    authors = {
        "sqlite": "SELECT value AS word FROM json_each(own.authors)",
        "postgresql": "SELECT jsonb_array_elements_text(own.authors) AS word",
    }
    found = " UNION ".join(queries).format(authors=authors[vendor]) or "SELECT NULL AS word"
    together = {
        "sqlite": f"SELECT group_concat(word, ' · ') FROM ({found} ORDER BY 1) AS found",
        "postgresql": f"SELECT string_agg(word, ' · ' ORDER BY word COLLATE \"C\") FROM ({found}) AS found",
    }
    return f"coalesce(({together[vendor]}), '')"


def is_published(citation: str) -> str:
    """SQL for whether the source of a citation is published."""
    return (
        "(SELECT source.status FROM sources_citation place JOIN sources_record source ON source.id = place.source_id "
        f"WHERE place.id = {citation}) = 'published'"
    )


def conditions(kind: str) -> str:
    """SQL for whether the public may see a record of a kind, beyond its own status."""
    if kind in CLAIMS:
        return f" AND {is_published('own.citation_id')}"
    if kind != "reconciliation":
        return ""
    citations = ", ".join(
        f"(SELECT citation_id FROM cooperation_{claim} WHERE record_ptr_id = own.claim_id)" for claim in CLAIMS
    )
    status = "(SELECT claim.status FROM sources_record claim WHERE claim.id = own.claim_id)"
    return f" AND {status} = 'published' AND {is_published(f'coalesce({citations})')}"


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
        f"{joined(names, vendor)} AS names, {says} AS body, {joined([words], vendor)} AS words FROM sources_record record "
        f"JOIN {'sources' if kind == 'source' else 'cooperation'}_{kind} own ON own.record_ptr_id = record.id "
        f"WHERE record.status = 'published'{conditions(kind)}"
    )


def citations() -> str:
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


def written(view: str, vendor: str, condition: str = "") -> str:
    """SQL that writes the documents of a view for which a condition on it holds."""
    sign = "-" if view == "search_citations" else ""
    length = {"sqlite": "printf('%04d', length(title))", "postgresql": "lpad(length(title)::text, 4, '0')"}[vendor]
    group = "CASE WHEN kind = 'citation' THEN 'c' WHEN kind IN ('funding', 'observation') THEN 'b' ELSE 'a' END"
    rank_key = f"{group} || {length} || ' ' || kind || '/' || slug"
    columns = f"{sign}id, kind, slug, {', '.join(TEXTS)}, {rank_key}"
    return f"INSERT INTO {DOCUMENTS} ({COLUMNS}) SELECT {columns} FROM {view}{condition}"


def keys_of(queries: list[str], rows: tuple[str, ...]) -> str:
    """SQL for the keys that the queries find for some rows of a trigger."""
    return " UNION ".join(query.format(row=row) for row in rows for query in queries)


def sqlite_triggers() -> Iterator[str]:
    """A view into which the keys of what is to be written anew are inserted, and for each table triggers that do so."""
    for view, sign in (("search_records", ""), ("search_citations", "-")):
        yield f"CREATE VIEW {view}_affected AS SELECT 0 AS id"
        yield (
            f"CREATE TRIGGER {view}_refresh INSTEAD OF INSERT ON {view}_affected BEGIN "
            f"DELETE FROM {DOCUMENTS} WHERE id = {sign}NEW.id; {written(view, 'sqlite', ' WHERE id = NEW.id')}; END"
        )
    for table, (records, citations) in AFFECTED.items():
        for event, rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
            keys = {"search_records": keys_of(records, rows), "search_citations": keys_of(citations, rows)}
            body = " ".join(f"INSERT INTO {view}_affected {found};" for view, found in keys.items() if found)
            yield f"CREATE TRIGGER search_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {body} END"


def postgresql_triggers() -> Iterator[str]:
    """A function that writes documents anew, for one transaction at a time, and for each table one that calls it.

    Of the records it runs the query of their own kind alone: that of all kinds takes milliseconds to set up.
    """
    function = "LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS"
    kinds = " ".join(
        f"WHEN '{kind}' THEN {written(f'({query}) AS document', 'postgresql', ' WHERE id = ANY(records)')};"
        for kind, query in ((kind, documents_of(kind, "postgresql")) for kind in KINDS)
    )
    yield (
        f"CREATE FUNCTION search_refresh(records bigint[], citations bigint[]) RETURNS void {function} "
        f"$$ DECLARE found text; BEGIN PERFORM pg_advisory_xact_lock({ADVISORY_LOCK}); "
        f"DELETE FROM {DOCUMENTS} WHERE id = ANY(records || ARRAY(SELECT -unnest(citations))); "
        "FOR found IN SELECT DISTINCT record_kind FROM sources_record WHERE id = ANY(records) "
        f"LOOP CASE found {kinds} ELSE NULL; END CASE; END LOOP; IF citations <> '{{}}' THEN "
        f"{written('search_citations', 'postgresql', ' WHERE id = ANY(citations)')}; END IF; END $$"
    )
    for table, affected in AFFECTED.items():
        keys = [keys_of(queries, ("OLD", "NEW")) for queries in affected]
        records, citations = (f"ARRAY({found})" if found else "ARRAY[]::bigint[]" for found in keys)
        yield (
            f"CREATE FUNCTION search_{table}() RETURNS trigger {function} "
            f"$$ BEGIN PERFORM search_refresh({records}, {citations}); RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER search_refresh AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION search_{table}()"
        )


def views(vendor: str) -> Iterator[str]:
    """What the documents hold."""
    yield f"CREATE VIEW search_records AS {' UNION ALL '.join(documents_of(kind, vendor) for kind in KINDS)}"
    yield f"CREATE VIEW search_citations AS {citations()}"


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the views and triggers, and write every document anew."""
    vendor = schema_editor.connection.vendor
    everything = [f"DELETE FROM {DOCUMENTS}", *(written(view, vendor) for view in VIEWS)]
    triggers = postgresql_triggers() if vendor == "postgresql" else sqlite_triggers()
    for statement in (*views(vendor), *triggers, *everything):
        schema_editor.execute(statement, params=None)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the documents as they are and keep them in step no longer."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in AFFECTED:
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION search_{table} CASCADE")
            continue
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER search_{table}_{event}")
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION search_refresh")
    for view in VIEWS if is_postgresql else [*(f"{view}_affected" for view in VIEWS), *VIEWS]:
        schema_editor.execute(f"DROP VIEW {view}")


class Migration(migrations.Migration):
    """After the tables of every kind."""

    dependencies = [("cooperation", "0007_search_documents")]

    operations = [migrations.RunPython(install, remove)]
