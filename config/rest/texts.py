"""How texts are compared wherever they are asked for: by their words alone."""

from unicodedata import combining, normalize


def folded(text: str) -> str:
    """The words of a text with single spaces, without case, accents and punctuation; empty if there is none.

    Letters that Unicode writes in several ways, or that are written in two (ß), are the same.
    """
    return " ".join("".join(char if char.isalnum() else " " for char in unaccented(text)).split())


def unaccented(text: str) -> str:
    """A text without case and accents."""
    return "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
