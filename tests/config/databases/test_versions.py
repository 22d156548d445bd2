from typing import Any

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from config.databases import versions
from config.databases.versions import Version, VersionCache

REQUEST = RequestFactory().get("/")


def test_the_version_is_read_once_in_a_while(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.DATASET_VERSION_SECONDS = 60
    reads: list[int] = []
    monkeypatch.setattr(versions, "read_version", lambda: reads.append(1) or Version(1, "first"))
    cache = VersionCache()

    for _ in range(3):
        assert cache.current(REQUEST) == Version(1, "first")

    assert len(reads) == 1


def test_while_no_database_answers_the_last_version_counts(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def fail() -> Version:
        reads.append(1)
        raise DatabaseError("The server is gone.")

    reads: list[int] = []
    monkeypatch.setattr(versions, "read_version", lambda: Version(1, "first"))
    cache = VersionCache()
    cache.current(REQUEST)
    monkeypatch.setattr(versions, "read_version", fail)

    assert [cache.current(REQUEST) for _ in range(3)] == [Version(1, "first")] * 3
    assert len(reads) == 1
