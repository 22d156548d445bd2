"""The rows of a list, as they are rendered already or as they are shaped."""

from collections.abc import Iterable
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from config.databases.routing import reading_from
from config.rest.exporting import Listing
from cooperation.api.geometry import OwnPoint, PointOfPlace, PointsOfEvent
from cooperation.api.serializers import EventSerializer, PlaceSerializer
from cooperation.files import snapshot
from cooperation.files.answers import AnswerReader
from cooperation.models import Event, Place
from cooperation.trainings.api.serializers import TrainingSerializer
from cooperation.trainings.models import KeptTraining, Training
from cooperation.trainings.rendering import render_trainings
from tests.factories import make_event, make_place, make_training

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainings() -> AnswerReader:
    """Three training activities, of which the first and the last are rendered as something else."""
    rows = [make_training(quantity=number) for number in (1, 2, 3)]
    render_trainings()
    KeptTraining.objects.update(answer='{"quantity":"kept"}', line="kept")
    Training.objects.filter(pk=rows[1].pk).update(course_title="Another")
    return AnswerReader(Listing("trainings", TrainingSerializer.with_fields(), Training.objects.order_by("quantity")))


def places(*slugs: str) -> AnswerReader:
    for slug in slugs:
        make_place(slug=slug, status="published")
    return AnswerReader(Listing("places", PlaceSerializer.with_fields(), Place.objects.order_by("-slug")))


def slugs(answers: Iterable[dict[str, Any]]) -> list[str]:
    return [answer["id"] for answer in answers]


def quantities(answers: Iterable[dict[str, Any]]) -> list[str]:
    return [f"quantity {answer['quantity']}" for answer in answers]


def test_rows_come_in_batches_and_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "BATCH", 2)
    reader = places("a", "b", "c")

    assert [slugs(answers) for answers in reader.answers()] == [["c", "b"], ["a"]]
    assert list(reader.texts("answer", ";", slugs)) == [b"c;b;", b"a;"]
    assert reader.count() == 3


def test_answers_that_are_at_hand_are_taken_as_they_are() -> None:
    reader = AnswerReader(Listing("coverage", None, [{"id": "a"}, {"id": "b"}]))

    assert list(reader.answers()) == [[{"id": "a"}, {"id": "b"}]]
    assert b"".join(reader.texts("line", "\r\n", slugs)) == b"a\r\nb\r\n"
    assert reader.count() == 2


@pytest.mark.parametrize(("ordering", "order"), [("quantity", [0, 1, 2]), ("-quantity", [2, 1, 0])])
def test_rendered_rows_are_taken_and_the_others_shaped(
    trainings: AnswerReader, ordering: str, order: list[int]
) -> None:
    reader = AnswerReader(Listing("trainings", trainings.listing.serializer, trainings.queryset.order_by(ordering)))
    known = ["kept", 2, "kept"]

    [answers] = reader.answers()

    assert [answer["quantity"] for answer in answers] == [known[place] for place in order]
    assert b"".join(reader.texts("line", ";", quantities)) == b"kept;quantity 2;kept;"


def test_rows_that_are_all_rendered_are_read_as_one_text(trainings: AnswerReader) -> None:
    reader = AnswerReader(
        Listing("trainings", trainings.listing.serializer, trainings.queryset.exclude(quantity=2).order_by("pk"))
    )

    assert list(reader.texts("answer", "\n", quantities)) == [b'{"quantity":"kept"}\n{"quantity":"kept"}', b"\n"]


def test_rendered_rows_are_not_taken_for_a_part_of_the_fields(trainings: AnswerReader) -> None:
    reader = AnswerReader(
        Listing("trainings", TrainingSerializer.with_fields(("id", "quantity")), trainings.listing.rows)
    )

    [answers] = reader.answers()

    assert [answer["quantity"] for answer in answers] == [1, 2, 3]
    assert list(reader.texts("line", ";", quantities)) == [b"quantity 1;quantity 2;quantity 3;"]


def test_no_rows_are_no_batches(trainings: AnswerReader) -> None:
    for rows in (Place.objects.none(), Place.objects.filter(slug="none")):
        reader = AnswerReader(Listing("places", PlaceSerializer.with_fields(), rows))
        assert (reader.count(), list(reader.answers()), list(reader.texts("line", "\n", slugs))) == (0, [], [])
    nobody = AnswerReader(Listing("trainings", trainings.listing.serializer, Training.objects.filter(quantity=99)))
    assert list(nobody.texts("line", "\n", quantities)) == []


def test_places_on_the_globe_stand_in_the_order_of_the_rows() -> None:
    city = make_place(slug="city", status="published", latitude="19.4", longitude="-99.1")
    town = make_place(slug="town", status="published", latitude="32.5", longitude="-117")
    reader = places("nowhere")
    make_event(slug="meeting", status="published").places.set([city, town])
    make_event(slug="telephone-call", status="published")
    events = AnswerReader(Listing("events", EventSerializer.with_fields(), Event.objects.order_by("slug")))

    points = [(answer["id"], point and point["coordinates"]) for answer, point in reader.located(OwnPoint())]

    assert points == [("town", [-117.0, 32.5]), ("nowhere", None), ("city", [-99.1, 19.4])]
    assert [(answer["id"], point) for answer, point in events.located(PointsOfEvent())] == [
        ("meeting", {"type": "MultiPoint", "coordinates": [[-99.1, 19.4], [-117.0, 32.5]]}),
        ("telephone-call", None),
    ]


def test_rendered_rows_are_located(trainings: AnswerReader) -> None:
    place = make_place(status="published", latitude="19.4", longitude="-99.1")
    Training.objects.filter(quantity=3).update(place=place)
    render_trainings()

    located = [(answer["quantity"], point) for answer, point in trainings.located(PointOfPlace())]

    assert located == [
        ("kept", None),
        (2, None),
        (3, {"type": "Point", "coordinates": [-99.1, 19.4]}),
    ]


def test_who_takes_too_long_is_stopped() -> None:
    reader = places("a")

    with reading_from("default", 0), pytest.raises(snapshot.TooLong):
        list(reader.answers())


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_all_that_is_read_is_of_one_moment() -> None:
    reader = places("a")

    def write() -> None:
        make_place(slug="b", status="published")
        connection.close()

    with snapshot.snapshot("default", 10):
        before = reader.count()
        other = Thread(target=write)
        other.start()
        other.join()
        assert [slugs(answers) for answers in reader.answers()] == [["a"]]

    assert (before, reader.count()) == (1, 2)
