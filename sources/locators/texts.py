"""The text of a document as numbered paragraphs, and the words of a citation in one of them."""

import re
import unicodedata
from typing import NamedTuple

# A year at the end of a sentence with a note marker glued to it ("in 2018.13 The") is not a decimal number.
YEAR_BEFORE_NOTE = r"(?<![\d$€£¥,.])(?:1[5-9]|20)\d\d(?=\.\d{1,3}(?:\s+[\"'(\[]?[A-Z]|\s*$))"
# A note marker glued to a word without a full stop ("forces12"); codes such as MX1 are one token.
_WORD_BEFORE_NOTE = r"[^\W\d_]*[a-zß-öø-ÿ]{2}(?=\d{1,2}(?![^\W_]))"
_TOKEN = re.compile(
    rf"{YEAR_BEFORE_NOTE}|{_WORD_BEFORE_NOTE}|\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?[^\W_]*"
    r"|\d+(?:[.:]\d+)*[^\W_]*|[^\W_]+"
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛′", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
)


class Span(NamedTuple):
    """A half-open range of characters of a folded paragraph."""

    start: int
    end: int


def paragraphs(text: str) -> list[str]:
    """Return the stripped lines of the text that are not empty; the first one is paragraph 1."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def fold(text: str) -> str:
    """Return the text in NFC on one line, with plain spaces, quotes, dashes and dots; folding twice changes nothing."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_FOLDED))
    return " ".join(plain.split())


def blank_urls(folded: str) -> str:
    """Return the folded paragraph with spaces in place of addresses; everything else stands where it stood."""
    return _URL.sub(lambda url: " " * len(url.group()), folded)


def find_words(as_stated: str, paragraph: str) -> list[Span]:
    """Return the spans, in the folded paragraph, where the folded words stand on their own, from left to right.

    Words do not match inside a longer word or number. Those inside an address count only if there are no others.
    """
    words, text = fold(as_stated), fold(paragraph)
    if not words:
        return []
    inside = {place for token in _TOKEN.finditer(text) for place in range(token.start() + 1, token.end())}
    found: list[Span] = []
    for match in re.finditer(rf"(?={re.escape(words)})", text):
        span = Span(match.start(), match.start() + len(words))
        if not inside.intersection(span) and (not found or span.start >= found[-1].end):
            found.append(span)
    visible = blank_urls(text)
    return [span for span in found if visible[slice(*span)] == words] or found


def word_count(text: str) -> int:
    """Return how many words the text has: runs without white space that hold a letter or a digit."""
    return sum(any(character.isalnum() for character in chunk) for chunk in fold(text).split())


def plain_words(text: str) -> list[str]:
    """Return the words of the text in lower case without punctuation; hyphenated words are several."""
    return _WORD.findall(fold(text).casefold())


def word_runs(text: str, n: int = 8) -> frozenset[tuple[str, ...]]:
    """Return every run of n words of the text, for shared_run."""
    words = plain_words(text)
    return frozenset(zip(*(words[offset:] for offset in range(n)), strict=False))


def shared_run(runs: frozenset[tuple[str, ...]], candidate: str, n: int = 8) -> str | None:
    """Return the first n words of the candidate that stand in a row in the text of the runs, or None."""
    words = plain_words(candidate)
    for start in range(len(words) - n + 1):
        if tuple(words[start : start + n]) in runs:
            return " ".join(words[start : start + n])
    return None
