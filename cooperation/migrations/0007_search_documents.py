"""Documents to search in, and their full text: an FTS5 table on SQLite, a generated tsvector on PostgreSQL.

Both split texts into the same words: runs of letters and decimal digits, in lower case, without accents on Latin letters.
FTS5 does so by itself. PostgreSQL's own parser does so once the signs are gone by which it tells addresses, tags, signed
and broken numbers; it still breaks `1e5a`, and what it does beyond ASCII depends on the database's locale: such texts
are folded and split by hand.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

DOCUMENTS = "cooperation_searchdocument"
INDEX = f"{DOCUMENTS}_index"
TEXTS = {"title": "A", "names": "B", "body": "C", "words": "D"}
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* Nd''"
# The accents that FTS5 takes off.
ACCENTS = r"[\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331]+"
VECTOR = " || ".join(f"search_vector({name}, '{weight}')" for name, weight in TEXTS.items())

POSTGRESQL = [
    rf"""
    CREATE FUNCTION search_folded(content text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(lower(regexp_replace(normalize(
        regexp_replace(normalize(translate(content, 'µſ', 'μs'), NFD), '([0-9A-Za-z]){ACCENTS}', '\1', 'g'), NFC),
        '{ACCENTS}', '', 'g') COLLATE "und-x-icu"), '[^[:alnum:]]+', ' ', 'g')
    $$
    """,
    """
    CREATE FUNCTION search_vector(content text, weight "char") RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        IF content IS NULL THEN
            RETURN '';
        ELSIF octet_length(content) = length(content) AND content !~ '[0-9][eE][0-9]' THEN
            RETURN setweight(to_tsvector('pg_catalog.simple', translate(content, '-./_<>&@:+~', repeat(' ', 11))), weight);
        END IF;
        RETURN setweight(coalesce((SELECT string_agg(quote_literal(left(word, 500)) || ':' || place, ' ')
            FROM unnest(array_remove(string_to_array(search_folded(content), ' '), '')) WITH ORDINALITY AS found(word, place)
        ), '')::tsvector, weight);
    END $$
    """,
    f"ALTER TABLE {DOCUMENTS} ADD COLUMN search_vector tsvector GENERATED ALWAYS AS ({VECTOR}) STORED",
    f"CREATE INDEX {INDEX} ON {DOCUMENTS} USING gin (search_vector)",
]
NEW, OLD = (", ".join(f"{row}.{name}" for name in TEXTS) for row in ("NEW", "OLD"))
ADD = f"INSERT INTO {INDEX} (rowid, {', '.join(TEXTS)}) VALUES (NEW.id, {NEW})"
TAKE_AWAY = f"INSERT INTO {INDEX} ({INDEX}, rowid, {', '.join(TEXTS)}) VALUES ('delete', OLD.id, {OLD})"
SQLITE = [
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5({', '.join(TEXTS)}, content='{DOCUMENTS}', content_rowid='id', "
    f"tokenize='{TOKENIZER}')",
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {DOCUMENTS} BEGIN {ADD}; END",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {DOCUMENTS} BEGIN {TAKE_AWAY}; END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {DOCUMENTS} BEGIN {TAKE_AWAY}; {ADD}; END",
]


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the full text of the documents."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the full text away, before its documents."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {DOCUMENTS} DROP COLUMN search_vector")
        schema_editor.execute("DROP FUNCTION search_vector")
        schema_editor.execute("DROP FUNCTION search_folded")
        return
    for event in ("insert", "delete", "update"):
        schema_editor.execute(f"DROP TRIGGER {INDEX}_{event}")
    schema_editor.execute(f"DROP TABLE {INDEX}")


class Migration(migrations.Migration):
    """The documents, empty."""

    dependencies = [("cooperation", "0006_sums_of_printed_totals")]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        primary_key=True,
                        serialize=False,
                        help_text="Key of the record, or minus the key of the citation.",
                    ),
                ),
                ("kind", models.CharField(max_length=20, help_text="Kind of record, or citation.")),
                ("slug", models.CharField(max_length=120, help_text="Public id.")),
                ("title", models.TextField(help_text="What the record is known by.")),
                (
                    "names",
                    models.TextField(help_text="Its other names, and the people and bodies named with it."),
                ),
                ("body", models.TextField(help_text="What it says, in our own words.")),
                ("words", models.TextField(help_text="Words of the citations that bear on it, as printed.")),
                (
                    "rank_key",
                    models.TextField(
                        help_text="Order among equal finds: records by names of their own, then figures, then citations; the shorter title first."
                    ),
                ),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
