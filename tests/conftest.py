"""What many tests need."""

import os
from typing import Any

import pytest
from django.conf import settings
from django.db import connection


def pytest_configure() -> None:
    """Passwords of tests need not withstand anybody: hashing them well takes longer than most tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot test; in CI the documents' texts have to be there."""
    lacking = {
        "postgresql": "DATABASE_URL names no PostgreSQL database" if connection.vendor != "postgresql" else None,
        "texts": None if settings.SEED_TEXTS_DIR.is_dir() or os.environ.get("CI") else "no texts in SEED_TEXTS_DIR",
    }
    for item in items:
        for marker, reason in lacking.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def plain_static_files(settings: Any) -> None:
    """Pages are rendered without the manifest of collected files."""
    backend = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
