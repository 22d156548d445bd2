"""Curators at a running server: each logs in, and moves drafts of its own to and fro."""

import http.client
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.attacks.attacks import LOGIN
from tests.kills.test_import_kills import run

PROJECT = Path(__file__).resolve().parents[2]
PASSWORD = "not-a-good-one"
DRAFTS = f"""
from django.contrib.auth.models import User
from cooperation.models import Place
for number in range({{number}}):
    User.objects.create_superuser(f"curator{{{{number}}}}", password="{PASSWORD}")
    print(Place.objects.create(slug=f"draft-{{{{number}}}}", name="Draft", kind="city").pk)
"""


@dataclass
class Curator:
    """Somebody who is logged in; what was answered when the draft was saved, and how long that took in seconds."""

    port: int
    name: str
    draft: int
    revision: int = 1
    answers: list[tuple[int, float, http.client.HTTPResponse]] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, **fields: object) -> http.client.HTTPResponse:
        """An answer, read whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "text/html",
        }
        body = None
        if fields:
            body = urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, body, headers)
        response = connection.getresponse()
        response.body = response.read().decode()  # type: ignore[attr-defined]
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, value = re.match(r"(\w+)=([^;]*)", cookie).groups()  # type: ignore[union-attr]
            self.cookies[name] = value
        connection.close()
        return response

    def log_in(self) -> None:
        """Log in as anybody would."""
        self.ask("GET", LOGIN)
        response = self.ask("POST", LOGIN, username=self.name, password=PASSWORD, next="/admin/")
        assert response.status == 302, response.status

    def save(self) -> int:
        """Submit the draft, or return it; the status of the answer, which is 302 where it was saved."""
        step = "submit" if self.revision % 2 else "send-back"
        begin = time.monotonic()
        address = f"/admin/cooperation/place/{self.draft}/{step}/"
        response = self.ask("POST", address, seen_revision=self.revision, reason="to and fro")
        self.answers.append((response.status, time.monotonic() - begin, response))
        self.revision += response.status == 302
        return response.status


def curators(port: int, number: int) -> list[Curator]:
    """So many people who are logged in, each with a draft."""
    drafts = run("shell", "--no-imports", "--command", DRAFTS.format(number=number)).split()
    people = [Curator(port, f"curator{turn}", int(draft)) for turn, draft in enumerate(drafts)]
    for person in people:
        person.log_in()
    return people
