"""The version changes with everything that the public sees, whoever writes it and how, and with nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.core.serializers import serialize
from django.db import connection, models, transaction

from config.databases.derived import objects_of
from config.databases.derived.catalogue import read_catalogue
from cooperation.models import Alias, Funding, Place, Reconciliation
from cooperation.models.reconciliation import Measure
from cooperation.trainings.models import NothingReported, PrintedTotal, ReportedYear, ReportPage
from sources.models import Action, Record, Source, Status, step
from sources.models.dataset import current_version
from sources.models.triggers import VERSION
from sources.models.triggers.rules import ALWAYS, ROW, UNWATCHED, rules
from tests import factories
from tests.contracts.drafts import add_drafts
from tests.ledger import drop_guards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

RULES = rules()
WITH_DRAFTS = [table for table, rule in RULES.items() if rule != ALWAYS]
# No file of the reports is imported into the records of the documents.
WITHOUT_ROWS = {
    "cooperation_nothingreported": lambda: NothingReported.objects.create(
        published_id="00000000-0000-4000-8000-000000000000", page=ReportPage.objects.all()[0], report="2007_2008",
        region="east_asia_pacific", country="NIU", fiscal_year=2007, statement="No activities reported for Niue in 2007-2008",
    ),
    "cooperation_printedtotal": lambda: PrintedTotal.objects.create(
        report="2010_2011", fiscal_year=2011, country="MEX", country_as_printed="Mexico", program="IMET",
        program_spellings=[],
    ),
    "cooperation_reportedyear": lambda: ReportedYear.objects.create(
        report="1998_1999", fiscal_year=1999, country="AND", is_counted=True, rows=1, known_quantities=0,
        known_costs=0, courses=1,
    ),
}  # fmt: skip
Row = tuple[list[str], list[Any]]


def state() -> str:
    """The state of the dataset."""
    version = current_version()
    assert version is not None
    return version.state


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone, also where it breaks references."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def row_of(table: str, condition: str) -> Row:
    """Columns and values of the first row of a table that meets a condition."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT it.* FROM {table} it WHERE {condition} ORDER BY it.{key_of(table)} LIMIT 1")
        found = cursor.fetchone()
        assert found, f"No row of {table} to change."
        columns = [column.name for column in cursor.description] if connection.vendor == "postgresql" else None
        return columns or [column[0] for column in cursor.description], list(found)


def key_of(table: str) -> str:
    """The primary key of a table."""
    return next(model._meta.pk.column for model in all_models() if model._meta.db_table == table)


def all_models() -> list[type[models.Model]]:
    return [model for app in ("sources", "cooperation") for model in apps.get_app_config(app).get_models(True)]


def writes(table: str, row: Row) -> dict[str, tuple[str, list[Any]]]:
    """SQL that changes, removes and adds the row; the ledger cannot be changed."""
    columns, values = stored(table, row)
    key = key_of(table)
    number = values[columns.index(key)]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("%s" for _ in columns)
    statements = {
        "update": (f'UPDATE {table} SET "{columns[-1]}" = "{columns[-1]}" WHERE {key} = %s', [number]),
        "delete": (f"DELETE FROM {table} WHERE {key} = %s", [number]),
        "insert": (f"INSERT INTO {table} ({names}) VALUES ({marks})", values),
    }
    return {name: sql for name, sql in statements.items() if (table, name) != ("sources_change", "update")}


def stored(table: str, row: Row) -> Row:
    """The columns that are written, without those that the database makes; JSON as the text that it is written as."""
    model = next(model for model in all_models() if model._meta.db_table == table)
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    pairs = [(name, value) for name, value in zip(*row, strict=True) if name in fields and not fields[name].generated]
    is_json = {name: isinstance(fields[name], models.JSONField) for name, _ in pairs}
    adapt: Callable[[Any], Any] = (
        connection.ops.adapt_json_value if connection.vendor == "postgresql" else lambda v, _: v
    )
    return [name for name, _ in pairs], [
        adapt(value, None) if is_json[name] and value is not None and not isinstance(value, str) else value
        for name, value in pairs
    ]


def changes_of_state(table: str, row: Row) -> dict[str, bool]:
    """Whether each way to write the row changes the state."""
    found = {}
    with undone(), connection.cursor() as cursor:
        drop_guards()
        for name, (statement, values) in writes(table, row).items():
            before = state()
            cursor.execute(statement, values)
            found[name] = state() != before
    return found


