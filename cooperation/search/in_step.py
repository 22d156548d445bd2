"""Triggers that keep the documents in step with what is published: whatever path writes a record, its document follows."""

from collections.abc import Iterator

from config.databases.derived import DerivedSql, SqlObject, postgresql_function, postgresql_trigger, sqlite_trigger
from cooperation.search.documents import CLAIMS, KINDS, documents_of, refill_documents, views, write_documents
from cooperation.search.fulltext import DOCUMENTS, document_text

# Of the key of PostgreSQL's lock: "search".
ADVISORY_LOCK = 0x736561726368
# The server plans what the triggers do once a connection, perhaps while its tables are empty: all ways to a row seem to cost
# the same then, and one that reads an index from end to end may be kept. A bitmap scan cannot: it needs a condition. What is
# switched off counts as very costly where there is no other way, and costly plans are compiled, for seconds each time.
PLANNED = (
    "SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off "
    "SET jit = off"
)
OF_CLAIM = (
    "SELECT record_ptr_id FROM cooperation_{kind} claim JOIN sources_citation place ON place.id = claim.citation_id"
)

# For each table: the records and the citations whose documents depend on a row of it. {row} is NEW or OLD.
OWN = "SELECT {row}.record_ptr_id"
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
    "sources_source": ([OWN], []),
    **{f"cooperation_{kind}": ([OWN], []) for kind in KINDS if kind not in ("source", *CLAIMS)},
    **{f"cooperation_{kind}": ([OWN, TESTED], CITED) for kind in CLAIMS},
    "cooperation_program": (
        [OWN, TESTED, "SELECT record_ptr_id FROM cooperation_funding WHERE program_id = {row}.record_ptr_id"],
        CITED,
    ),
    "cooperation_indicator": (
        [OWN, "SELECT record_ptr_id FROM cooperation_observation WHERE indicator_id = {row}.record_ptr_id"],
        [],
    ),
}


def keys_of(queries: list[str], rows: tuple[str, ...]) -> str:
    """SQL for the keys that the queries find for some rows of a trigger."""
    return " UNION ".join(query.format(row=row) for row in rows for query in queries)


def sqlite_triggers() -> Iterator[SqlObject]:
    """A view into which the keys of what is to be written anew are inserted, and for each table triggers that do so."""
    for view, sign in (("search_records", ""), ("search_citations", "-")):
        yield SqlObject("VIEW", f"{view}_affected", f"CREATE VIEW {view}_affected AS SELECT 0 AS id")
        write = write_documents(view, "sqlite", " WHERE id = NEW.id", sign)
        body = f"DELETE FROM {DOCUMENTS} WHERE id = {sign}NEW.id; {write}"
        yield sqlite_trigger(f"{view}_refresh", "INSTEAD OF INSERT", f"{view}_affected", body)
    for table, (records, citations) in AFFECTED.items():
        for event, rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
            keys = {"search_records": keys_of(records, rows), "search_citations": keys_of(citations, rows)}
            body = " ".join(f"INSERT INTO {view}_affected {found};" for view, found in keys.items() if found)
            yield sqlite_trigger(f"search_{table}_{event.lower()}", f"AFTER {event}", table, body)


def postgresql_triggers() -> Iterator[SqlObject]:
    """For each table a function and a trigger that have documents written anew, for one transaction at a time."""
    yield refresh_function()
    for table, affected in AFFECTED.items():
        keys = [keys_of(queries, ("OLD", "NEW")) for queries in affected]
        records, citations = (f"ARRAY({found})" if found else "ARRAY[]::bigint[]" for found in keys)
        yield postgresql_function(f"search_{table}", f"PERFORM search_refresh({records}, {citations});", PLANNED)
        moment = "AFTER INSERT OR UPDATE OR DELETE"
        yield postgresql_trigger("search_refresh", moment, table, "FOR EACH ROW", function=f"search_{table}")


def refresh_function() -> SqlObject:
    """What writes documents anew; of records by the query of their own kind: that of all kinds takes milliseconds to set up."""
    kinds = " ".join(
        f"WHEN '{kind}' THEN {write_documents(f'({query}) AS document', 'postgresql', ' WHERE id = ANY(records)')}"
        for kind, query in ((kind, documents_of(kind, "postgresql")) for kind in KINDS)
    )
    citations = write_documents("search_citations", "postgresql", " WHERE id = ANY(citations)", sign="-")
    statement = (
        "CREATE FUNCTION search_refresh(records bigint[], citations bigint[]) RETURNS void "
        f"LANGUAGE plpgsql SET search_path FROM CURRENT {PLANNED} AS $$ "
        f"DECLARE found text; BEGIN PERFORM pg_advisory_xact_lock({ADVISORY_LOCK}); "
        f"DELETE FROM {DOCUMENTS} WHERE id = ANY(records || ARRAY(SELECT -unnest(citations))); "
        "FOR found IN SELECT DISTINCT record_kind FROM sources_record WHERE id = ANY(records) "
        f"LOOP CASE found {kinds} ELSE NULL; END CASE; END LOOP; "
        f"IF citations <> '{{}}' THEN {citations} END IF; END $$"
    )
    return SqlObject("FUNCTION", "search_refresh", statement)


def document_triggers(vendor: str) -> Iterator[SqlObject]:
    yield from views(vendor)
    yield from document_text(vendor)
    yield from postgresql_triggers() if vendor == "postgresql" else sqlite_triggers()


SEARCH_DOCUMENTS = DerivedSql(
    ("search_", DOCUMENTS),
    document_triggers,
    models=("cooperation.SearchDocument", *(table.replace("_", ".", 1) for table in AFFECTED)),
    refill=refill_documents,
)
