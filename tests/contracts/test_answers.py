"""What answers say: exactly what is written in `answers.json` for one record of each kind, and what their serializers declare."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.utils import timezone

from sources.models import Dataset
from sources.models.dataset import current_version
from tests.contracts.endpoints import ENDPOINTS, ROOT, VIEWS, WITH_DETAILS, WITH_SUMMARY, get, groups_of, rendered
from tests.contracts.one_of_each import make_one_of_each

pytestmark = pytest.mark.django_db
ANSWERS = json.loads(Path(__file__).with_name("answers.json").read_text())


def test_answers_about_one_record_of_each_kind_are_exactly_these() -> None:
    make_one_of_each()

    for address, answer in ANSWERS.items():
        assert get(address).content == rendered(answer), address


def test_one_record_of_each_kind_is_answered_for() -> None:
    for plural in ENDPOINTS:
        addresses = [address for address in ANSWERS if address.startswith(f"{ROOT}{plural}/")]
        assert addresses, plural


@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize("plural", WITH_SUMMARY)
def test_summaries_have_the_fields_that_their_serializer_declares(plural: str) -> None:
    fields = VIEWS[plural].operation("summary").serializer().fields

    for name in groups_of(plural):
        answer = get(f"{ROOT}{plural}/summary/?group_by={name}").json()

        assert list(answer) == list(fields)
        assert {tuple(row) for row in answer["results"]} == {tuple(fields["results"].child.fields)}


@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize("plural", ENDPOINTS)
def test_a_program_that_says_what_it_reads_gets_the_same_as_one_that_does_not(plural: str) -> None:
    # In the second in which the dataset has changed, which on PostgreSQL is when somebody asks, answers do not say when it did.
    current_version()
    Dataset.objects.update(changed_at=timezone.now() - timedelta(minutes=1))
    addresses = [f"{ROOT}{plural}/?page_size=3", f"{ROOT}{plural}/?no_such_parameter=1", f"{ROOT}{plural}/no-such-id/"]
    found = get(addresses[0]).json()["results"]
    addresses += [item["url"] for item in found if plural in WITH_DETAILS]

    for address in addresses:
        plain, asked = get(address), get(address, accept="application/json, text/plain;q=0.5")
        assert (plain.status_code, plain.content) == (asked.status_code, asked.content)
        assert heads(plain) == heads(asked)


def heads(response: HttpResponse) -> dict[str, str]:
    """What an answer says of itself, but for what is of one request or one question."""
    return {name: value for name, value in response.items() if name not in ("X-Request-ID", "ETag")}