@pytest.mark.parametrize("table", RULES)
def test_every_write_to_what_is_public_changes_the_version(table: str) -> None:
    if table in ("cooperation_training", "cooperation_importbatch", "cooperation_reportpage"):
        factories.make_training()
    elif make := WITHOUT_ROWS.get(table):
        make()
    row = row_of(table, RULES[table].replace(ROW, "it") or "1 = 1")

    found = changes_of_state(table, row)

    assert found == dict.fromkeys(found, True)


@pytest.mark.parametrize("status", ["draft", "in_review"])
@pytest.mark.parametrize("table", WITH_DRAFTS)
def test_no_write_to_a_draft_changes_the_version(table: str, status: str) -> None:
    drafts = add_drafts(status, suffix="")
    drafts[Source].exclusions.create(paragraph=1, reason="No evidence.")
    Reconciliation.objects.create(
        slug="draft", status=status, title="Draft", claim=drafts[Funding], measure=Measure.values[0], not_covered="All."
    )
    row = row_of(table, f"NOT ({RULES[table].replace(ROW, 'it')})")

    found = changes_of_state(table, row)

    assert found == dict.fromkeys(found, False)


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_drafts_of_every_kind_with_all_that_hangs_on_them_leave_the_version_as_it_is(status: str) -> None:
    before = state()

    add_drafts(status, suffix="")

    assert state() == before


def test_every_table_has_its_triggers_or_a_reason_to_have_none() -> None:
    tables = {model._meta.db_table for model in all_models()}

    assert tables == RULES.keys() | UNWATCHED.keys()
    with connection.cursor() as cursor:
        held = objects_of(VERSION, read_catalogue(cursor))
    assert {item.key: item.digest for item in held} == {
        item.key: item.digest for item in VERSION.objects(connection.vendor)
    }


def publish_by_the_one_path(place: Place) -> None:
    step(place, Action.PUBLISHED)


def publish_by_queryset(place: Place) -> None:
    Record.objects.filter(pk=place.pk).update(status=Status.PUBLISHED)


def publish_by_saving(place: Place) -> None:
    place.status = Status.PUBLISHED
    place.save()


def publish_by_sql(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sources_record SET status = 'published' WHERE id = %s", [place.pk])


PATHS = [publish_by_the_one_path, publish_by_queryset, publish_by_saving, publish_by_sql]


@pytest.mark.parametrize("publish", PATHS)
def test_publishing_changes_the_version_by_whichever_path(publish: Callable[[Place], None]) -> None:
    place = factories.make_place()
    before = current_version()

    publish(place)

    after = current_version()
    assert before is not None
    assert after is not None
    assert after.number > before.number
    assert after.state != before.state
    assert after.changed_at >= before.changed_at


def test_loaddata_changes_the_version(tmp_path: Path) -> None:
    place = factories.make_place(status="published")
    file = tmp_path / "places.json"
    file.write_text(serialize("json", [place.record_ptr, place], use_natural_foreign_keys=True))
    before = state()

    call_command("loaddata", file, verbosity=0)

    assert state() != before


def test_rows_written_in_bulk_change_the_version_if_they_belong_to_what_is_published() -> None:
    public, draft = factories.make_place(status="published"), factories.make_place()
    before = state()

    Alias.objects.bulk_create([Alias(record_id=draft.pk, name="Nowhere", kind="variant")])
    after_draft = state()
    Alias.objects.bulk_create([Alias(record_id=public.pk, name="Somewhere", kind="variant")], ignore_conflicts=True)

    assert after_draft == before
    assert state() != before


def test_withdrawing_changes_the_version() -> None:
    place = factories.make_place(status="published")
    before = state()

    step(place, Action.WITHDRAWN, reason="A mistake.")

    assert state() != before


def test_a_citation_changes_the_version_only_once_something_published_rests_on_it() -> None:
    source = factories.make_source(status="published")
    before = state()

    citation = factories.make_citation(source=source)
    citation.rests_on.add(source)
    after_drafting = state()
    factories.make_funding(citation=citation, status="published")
    after_use = state()
    citation.rests_on.clear()

    assert after_drafting == before
    assert len({before, after_use, state()}) == 3


def test_what_is_rolled_back_brings_the_old_version_back() -> None:
    before = state()

    with undone():
        factories.make_place(status="published")
        within = state()

    assert within != before
    assert state() == before


def test_a_second_start_leaves_triggers_and_version_as_they_are() -> None:
    before = state()

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert state() == before
