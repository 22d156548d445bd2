"""How PostgreSQL keeps the documents in step: statements note what they change, the end of the transaction writes it anew.

So a transaction that stays open keeps nobody from saving, a load writes each document once, and no document is made of what
another transaction is about to change: at the end of each it is its turn alone.
"""

from collections.abc import Iterator

from config.databases.derived import SqlObject, postgresql_function, postgresql_trigger
from cooperation.search.affected import AFFECTED, keys_of
from cooperation.search.documents import CLAIMS, KINDS, documents_of, write_documents
from cooperation.search.fulltext import DOCUMENTS

# Keys of the records, and minus those of the citations, that a transaction has changed; and 0, once, at which it has its turn.
PENDING = (
    "CREATE UNLOGGED TABLE IF NOT EXISTS search_pending (transaction xid8, id bigint, PRIMARY KEY (transaction, id))"
)
# What is locked is the version of the dataset, which transactions lock as they end anyway: a second lock would be one too many.
TURN = "PERFORM 1 FROM sources_dataset WHERE id = 1 FOR NO KEY UPDATE;"
# The server plans what the triggers do once a connection, perhaps while its tables are empty: all ways to a row seem to cost
# the same then, and one that reads an index from end to end may be kept. A bitmap scan cannot: it needs a condition. What is
# switched off counts as very costly where there is no other way, and costly plans are compiled, for seconds each time.
PLANNED = (
    "SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off "
    "SET jit = off"
)
# The columns of each table that name records, and those that name citations.
NAMED: dict[str, tuple[str, ...]] = {
    "sources_record": ("{row}.id",),
    "sources_citation": ("-{row}.id",),
    "sources_support": ("{row}.record_id", "-{row}.citation_id"),
    "cooperation_alias": ("{row}.record_id",),
    "cooperation_participant": ("{row}.event_id",),
    **{
        f"{'sources' if kind == 'source' else 'cooperation'}_{kind}": (
            ("{row}.record_ptr_id", "-{row}.citation_id") if kind in CLAIMS else ("{row}.record_ptr_id",)
        )
        for kind in KINDS
    },
}


def postgresql_triggers() -> Iterator[SqlObject]:
    """For each table a trigger that notes what changes; and what has it written anew when the transaction ends."""
    yield refresh_function()
    at_the_end = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id = 0)"
    yield postgresql_trigger("search_refresh", "AFTER INSERT", "search_pending", at_the_end, kind="CONSTRAINT TRIGGER")
    for table, columns in NAMED.items():
        keys = ", ".join(f"({column.format(row=row)})" for row in ("OLD", "NEW") for column in columns)
        note = (
            f"INSERT INTO search_pending SELECT pg_current_xact_id(), id FROM (VALUES (0), {keys}) AS changed (id) "
            "WHERE id IS NOT NULL ON CONFLICT DO NOTHING;"
        )
        yield postgresql_function(f"search_{table}", note)
        moment = "AFTER INSERT OR UPDATE OR DELETE"
        yield postgresql_trigger("search_note", moment, table, "FOR EACH ROW", function=f"search_{table}")


def refresh_function() -> SqlObject:
    """What writes documents anew; of records by the query of their own kind: that of all kinds takes milliseconds to set up."""
    kinds = " ".join(
        f"WHEN '{kind}' THEN {write_documents(f'({query}) AS document', 'postgresql', ' WHERE id = ANY(records)')}"
        for kind, query in ((kind, documents_of(kind, "postgresql")) for kind in KINDS)
    )
    of_citations = write_documents("search_citations", "postgresql", " WHERE id = ANY(citations)", sign="-")
    affected = (
        " UNION ".join(
            f"SELECT found.* FROM unnest({changed}) AS changed (id), LATERAL ({keys_of(AFFECTED[table][place], 'changed')}) found"
            for changed, table in (("noted_records", "sources_record"), ("noted_citations", "sources_citation"))
        )
        for place in (0, 1)
    )
    records, citations = affected
    body = (
        f"{TURN} WITH noted AS (DELETE FROM search_pending WHERE transaction = NEW.transaction RETURNING id) "
        "SELECT array_agg(id) FILTER (WHERE id > 0), array_agg(-id) FILTER (WHERE id < 0) "
        "INTO noted_records, noted_citations FROM noted; "
        f"records := ARRAY({records}); citations := ARRAY({citations}); "
        f"DELETE FROM {DOCUMENTS} WHERE id = ANY(records || ARRAY(SELECT -unnest(citations))); "
        "FOR found IN SELECT DISTINCT record_kind FROM sources_record WHERE id = ANY(records) "
        f"LOOP CASE found {kinds} ELSE NULL; END CASE; END LOOP; "
        f"IF citations <> '{{}}' THEN {of_citations} END IF;"
    )
    variables = "found text; noted_records bigint[]; noted_citations bigint[]; records bigint[]; citations bigint[];"
    return postgresql_function("search_refresh", body, PLANNED, before=PENDING, variables=variables)
