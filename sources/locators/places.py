"""A place in a source: how it is written, read, and linked to."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

_FORM = re.compile(
    r"paragraph (?P<paragraph>[1-9][0-9]{0,8})"
    r"|row (?P<row>[1-9][0-9]{0,8})"
    r"|(?:section (?P<section>\S(?:.*?\S)??))?(?:(?:^|, )page (?P<page>[^\s,]+))?"
)


@dataclass(frozen=True)
class Locator:
    """A paragraph or a row, counted from 1, or a section, a page as printed ("II-12"), or both."""

    paragraph: int | None = None
    section: str | None = None
    page: str | None = None
    row: int | None = None


@lru_cache(maxsize=4_000)
def format_locator(
    *,
    paragraph: int | None = None,
    section: str | None = None,
    page: str | int | None = None,
    row: int | None = None,
) -> str:
    """Return "paragraph 17", "section X, page 12", "section X", "page II-12" or "row 5".

    Raises ValueError unless it is exactly one of these, or if parse_locator could not read it back.
    """
    given = Locator(paragraph, section, None if page is None else str(page), row)
    if paragraph is not None:
        text = f"paragraph {paragraph}"
    elif row is not None:
        text = f"row {row}"
    else:
        parts = [f"section {section}" if section is not None else "", f"page {page}" if page is not None else ""]
        text = ", ".join(part for part in parts if part)
    if parse_locator(text) != given:
        raise ValueError(f"{given} is no place: expected a paragraph, a row, or a section and page")
    return text


def parse_locator(text: str) -> Locator:
    """Return the place that format_locator wrote; raises ValueError for any other text."""
    match = _FORM.fullmatch(text)
    if not text or match is None:
        raise ValueError(f"{text!r} is no place: expected 'paragraph 17', 'section X, page 12' or 'row 5'")
    paragraph, row = (int(match[name]) if match[name] else None for name in ("paragraph", "row"))
    return Locator(paragraph, match["section"], match["page"], row)


# An answer names the same words for as long as they are cited: to quote them takes longer than to fetch them.
@lru_cache(maxsize=4_000)
def text_fragment(url: str, words: str) -> str:
    """Return the address with a text directive, so that a browser scrolls to the words as printed in the document.

    Source: https://wicg.github.io/scroll-to-text-fragment/ (a dash, comma or ampersand has a meaning of its own there).
    Raises ValueError for words that are empty or no valid Unicode.
    """
    printed = " ".join(words.split())
    if not printed:
        raise ValueError("no words to link to")
    directive = "text=" + quote(printed, safe="").replace("-", "%2D")
    if ":~:" in url:
        return f"{url}&{directive}"
    return f"{url}{'' if '#' in url else '#'}:~:{directive}"
