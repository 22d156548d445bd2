"""Every kind of record can be listed, added, changed and found in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from cooperation.models import Funding
from sources.models import Action, Change, Citation, Kind, Record, Support
from tests import factories
from tests.curation import admin_url, change, errors_of, filled_form, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


def make_disagreement(**given: Any) -> models.Model:
    """A discrepancy between two places."""
    return factories.make_discrepancy(factories.make_place(), factories.make_place(), **given)


def make_change(**given: Any) -> Change:
    """A line of the ledger."""
    return factories.make_change_of(factories.make_place(), **given)


KINDS: list[Callable[..., Kind]] = [
    factories.make_source,
    factories.make_organization,
    factories.make_place,
    factories.make_authority,
    factories.make_program,
    factories.make_funding,
    factories.make_event,
    factories.make_indicator,
    factories.make_observation,
    make_disagreement,
    factories.make_reconciliation,
]
EVERY_KIND = pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)

# The queries of a list: session, user, permissions of the user and of the groups, the count, the rows.
QUERIES = 6
# One more for the currencies that its filter offers.
QUERIES_OF_FUNDING = 7
# A superuser has no permissions to look up; of users also their groups, and the groups that the filter offers.
QUERIES_OF_SUPERUSERS = {Record: 4, User: 6}


@EVERY_KIND
def test_list_add_and_change_page_open_for_a_curator(make: Callable[..., Kind]) -> None:
    record = make()
    client = log_in("curators")

    pages = [
        client.get(admin_url(type(record), "changelist")),
        client.get(admin_url(type(record), "add")),
        client.get(admin_url(record, "change")),
        client.get(admin_url(record, "history")),
        client.get(admin_url(record, "discard")),
    ]

    assert [page.status_code for page in pages] == [200] * 5


@EVERY_KIND
def test_a_new_record_is_a_draft_and_stands_in_the_ledger(make: Callable[..., Kind]) -> None:
    model = type(pattern := make())
    client = log_in("curators")
    form = {**filled_form(client.get(admin_url(pattern, "change"))), "slug": "a-new-one"}

    client.post(admin_url(model, "add"), form)

    record = model.objects.get(slug="a-new-one")
    assert record.status == "draft"
    assert list(Change.objects.filter(record=record).values_list("action", "by")) == [(Action.CREATED, client.user.pk)]


@EVERY_KIND
def test_a_changed_record_gets_a_revision_and_stands_in_the_ledger(make: Callable[..., Kind]) -> None:
    record = make()
    client = log_in("curators")

    change(client, record, note="Read twice.")

    record.refresh_from_db()
    assert (record.note, record.revision) == ("Read twice.", 2)
    assert Change.objects.get(record=record).action == Action.CHANGED


@EVERY_KIND
def test_a_form_that_is_saved_as_it_was_opened_changes_nothing(make: Callable[..., Kind]) -> None:
    record = make()

    change(log_in("curators"), record)

    record.refresh_from_db()
    assert record.revision == 1
    assert not Change.objects.exists()


@EVERY_KIND
def test_published_record_opens_for_a_reviewer_with_a_link_to_the_site(make: Callable[..., Kind]) -> None:
    record = make(status="published")

    page = log_in("reviewers").get(admin_url(record, "change"))

    assert f"/{record.slug}/" in page.context["absolute_url"]


@EVERY_KIND
def test_record_is_found_by_typing_a_part_of_its_public_id(make: Callable[..., Kind]) -> None:
    record = make()

    page = log_in("curators").get(admin_url(type(record), "changelist"), {"q": record.slug[2:]})

    assert [row.pk for row in page.context["cl"].result_list] == [record.pk]


@pytest.mark.parametrize("make", [*KINDS, factories.make_citation, make_change], ids=lambda make: make.__name__)
def test_a_list_of_sixty_takes_as_many_queries_as_a_list_of_three(make: Callable[..., models.Model]) -> None:
    model = type(make())
    client = log_in("reviewers")
    counts = []

    for wanted in (3, 60):
        for _ in range(wanted - model.objects.count()):
            make()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(admin_url(model, "changelist"))
        assert len(page.context["cl"].result_list) >= wanted
        counts.append(len(queries))

    assert counts == [QUERIES_OF_FUNDING if model is Funding else QUERIES] * 2


@pytest.mark.parametrize("model", QUERIES_OF_SUPERUSERS)
def test_lists_of_records_and_users_take_as_many_queries_for_sixty(model: type[models.Model]) -> None:
    client = log_in("reviewers", is_superuser=True)
    counts = []

    for _ in range(2):
        for _ in range(30):
            make_change()
        with CaptureQueriesContext(connection) as queries:
            client.get(admin_url(model, "changelist"))
        counts.append(len(queries))

    assert counts == [QUERIES_OF_SUPERUSERS[model]] * 2


def test_parts_and_further_citations_are_saved_with_their_record_as_one_change() -> None:
    place, citation = factories.make_place(), factories.make_citation()
    rows = {
        "aliases-TOTAL_FORMS": 1,
        "aliases-0-name": "Juárez",
        "aliases-0-kind": "variant",
        "supports-TOTAL_FORMS": 1,
        "supports-0-citation": citation.pk,
        "supports-0-field": "name",
        "supports-0-stance": "supports",
    }

    change(log_in("curators"), place, **rows)

    assert [alias.name for alias in place.aliases.all()] == ["Juárez"]
    assert Support.objects.get(record=place).citation == citation
    assert Change.objects.get(record=place).revision == 2


def test_broken_rule_is_shown_at_the_field_that_it_speaks_of() -> None:
    funding = factories.make_funding()

    page = change(log_in("curators"), funding, amount_max="2000000", fiscal_year="2011")

    assert errors_of(page) == {
        "amount_max": ["A range has an upper end, no smaller than the lower; nothing else has one."],
        "fiscal_year": ["A fiscal year needs its calendar."],
    }


def test_bad_date_is_shown_at_its_field_with_examples() -> None:
    page = change(log_in("curators"), factories.make_event(), start="March 2010")

    assert "2010-10/2011-09" in errors_of(page)["start"][0]


def test_rule_without_words_of_its_own_is_shown_in_the_words_of_its_name() -> None:
    page = change(log_in("curators"), factories.make_place(), latitude="95", longitude="0")

    assert errors_of(page) == {"latitude": ["Place has both coordinates or none."]}


def test_public_id_that_is_taken_within_the_kind_is_refused_at_its_field() -> None:
    factories.make_place(slug="ciudad-juarez")

    page = change(log_in("curators"), factories.make_place(), slug="ciudad-juarez")

    assert errors_of(page) == {"slug": ["Another place has this public id."]}


def test_same_public_id_is_free_in_another_kind() -> None:
    factories.make_place(slug="fort-bliss")
    organization = factories.make_organization()

    change(log_in("curators"), organization, slug="fort-bliss")

    organization.refresh_from_db()
    assert organization.slug == "fort-bliss"


def test_unknown_text_stays_null() -> None:
    funding = factories.make_funding(covers=None)

    change(log_in("curators"), funding, note="Read twice.", covers="", sector="")

    assert Funding.objects.values_list("covers", "sector").get() == (None, None)


def test_autocomplete_searches_records_of_every_kind() -> None:
    place = factories.make_place(slug="ciudad-juarez")
    field = {"app_label": "cooperation", "model_name": "discrepancy", "field_name": "records", "term": "juarez"}

    page = log_in("curators").get("/admin/autocomplete/", field)

    assert [result["id"] for result in page.json()["results"]] == [str(place.pk)]


def test_autocomplete_finds_an_organization_by_its_acronym() -> None:
    organization = factories.make_organization()
    organization.aliases.create(name="SEDENA", kind="acronym")
    field = {"app_label": "cooperation", "model_name": "funding", "field_name": "provider", "term": "sedena"}

    page = log_in("curators").get("/admin/autocomplete/", field)

    assert [result["id"] for result in page.json()["results"]] == [str(organization.pk)]


def test_list_of_claims_shows_what_a_source_supports_in_either_way() -> None:
    citation = factories.make_citation()
    own, further = factories.make_event(citation=citation), factories.make_event()
    further.supports.create(citation=citation)
    factories.make_event()

    page = log_in("curators").get(admin_url(type(own), "changelist"), {"source": citation.source.pk})

    assert {row.pk for row in page.context["cl"].result_list} == {own.pk, further.pk}


def test_page_of_a_source_lists_what_it_supports() -> None:
    event = factories.make_event()

    page = log_in("curators").get(admin_url(event.citation.source, "change"))

    panels = {panel.title: panel for panel in page.context["panels"]}
    assert [row.url for row in panels["Events that rest on it"].rows] == [admin_url(event, "change")]
    assert panels["Places cited in it"].total == Citation.objects.count() == 1


def test_place_in_use_by_a_published_record_can_only_be_read() -> None:
    event = factories.make_event(status="published")
    client = log_in("reviewers")

    page = client.get(admin_url(event.citation, "change"))
    refused = client.post(admin_url(event.citation, "change"), {"as_stated": "other words"})

    assert page.context["has_change_permission"] is False
    assert refused.status_code == 403


def test_same_place_cannot_be_added_twice() -> None:
    citation = factories.make_citation()
    client = log_in("curators")
    form = filled_form(client.get(admin_url(citation, "change")))

    page = client.post(admin_url(Citation, "add"), form)

    assert "is there already" in errors_of(page)["as_stated"][0]


def test_home_page_counts_the_work_and_leads_to_it() -> None:
    factories.make_source(published=None, status="in_review")
    factories.make_event(confidence="low")
    client = log_in("curators")

    work = client.get("/admin/").context["work"]

    counts = {item.title: item.count for item in work}
    assert counts["Waiting for review"] == 1
    assert counts["Events with low confidence"] == 1
    assert counts["Sources without a date"] == 2
    for item in work:
        assert client.get(item.url).context["cl"].result_count == item.count


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("contry=MEX", "There is no parameter “contry”, but “country”."),
        ("fiscal_year=soon", "fiscal_year: Write a whole number"),
        ("place=no-such-place", "place: There is no place “no-such-place”."),
        ("Mexico in 2011", "is no query"),
        ("?country=MEX", "is no query"),
        ("country=MEX&country=GTM", "gives a parameter twice"),
    ],
)
def test_a_query_that_the_list_of_trainings_would_refuse_is_an_error_of_its_field(query: str, words: str) -> None:
    record = factories.make_reconciliation()

    page = change(log_in("curators"), record, query=query)

    assert words in " ".join(errors_of(page)["query"])
    record.refresh_from_db()
    assert record.query == "country=MEX&fiscal_year=2011"


def test_a_baseline_is_a_query_too() -> None:
    record = factories.make_reconciliation()

    page = change(log_in("curators"), record, baseline="fiscal_year=soon")

    assert list(errors_of(page)) == ["baseline"]


def test_a_query_that_names_a_published_place_is_saved() -> None:
    place = factories.make_place(status="published")
    record = factories.make_reconciliation()

    change(log_in("curators"), record, query=f"country=MEX&place__within={place.slug}")

    record.refresh_from_db()
    assert record.query == f"country=MEX&place__within={place.slug}"
