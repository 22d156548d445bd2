"""No input makes a 500 in the admin."""

from collections.abc import Callable, Iterable

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client

from sources.models import Record, Source
from tests.curation import admin_url, change, errors_of, filled_form, log_in
from tests.factories import make_citation, make_funding, make_place, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]

HUGE = "9" * 40
QUERIES = [
    "q=%00",
    "q=%ED%A0%80",
    "q=" + "a+" * 1500,
    f"p={HUGE}",
    "p=-1",
    "p=zz",
    "o=zz",
    "o=99.-99",
    "e=1",
    "all=zz",
    "status__exact=zz",
    "status__exact=%00",
    "status__regex=(",
    "published__isempty=zz",
    f"published__isempty={HUGE}",
    f"source={HUGE}",
    "source=zz",
    f"record={HUGE}",
    "_popup=1&_to_field=zz",
    "_to_field=status",
    f"pk__in={HUGE}",
    "citation__source__title__startswith=a",
    "revision=1&revision=2",
    "confidence__exact=zz",
    "[]=1",
    "page=zz",
    "s=a&page=0",
    "s=a&page=zz",
    f"s=a&page={HUGE}",
]
ADDRESSES = [HUGE, "zz", "-1", "%00", "_00", "1%00", "%ED%A0%80", "%F0%9F%92%A9", "../..", "1.5", "1e3", "١"]
PAGES = ["change", "delete", "history", "publish", "withdraw"]
LISTS = [
    "sources/source",
    "sources/citation",
    "sources/record",
    "sources/change",
    "cooperation/funding",
    "auth/user",
    "auth/group",
]
FUNDING = ["cooperation/funding"]


def make_place_with_parts() -> models.Model:
    """A place with an alias and a further citation, whose rows a form sends by number."""
    place = make_place()
    place.aliases.create(name="Juárez", kind="variant")
    place.supports.create(citation=make_citation())
    return place


FORMS = [make_source, make_funding, make_citation, make_place_with_parts]


@pytest.fixture
def client(db: None) -> Client:
    """A superuser, for whom nothing is hidden, and for whom errors are answered instead of raised."""
    make_funding()
    client = log_in(is_superuser=True)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_string_breaks_a_list(client: Client, query: str) -> None:
    addresses = [*(f"/admin/{name}/" for name in LISTS), "/admin/", "/admin/search/", "/admin/login/"]

    answers = {address: client.get(f"{address}?{query}").status_code for address in addresses}

    assert {address: status for address, status in answers.items() if status not in (200, 302, 400, 404)} == {}


@pytest.mark.parametrize("text", ADDRESSES)
def test_no_number_in_an_address_breaks_a_page(client: Client, text: str) -> None:
    addresses = [f"/admin/{name}/{text}/{page}/" for name in LISTS for page in PAGES]

    answers = {address: client.get(address).status_code for address in addresses}

    assert {address: status for address, status in answers.items() if status not in (200, 302, 403, 404)} == {}


@pytest.mark.parametrize(
    ("value", "lists"), [(HUGE, LISTS), ("zz", LISTS), *((value, FUNDING) for value in ("%00", "-1", "1,2", "NaN"))]
)
def test_no_value_in_a_link_breaks_a_form(client: Client, value: str, lists: list[str]) -> None:
    names = ["citation", "program", "amount", "period", "slug", "authors", "reported_in", "seen_revision", "source"]
    addresses = [f"/admin/{name}/add/?{field}={value}" for name in lists for field in names]

    answers = {address: client.get(address).status_code for address in addresses}

    assert {address: status for address, status in answers.items() if status not in (200, 302, 400, 403)} == {}


def broken(client: Client, row: models.Model, names: Iterable[str], value: str) -> dict[str, int]:
    """What is answered otherwise than it should be, if the form of a row is sent with a value in one of its fields."""
    form = filled_form(client.get(admin_url(row, "change")))
    answers = {name: client.post(admin_url(row, "change"), {**form, name: value}).status_code for name in names}
    return {name: status for name, status in answers.items() if status not in (200, 302, 400)}


