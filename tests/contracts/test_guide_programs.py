"""The programs in the guide do what it says, against a server that answers in the thread of the test."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings

from tests.contracts.endpoints import get

GUIDE = (settings.BASE_DIR / "docs" / "api-guide.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("\n### In a program\n")[2].partition("\n## ")[0]
PYTHON = [sys.executable, "program.py"]
NODE = ["node", "program.mjs"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def program(language: str) -> str:
    """The one block of the section in a language."""
    [block] = re.findall(rf"^```{language}\n(.*?)^```$", SECTION, re.DOTALL | re.MULTILINE)
    return block


def answer(environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]) -> list[bytes]:
    """An application that asks as the other tests do, and so over their connection."""
    given = {
        name: environ[f"HTTP_{name.upper()}"] for name in ("host", "if_none_match") if f"HTTP_{name.upper()}" in environ
    }
    response = get(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}", **given)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


class QuietHandler(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[[list[str], str], str]]:
    """Runs a program while the test answers its questions; gives the last line that it writes."""
    server = make_server("127.0.0.1", 0, answer, handler_class=QuietHandler)
    server.timeout = 0.1
    site = f"http://127.0.0.1:{server.server_port}"

    def run_program(command: list[str], text: str) -> str:
        (tmp_path / command[-1]).write_text(text.replace(settings.EXAMPLE_SITE, site), encoding="utf-8")
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while process.poll() is None:
            server.handle_request()
        written, complaint = process.communicate()
        return written.splitlines()[-1] if process.returncode == 0 else f"failed: {complaint}"

    with server:
        yield run_program


def numbers(line: str) -> list[int]:
    """Rows, rows there are, pages kept, pages."""
    return [int(word) for word in re.findall(r"\d+", line)]


@pytest.mark.parametrize(
    ("language", "command"),
    [("python", PYTHON), pytest.param("js", NODE, marks=needs_node)],
    ids=["Python", "JavaScript"],
)
def test_a_program_reads_all_pages_into_a_table_and_again_from_what_it_kept(
    run: Callable[[list[str], str], str], language: str, command: list[str]
) -> None:
    first, second = run(command, program(language)), run(command, program(language))

    rows, count, kept, pages = numbers(first)
    assert rows == count > 50
    assert kept == 0
    assert pages > 1
    assert numbers(second) == [rows, count, pages, pages]


@pytest.mark.parametrize(
    ("language", "command"),
    [("python", PYTHON), pytest.param("js", NODE, marks=needs_node)],
    ids=["Python", "JavaScript"],
)
def test_a_program_with_a_wrong_question_stops_with_what_was_meant(
    run: Callable[[list[str], str], str], language: str, command: list[str]
) -> None:
    said = run(command, program(language).replace("value__isnull", "value__isnul"))

    assert said.startswith("failed: ")
    assert "value__isnull" in said
