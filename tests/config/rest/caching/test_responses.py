"""What responses are found by, and the encodings in which they go out."""

import pytest
from django.test import RequestFactory

from config.databases.versions import Version
from config.rest.caching.responses import CachedResponse, cache_key, encoding_of

VERSION = Version(1, "first")


def key_of(path: str, version: Version = VERSION, **headers: str) -> str:
    return cache_key(RequestFactory().get(path, headers=headers), version)


def test_parameters_in_another_order_have_the_same_key() -> None:
    assert key_of("/api/v1/places/?kind=city&page_size=2") == key_of("/api/v1/places/?page_size=2&kind=city")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/plain, */*"])
def test_all_programs_have_the_same_key(accept: str) -> None:
    assert key_of("/api/v1/places/", accept=accept) == key_of("/api/v1/places/")


def test_whatever_an_answer_depends_on_is_in_its_key() -> None:
    keys = {
        key_of("/api/v1/places/"),
        key_of("/api/v1/programs/"),
        key_of("/api/v1/places/?kind=city"),
        key_of("/api/v1/places/?kind=city&kind=city"),
        key_of("/api/v1/places/", accept="text/html"),
        key_of("/api/v1/places/", host="localhost"),
        key_of("/api/v1/places/", Version(1, "second")),
    }

    assert len(keys) == 7


def test_a_path_cannot_look_like_another_with_parameters() -> None:
    assert key_of("/api/v1/places/%0Akind=city") != key_of("/api/v1/places/?&kind=city")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip;q=0, br", "br"),
        ("br;q=0,gzip", "gzip"),
        ("deflate, gzip, br, zstd", "br"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br; q=0, *", "gzip"),
    ],
)
def test_the_encoding_is_one_that_the_client_takes(accepted: str, encoding: str) -> None:
    assert encoding_of(accepted) == encoding


def test_a_response_survives_as_bytes() -> None:
    response = CachedResponse({"Content-Type": "application/json", "ETag": 'W/"1"'}, b"a\nb\x00")

    assert CachedResponse.load(response.dump()) == response
