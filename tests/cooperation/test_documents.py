"""The documents of the project as pages of the site, and for programs."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.http import HttpResponse
from django.test import Client

from cooperation.pages.documents import DRAWING, documents
from cooperation.pages.markdown import rendered_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]

PAGES = sorted(item.address for item in documents().values() if item.path.suffix == ".md")
TEXTS = sorted(item.text_address for item in documents().values())


class PageParser(HTMLParser):
    """What a page names: where it links to, ids, and headings."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [str(given[name]) for name in ("href", "src") if name in given]
        self.ids += [str(given["id"])] if "id" in given else []


def read(address: str) -> HttpResponse:
    return Client(headers={"host": "localhost"}).get(address)


def page(address: str) -> PageParser:
    response = read(address)
    assert response.status_code == 200, address
    return PageParser(response.content.decode())


def html(text: str) -> str:
    return rendered_page(text, lambda link: None if link.startswith("gone") else f"/docs/{link}").html


def test_guide_data_model_dictionary_and_changelog_are_served_and_linked_from_every_document() -> None:
    wanted = {"/docs/api-guide/", "/docs/data-model/", "/docs/data-dictionary/", "/docs/changelog/", "/docs/"}

    assert all(wanted <= {*page(address).links} for address in ("/docs/", "/docs/api-guide/", "/docs/seeds/"))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_title_and_ids_that_are_not_taken_twice(address: str) -> None:
    found = page(address)

    assert found.tags.count("h1") == 1
    assert len(found.ids) == len({*found.ids})
    assert "script" not in found.tags


@pytest.mark.parametrize("address", PAGES)
def test_links_of_a_page_lead_to_pages_and_headings_of_this_server(address: str) -> None:
    for link in page(address).links:
        target, _, anchor = urljoin(address, link).partition("#")
        if target.startswith("/docs/") and not target.endswith((".md", DRAWING)):
            assert target in PAGES, link
            assert not anchor or anchor in page(target).ids, link


@pytest.mark.parametrize("address", TEXTS)
def test_links_of_a_text_lead_to_texts_of_this_server(address: str) -> None:
    response = read(address)

    assert response.headers["Content-Type"] in ("text/markdown; charset=utf-8", "image/svg+xml")
    for link in re.findall(r"\]\(http://localhost(/docs/[^)#\s]+)", response.content.decode()):
        assert link in TEXTS


@pytest.mark.parametrize(
    "address", ["/docs/nowhere/", "/docs/nowhere.md", "/docs/../config/settings.py.md", "/docs/README/"]
)
def test_what_is_no_document_is_not_found(address: str) -> None:
    assert read(address).status_code == 404


@pytest.mark.parametrize("address", ["/docs/api-guide/", "/docs/api-guide.md", "/llms.txt"])
def test_a_document_is_kept_like_an_answer_and_confirmed(address: str) -> None:
    first = read(address)
    confirmed = Client(headers={"host": "localhost"}).get(address, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"].startswith("public, max-age=")
    assert (confirmed.status_code, confirmed.content) == (304, b"")


def test_language_models_are_told_of_every_document_and_of_questions() -> None:
    body = read("/llms.txt").content.decode()

    assert body.startswith("# Security Cooperation API\n\n> Who trained")
    assert "- [API guide](http://localhost/docs/api-guide.md): " in body
    assert "](http://localhost/api/v1/funding/summary/?group_by=fiscal_year,stage&fiscal_year__gte=2006): " in body


def test_addresses_stand_behind_the_public_url(settings: pytest.MonkeyPatch) -> None:
    settings.PUBLIC_URL = "https://api.example.org"  # type: ignore[attr-defined]

    assert "](https://api.example.org/docs/data-model.md)" in read("/docs/api-guide.md").content.decode()
    assert "](https://api.example.org/docs/data-model.md)" in read("/llms.txt").content.decode()


def test_commands_and_answers_of_a_document_have_the_address_of_the_server() -> None:
    text, page = read("/docs/api-guide.md").content.decode(), read("/docs/api-guide/").content.decode()

    assert "curl &#x27;http://localhost/api/v1/funding/?program=merida-initiative&amp;fields" in page
    assert "curl 'http://localhost/api/v1/funding/?program=merida-initiative&fields" in text
    assert "api.example.org/" not in page + text


def test_html_in_a_text_is_left_out() -> None:
    assert html("<!-- generated -->\n\nA <b onclick=x>word</b>.\n\n<script>x</script>\n") == "<p>A word.</p>\n"


def test_headings_have_the_names_that_github_gives_them() -> None:
    found = rendered_page("# A\n## Order and `pages`!\n## Order and pages\n#### Deep\n", str)

    assert found.title == "A"
    assert [(heading.text, heading.anchor) for heading in found.contents] == [
        ("Order and pages!", "order-and-pages"),
        ("Order and pages", "order-and-pages-1"),
    ]


def test_a_link_that_leads_nowhere_here_is_words() -> None:
    assert html("[a](gone.md) and [b](b.md)") == '<p><span>a</span> and <a href="/docs/b.md">b</a></p>\n'


def test_a_request_leads_to_its_answer() -> None:
    assert '<code>GET <a href="/api/v1/places/?a=1&amp;b=2">/api/v1/places/?a=1&amp;b=2</a>' in html(
        "```http 400\nGET /api/v1/places/?a=1&b=2\n```\n"
    )
    assert '<a href="/api/v1/places/"><code>' in html("`/api/v1/places/`")
    assert "<a" not in html("`/api/v1/places/<id>/` and `/other/`")


def test_a_diagram_is_a_table_of_its_arrows() -> None:
    body = html("```mermaid\nflowchart LR\n    Funding -- pays for --> Program\n```\n")

    assert "<th scope=row>Funding</th><td>pays for</td><td>Program</td>" in body


def test_cells_are_aligned_by_class() -> None:
    assert '<td class="to-right">1</td>' in html("| a |\n| ---: |\n| 1 |\n")
