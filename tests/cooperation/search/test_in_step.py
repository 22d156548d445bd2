"""The documents are in step with what is published, whatever path writes it."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from cooperation.importers.fixtures import load_fixtures
from cooperation.models import Alias, Event, Organization, Participant, Program, SearchDocument
from cooperation.search import matching_documents, parse_search_query
from sources.models import Citation, Record, Source, Status, Support
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = "id, kind, slug, title, names, body, words"


def rows(statement: str) -> set[tuple[Any, ...]]:
    """What a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return set(cursor.fetchall())


def assert_in_step() -> None:
    """The documents are what the views say now, and the index of FTS5 is whole."""
    wanted = rows(f"SELECT {COLUMNS} FROM search_records UNION ALL SELECT -id, {COLUMNS[4:]} FROM search_citations")
    assert rows(f"SELECT {COLUMNS} FROM cooperation_searchdocument") == wanted
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            index = "cooperation_searchdocument_index"
            cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")


def finds(text: str) -> set[str]:
    """The public ids of what a question finds."""
    return set(matching_documents(parse_search_query(text)).values_list("slug", flat=True))


@pytest.mark.django_db(transaction=True)
def test_fixtures_are_found_when_they_are_loaded() -> None:
    load_fixtures(settings.BASE_DIR / "fixtures")

    assert_in_step()
    assert "merida-initiative" in finds("Iniciativa Merida") | finds("merida initiative")
    assert SearchDocument.objects.count() == Record.objects.published().count() + Citation.objects.published().count()


def test_drafts_and_what_is_withdrawn_are_not_found() -> None:
    program = factories.make_program(slug="secret", name="Operation Xylophone", description="Marimba.")
    Alias.objects.create(record_id=program.pk, name="Glockenspiel", kind="variant")
    assert finds("xylophone") | finds("marimba") | finds("glockenspiel") == set()

    Record.objects.filter(pk__in=[program.pk, program.citation.source_id]).update(status=Status.PUBLISHED)
    assert finds("xylophone") & finds("marimba") & finds("glockenspiel") == {"secret"}

    Record.objects.filter(pk=program.pk).update(status=Status.WITHDRAWN)
    assert finds("xylophone") | finds("marimba") | finds("glockenspiel") == set()
    assert_in_step()


def test_claims_of_a_source_that_is_not_published_are_not_found() -> None:
    event = factories.make_event(slug="e", title="Xylophone concert", status="published")
    assert finds("xylophone") == {"e"}

    Record.objects.filter(pk=event.citation.source_id).update(status=Status.DRAFT)

    assert finds("xylophone") == set()
    assert_in_step()


def test_the_name_of_a_program_in_draft_does_not_find_its_funding() -> None:
    program = factories.make_program(name="Operation Xylophone")
    factories.make_funding(slug="f", program=program, status="published")
    assert finds("xylophone") == set()

    Record.objects.filter(pk__in=[program.pk, program.citation.source_id]).update(status=Status.PUBLISHED)
    assert "f" in finds("xylophone")

    Program.objects.filter(pk=program.pk).update(name="Operation Marimba")
    assert finds("xylophone") == set()
    assert "f" in finds("marimba")
    assert_in_step()


def test_words_of_a_citation_of_a_draft_source_find_nothing() -> None:
    place = factories.make_place(slug="p", status="published")
    citation = factories.make_citation(as_stated="xylophone players")
    Support.objects.create(record=place, citation=citation)
    assert finds("xylophone") == set()

    Record.objects.filter(pk=citation.source_id).update(status=Status.PUBLISHED)

    assert finds("xylophone") == {"p", citation.slug}
    assert_in_step()


def test_people_and_aliases_find_their_record_until_they_are_gone() -> None:
    event = factories.make_event(slug="e", status="published")
    person = Participant.objects.create(event=event, person="José Peña", role="speaker")
    alias = Alias.objects.create(record_id=event.pk, name="the xylophone", kind="variant")
    assert finds("jose pena") == {"e"}
    assert finds("xylophone") == set()

    person.delete()
    alias.delete()

    assert finds("jose pena") == set()
    assert_in_step()


