"""Where rows are on the globe, as geometries of GeoJSON: longitude before latitude, WGS 84."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from config.rest.statements import Row
from cooperation.models import Event
from sources.models import Status

Geometry = dict[str, Any]


def point(row: Row, prefix: str) -> Geometry | None:
    """The point that columns with a prefix give; None where they are unknown."""
    latitude, longitude = row[f"{prefix}latitude"], row[f"{prefix}longitude"]
    return None if latitude is None else {"type": "Point", "coordinates": [float(longitude), float(latitude)]}


class OwnPoint:
    """The point of a place itself."""

    columns: tuple[str, ...] = ("latitude", "longitude")

    def from_row(self, row: Row) -> Geometry | None:
        """The point."""
        return point(row, "")


class PointOfPlace:
    """The point of the place of a row, if the public may know of it."""

    columns: tuple[str, ...] = ("place__latitude", "place__longitude", "place__status")

    def from_row(self, row: Row) -> Geometry | None:
        """The point."""
        return point(row, "place__") if row["place__status"] == Status.PUBLISHED else None


class PointsOfEvent:
    """The points of all places of an event; one query for some thousand."""

    columns: tuple[str, ...] = ()

    def fetch(self, rows: list[Row]) -> Mapping[Any, Geometry]:
        """A point, or several, for each event that has any."""
        links = Event.places.through.objects.filter(
            event_id__in=[row["pk"] for row in rows], place__status=Status.PUBLISHED, place__latitude__isnull=False
        )
        places: dict[int, list[list[float]]] = defaultdict(list)
        names = ("event_id", "place__latitude", "place__longitude")
        for row in links.order_by("place__slug").values(*names):
            if located := point(row, "place__"):
                places[row["event_id"]].append(located["coordinates"])
        return {event: points(coordinates) for event, coordinates in places.items()}


def points(coordinates: list[list[float]]) -> Geometry:
    """One point, or several as one geometry."""
    if len(coordinates) == 1:
        return {"type": "Point", "coordinates": coordinates[0]}
    return {"type": "MultiPoint", "coordinates": coordinates}