def kinds_of_fields(page: HttpResponse) -> dict[tuple[type, type], str]:
    """A field of each kind that a form has."""
    sent = filled_form(page)
    forms = [
        page.context["adminform"].form,
        *(form for inline in page.context["inline_admin_formsets"] for form in inline.formset),
    ]
    fields = [bound for form in forms for bound in form if bound.html_name in sent]
    return {(type(bound.field), type(bound.field.widget)): bound.html_name for bound in fields}


@pytest.mark.parametrize("value", ["\0", HUGE])
@pytest.mark.parametrize("make", FORMS)
def test_no_field_of_a_form_is_broken_by_a_value(client: Client, make: Callable[[], models.Model], value: str) -> None:
    row = make()

    assert broken(client, row, filled_form(client.get(admin_url(row, "change"))), value) == {}


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity", "1e999", "zz", "[" * 5000, "𝕏" * 5000, "١", " "])
def test_no_value_breaks_a_kind_of_field(client: Client, value: str) -> None:
    tested: set[tuple[type, type]] = set()
    for make in FORMS:
        row = make()
        fields = kinds_of_fields(client.get(admin_url(row, "change")))
        assert broken(client, row, [name for kind, name in fields.items() if kind not in tested], value) == {}
        tested |= fields.keys()

    assert len(tested) > 8


@pytest.mark.parametrize("name", ["exclusions-TOTAL_FORMS", "supports-TOTAL_FORMS"])
@pytest.mark.parametrize("number", [HUGE, "1000", "1", "2.0", "٣"])
def test_a_form_that_says_it_has_more_rows_than_it_sends_is_refused(client: Client, name: str, number: str) -> None:
    # Two thousand rows that are not there once took half a minute to make and to show.
    source = make_source()
    form = filled_form(client.get(admin_url(source, "change")))

    answer = client.post(admin_url(source, "change"), {**form, name: number})

    assert answer.status_code == 400


def test_lone_surrogate_is_refused(client: Client) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\\ud800\r\n--x--\r\n'

    answer = client.post(
        admin_url(Source, "add"), body, content_type="multipart/form-data; boundary=x; charset=raw_unicode_escape"
    )

    assert answer.status_code == 400


def test_nul_is_refused_at_its_field(client: Client) -> None:
    source = make_source()

    page = change(client, source, title="a\0b", authors="Jane\0Doe")

    assert set(errors_of(page)) == {"title", "authors"}


@pytest.mark.parametrize("selected", [HUGE, "zz", "\0", "-1"])
def test_no_selected_row_breaks_an_action(client: Client, selected: str) -> None:
    answer = client.post(
        admin_url(Record, "changelist"), {"action": "publish_selected", "_selected_action": [selected]}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    ["term=%00", f"page={HUGE}", "page=zz", "field_name=zz", "model_name=zz", "app_label=%00", "term=" + "a+" * 1500],
)
def test_no_query_breaks_the_autocomplete(client: Client, query: str) -> None:
    usual = "app_label=cooperation&model_name=funding&field_name=citation&term=a"

    answer = client.get(f"/admin/autocomplete/?{usual}&{query}")

    assert answer.status_code in (200, 400, 403, 404)


def test_nul_in_the_session_cookie_is_refused(client: Client) -> None:
    client.cookies["sessionid"] = "12345678\0"

    assert client.get("/admin/").status_code == 400


def test_scripts_may_be_evaluated_in_the_admin_alone(client: Client) -> None:
    pages = [client.get("/admin/"), Client().get("/admin/login/?next=/admin/")]
    elsewhere = client.get("/nothing-here/")

    assert all("script-src 'self' 'unsafe-eval'" in page["Content-Security-Policy"] for page in pages)
    assert "unsafe-eval" not in elsewhere["Content-Security-Policy"]
