"""Full text: an FTS5 table on SQLite, a generated tsvector on PostgreSQL, which the databases keep in step themselves.

Both split texts into the same words: runs of letters and decimal digits, in lower case, without accents on Latin letters.
FTS5 does so by itself. PostgreSQL's own parser does so once the signs are gone by which it tells addresses, tags, signed
and broken numbers; it still breaks `1e5a`, and what it does beyond ASCII depends on the database's locale: such texts
are folded and split by hand.
"""

from collections.abc import Iterator

from config.databases.derived import DerivedSql, SqlObject, sqlite_trigger
from cooperation.search.words import ACCENTS, SAME

# The fields of a document, the best first, with PostgreSQL's letters for them.
FIELDS = {"title": "A", "names": "B", "body": "C", "words": "D"}
# The columns of a training activity that are searched, by the field that they stand for.
TRAINING_TEXTS = {
    "title": ("course_title",),
    "names": ("delivery_unit",),
    "words": ("recipient_unit",),
    "body": ("location", "country_as_printed", "program"),
}
DOCUMENTS, TRAININGS = "cooperation_searchdocument", "cooperation_training"
PRESENT = "withdrawn_at IS NULL"
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* Nd''"
# It names nothing of our own, so that a dump can be restored whatever the search path is.
FUNCTION = rf"""
CREATE OR REPLACE FUNCTION weighted_words(content text, weight "char") RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE folded text;
BEGIN
    IF content IS NULL THEN
        RETURN '';
    ELSIF octet_length(content) = length(content) AND content !~ '[0-9][eE][0-9]' THEN
        RETURN setweight(to_tsvector('pg_catalog.simple', translate(content, '-./_<>&@:+~', repeat(' ', 11))), weight);
    END IF;
    folded := normalize(translate(content, '{"".join(SAME)}', '{"".join(SAME.values())}'), NFD);
    folded := normalize(regexp_replace(folded, '([0-9A-Za-z]){ACCENTS}', '\1', 'g'), NFC);
    folded := lower(regexp_replace(folded, '{ACCENTS}', '', 'g') COLLATE "und-x-icu");
    folded := regexp_replace(folded COLLATE "und-x-icu", '[^[:alnum:]]+', ' ', 'g');
    RETURN setweight(coalesce((SELECT string_agg(quote_literal(left(word, 500)) || ':' || place, ' ')
        FROM unnest(array_remove(string_to_array(folded, ' '), '')) WITH ORDINALITY AS found(word, place)
    ), '')::tsvector, weight);
END $$
"""


def vector(table: str, texts: dict[str, str], condition: str = "") -> SqlObject:
    """PostgreSQL's column of the words of a table, and its index; texts are SQL for what each field holds."""
    value = " || ".join(f"weighted_words({text}, '{FIELDS[field]}')" for field, text in texts.items())
    column = f"ALTER TABLE {table} ADD COLUMN search_vector tsvector GENERATED ALWAYS AS ({value}) STORED"
    index = f"CREATE INDEX {table}_index ON {table} USING gin (search_vector){condition}"
    return SqlObject("COLUMN", "search_vector", f"{FUNCTION}; {column}; {index}; ANALYZE {table}", table)


def document_text(vendor: str) -> Iterator[SqlObject]:
    if vendor == "postgresql":
        yield vector(DOCUMENTS, {field: field for field in FIELDS})
        return
    index, names = f"{DOCUMENTS}_index", ", ".join(FIELDS)
    old, new = (", ".join(f"{row}.{name}" for name in ("id", *FIELDS)) for row in ("OLD", "NEW"))
    add = f"INSERT INTO {index} (rowid, {names}) VALUES ({new});"
    remove = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', {old});"
    options = f"content='{DOCUMENTS}', content_rowid='id', tokenize='{TOKENIZER}'"
    statement = f"CREATE VIRTUAL TABLE {index} USING fts5({names}, {options})"
    yield SqlObject("TABLE", index, statement, fill=f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    for event, body in {"insert": add, "delete": remove, "update": f"{remove} {add}"}.items():
        yield sqlite_trigger(f"{index}_{event}", f"AFTER {event.upper()}", DOCUMENTS, body)


def columns_text(columns: tuple[str, ...], row: str = "") -> str:
    return " || ' ' || ".join(f"coalesce({row}{column}, '')" for column in columns)


def training_text(vendor: str) -> Iterator[SqlObject]:
    if vendor == "postgresql":
        texts = {field: columns_text(columns) for field, columns in TRAINING_TEXTS.items()}
        yield vector(TRAININGS, texts, f" WHERE {PRESENT}")
        return
    index, names = f"{TRAININGS}_index", ", ".join(TRAINING_TEXTS)
    own, old, new = (
        ", ".join([f"{row}id", *(columns_text(columns, row) for columns in TRAINING_TEXTS.values())])
        for row in ("", "OLD.", "NEW.")
    )
    add = f"INSERT INTO {index} (rowid, {names})"
    add_new = f"{add} SELECT {new} WHERE NEW.{PRESENT};"
    remove = f"INSERT INTO {index} ({index}, rowid, {names}) SELECT 'delete', {old} WHERE OLD.{PRESENT};"
    statement = f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='', tokenize='{TOKENIZER}')"
    yield SqlObject("TABLE", index, statement, fill=f"{add} SELECT {own} FROM {TRAININGS} WHERE {PRESENT}")
    columns = ", ".join(column for columns in TRAINING_TEXTS.values() for column in columns)
    yield sqlite_trigger(f"{index}_insert", "AFTER INSERT", TRAININGS, add_new)
    yield sqlite_trigger(f"{index}_delete", "AFTER DELETE", TRAININGS, remove)
    moment = f"AFTER UPDATE OF id, withdrawn_at, {columns}"
    yield sqlite_trigger(f"{index}_update", moment, TRAININGS, f"{remove} {add_new}")


TRAINING_TEXT = DerivedSql((TRAININGS,), training_text, models=("cooperation.Training",))