@pytest.fixture
def some_records() -> random.Random:
    """A record of each kind, published or not by chance."""
    chance = random.Random(7)
    for _ in range(3):
        status = {"status": chance.choice(["draft", "published"])}
        program = factories.make_program(**status)
        factories.make_funding(program=program, status="published")
        observation = factories.make_observation(**status)
        factories.make_discrepancy(program, observation, status="published")
        for make in (factories.make_place, factories.make_authority, factories.make_organization, factories.make_event):
            make(**status)
    return chance


def test_documents_stay_in_step_through_updates_and_deletions_of_any_kind(some_records: random.Random) -> None:
    for number in range(60):
        change_something(some_records, number)
        if number % 10 == 9:
            assert_in_step()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_transactions_that_do_not_see_each_other_write_documents_of_what_both_have_done() -> None:
    place = factories.make_place(slug="p", status="published")
    citation = factories.make_citation(as_stated="marimba players", source=factories.make_source(status="published"))

    with transaction.atomic():
        Support.objects.create(record=place, citation=citation)
        in_another_transaction(lambda: Citation.objects.filter(pk=citation.pk).update(as_stated="xylophone players"))

    assert finds("marimba") == set()
    assert "p" in finds("xylophone")
    assert_in_step()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_stays_open_keeps_nobody_from_saving_something_else() -> None:
    one, other = (factories.make_place(slug=slug, status="published") for slug in ("one", "other"))

    with transaction.atomic():
        Record.objects.filter(pk=one.pk).update(note="marimba")
        in_another_transaction(lambda: Record.objects.filter(pk=other.pk).update(note="xylophone"))
        assert finds("xylophone") == {"other"}

    assert finds("marimba") == {"one"}


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_takes_back_is_not_found() -> None:
    place = factories.make_place(slug="p", status="published")

    with transaction.atomic():
        Record.objects.filter(pk=place.pk).update(note="marimba")
        transaction.set_rollback(True)

    assert finds("marimba") == set()
    assert_in_step()


def in_another_transaction(act: Callable[[], object]) -> None:
    """Do something by a connection of its own, which waits for no lock."""

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        act()
        connection.close()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(work).result()


@pytest.mark.postgresql
def test_citations_are_not_read_whole_though_their_table_was_empty_when_that_was_planned() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    factories.make_organization(slug="planned", status="published")
    for number in range(200):
        factories.make_citation(slug=f"c{number}")
    read = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables "
    read += "WHERE relname = 'sources_citation'"
    [(before,)] = rows(read)

    factories.make_organization(slug="written", status="published")

    [(after,)] = rows(read)
    assert after - before < 200


@pytest.mark.postgresql
@pytest.mark.parametrize("more", [0, 200])
def test_what_is_known_of_a_table_with_few_rows_makes_no_update_slow(more: int) -> None:
    for make in (factories.make_funding, factories.make_observation, factories.make_event, factories.make_organization):
        make(status="published")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # The triggers are planned anew, and by what is known now.
        cursor.execute("DISCARD PLANS")
        for number in range(more):
            factories.make_organization(slug=f"o{number}", status="published")

        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) UPDATE sources_record SET note = 'more'")
        [(explained,)] = cursor.fetchall()

    # As a plan that is compiled, each row took ten seconds; as it is, a hundredth.
    assert explained[0]["Execution Time"] < 200 * Record.objects.count()


def change_something(chance: random.Random, number: int) -> None:
    """One change by a path that calls no model's method."""
    record = chance.choice(list(Record.objects.order_by("pk")))
    citation = chance.choice(list(Citation.objects.order_by("pk")))
    changes = [
        lambda: Record.objects.filter(pk=record.pk).update(status=chance.choice(Status.values)),
        lambda: Record.objects.filter(pk=record.pk).update(note=f"note {number}", slug=f"slug-{number}"),
        lambda: Program.objects.update(name=f"name {number}"),
        lambda: Organization.objects.update(native_name=f"nombre {number}"),
        lambda: Source.objects.update(authors=[f"Author Ñ {number}", "B"], publisher=None),
        lambda: Event.objects.update(citation=citation),
        lambda: Citation.objects.filter(pk=citation.pk).update(as_stated=f"words {number}"),
        lambda: Support.objects.bulk_create([Support(record=record, citation=citation, field=str(number))]),
        lambda: Alias.objects.bulk_create([Alias(record=record, name=f"alias {number}", kind="variant")]),
        lambda: Support.objects.filter(record=record).delete(),
        lambda: Alias.objects.update(name=f"other {number}") if Alias.objects.count() == 1 else None,
    ]
    chance.choice(changes)()
