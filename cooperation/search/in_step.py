"""Triggers that keep the documents in step with what is published: whatever path writes a record, its document follows."""

from collections.abc import Iterator

from config.databases.derived import DerivedSql, SqlObject, sqlite_trigger
from cooperation.search.affected import AFFECTED, keys_of
from cooperation.search.at_commit import postgresql_triggers
from cooperation.search.documents import refill_documents, views, write_documents
from cooperation.search.fulltext import DOCUMENTS, document_text


def sqlite_triggers() -> Iterator[SqlObject]:
    """A view into which the keys of what is to be written anew are inserted, and for each table triggers that do so."""
    for view, sign in (("search_records", ""), ("search_citations", "-")):
        yield SqlObject("VIEW", f"{view}_affected", f"CREATE VIEW {view}_affected AS SELECT 0 AS id")
        write = write_documents(view, "sqlite", " WHERE id = NEW.id", sign)
        body = f"DELETE FROM {DOCUMENTS} WHERE id = {sign}NEW.id; {write}"
        yield sqlite_trigger(f"{view}_refresh", "INSTEAD OF INSERT", f"{view}_affected", body)
    for table, (records, citations) in AFFECTED.items():
        for event, rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
            keys = {"search_records": keys_of(records, *rows), "search_citations": keys_of(citations, *rows)}
            body = " ".join(f"INSERT INTO {view}_affected {found};" for view, found in keys.items() if found)
            yield sqlite_trigger(f"search_{table}_{event.lower()}", f"AFTER {event}", table, body)


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
