"""The documents of the project that are served below /docs/: which there are, at which addresses, and how links lead on."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

from django.conf import settings
from django.urls import reverse

from config.rest.addresses import absolute, site

# A link of Markdown with its target; an example of one in a fenced block counts, for nobody writes any.
LINK = re.compile(r"(?<=\]\()[^)\s]+(?=\))")
DRAWING = ".svg"


@dataclass(frozen=True)
class Document:
    """One file, by its path from the top of the repository."""

    path: PurePosixPath

    @property
    def file(self) -> Path:
        return Path(settings.BASE_DIR / self.path)

    @property
    def name(self) -> str:
        """What its address is below /docs/ if it is served as it is."""
        return str(self.path).removeprefix("docs/")

    @property
    def page_name(self) -> str:
        """The same for its page: api-guide/, changelog/, and nothing for the first of all."""
        words = self.name.removesuffix(".md").removesuffix("README").rstrip("/").lower()
        return f"{words}/" if words else ""

    @property
    def address(self) -> str:
        """Address of its page, relative to the host; of a drawing, that of the file."""
        return reverse("documents") + (self.name if self.path.suffix == DRAWING else self.page_name)

    @property
    def text_address(self) -> str:
        return reverse("documents") + self.name

    def text(self) -> str:
        """The Markdown, or the drawing; its answers have the addresses of this server."""
        return self.file.read_text(encoding="utf-8").replace(f"{settings.EXAMPLE_SITE}/", f"{site()}/")


@cache
def documents() -> dict[str, Document]:
    """All of them by their path from the top."""
    paths = (PurePosixPath(path.relative_to(settings.BASE_DIR).as_posix()) for path in settings.DOCUMENTS)
    return {str(path): Document(path) for path in paths}


def page_named(name: str) -> Document | None:
    """The document whose page is at this name below /docs/."""
    return next((item for item in documents().values() if item.path.suffix == ".md" and item.page_name == name), None)


def file_named(name: str) -> Document | None:
    """The document that is served as it is at this name below /docs/."""
    return next((item for item in documents().values() if item.name == name), None)


def target_of(link: str, home: Document, *, as_text: bool = False) -> str | None:
    """Where a link of a document leads on this server: to the page of another, or to its text; None if it leads nowhere here."""
    path, hash_sign, anchor = link.partition("#")
    if ":" in link or not path or link.startswith("/"):
        return link
    document = documents().get(normpath(home.path.parent / path))
    if document is None:
        return None
    return (absolute(document.text_address) if as_text else document.address) + hash_sign + anchor


def text_with_links(document: Document) -> str:
    """The Markdown of a document, with links to the other texts of this server."""
    return LINK.sub(lambda found: target_of(found[0], document, as_text=True) or found[0], document.text())
