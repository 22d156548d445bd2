"""NDJSON and GeoJSON: the results of a list as they are."""

from collections.abc import Iterable
from typing import IO, Any, cast

import orjson

from config.rest.renderers import encode
from config.rest.rows import RowField, ToManyField
from config.rest.statements import Row
from cooperation.files.answers import AnswerReader


def write_ndjson(reader: AnswerReader, file: IO[bytes]) -> None:
    """Write a list with one JSON object a line."""
    for lines in reader.texts("answer", "\n", json_lines):
        file.write(lines)


def json_lines(answers: Iterable[Row]) -> Iterable[str]:
    """Rows as JSON, without the ends of lines."""
    return (_json_bytes(answer).decode() for answer in answers)


def _json_bytes(value: Any) -> bytes:
    """JSON as the answers have it."""
    return orjson.dumps(value, default=encode, option=orjson.OPT_UTC_Z)


def write_geojson(reader: AnswerReader, file: IO[bytes]) -> None:
    """Write a FeatureCollection (RFC 7946); a row without a place on the globe has no geometry, and the end counts them."""
    file.write(b'{"type":"FeatureCollection","features":[')
    rows = unlocated = 0
    for answer, geometry in reader.located(cast("RowField | ToManyField", reader.listing.geometry)):
        feature = {"type": "Feature", "id": answer["id"], "geometry": geometry, "properties": answer}
        file.write((b",\n" if rows else b"\n") + _json_bytes(feature))
        rows, unlocated = rows + 1, unlocated + (geometry is None)
    file.write(b'\n],"rows":%d,"rows_without_geometry":%d}\n' % (rows, unlocated))
