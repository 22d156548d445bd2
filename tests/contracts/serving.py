"""A process of its own that does with a database what people do with the site: `python -m tests.contracts.serving`."""

import json
import os
from collections.abc import Iterator

import django


def main() -> None:
    """Do it, and print the status of each answer, by what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_test_environment()
    print(json.dumps(dict(answers())))


def answers() -> Iterator[tuple[str, int]]:
    """What people do, and the status of the answer, after all that was led to."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from cooperation.models import Place
    from sources.models.groups import create_groups
    from tests.curation import admin_url, change, log_in
    from tests.sources.test_admin_workflow import take

    create_groups()
    client = log_in(name="root", is_superuser=True)
    added = client.post(admin_url(Place, "add"), {"slug": "x", "name": "X", "kind": "city", "iso_3166_1": "MEX"} | ROWS)
    yield "a new draft", added.status_code
    place = Place.objects.get(slug="x")
    yield "a changed draft", change(client, place, note="Seen.").status_code
    for step in ("discard", "recover", "submit", "send-back", "publish", "withdraw", "restore"):
        yield step, take(client, place, step, reason="Why not.").status_code
    assert Place.objects.get(slug="x").status == "published"
    form = {
        "username": "ana",
        "password1": "a-good-password",
        "password2": "a-good-password",
        "usable_password": "true",
    }
    yield "a new user", client.post(admin_url(User, "add"), form).status_code
    ana = User.objects.get(username="ana")
    yield "another role", change(client, ana, is_staff="on").status_code
    login = {"username": "ana", "password": "a-good-password"}
    yield "a wrong login", Client().post("/admin/login/?next=/admin/", {**login, "password": "wrong"}).status_code
    yield "a login", (curator := Client()).post("/admin/login/?next=/admin/", login).status_code
    yield "a logout", curator.post("/admin/logout/").status_code
    yield "a user deleted", client.post(admin_url(ana, "delete"), {"post": "yes"}).status_code
    for address in ADDRESSES:
        yield address, client.get(address).status_code
        yield f"{address} of the public", Client(headers={"host": "localhost"}).get(address).status_code
    call_command("check_ledger")


# The form of a place without any row of other tables.
ROWS = {
    f"{part}-{count}_FORMS": "0"
    for part in ("aliases", "supports")
    for count in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")
}
ADDRESSES = (
    "/api/v1/places/x/",
    "/api/v1/places/x/history/",
    "/api/v1/places/?q=x",
    "/api/v1/places.csv",
    "/api/v1/changes/",
    "/api/v1/search/?q=x",
    "/readyz",
    "/admin/",
    "/admin/operations/",
)


if __name__ == "__main__":
    main()
