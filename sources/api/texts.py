"""Filters for texts: by all their words in order, or by some; case, accents, punctuation and normal form do not matter."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from config.rest.errors import nearest
from config.rest.filters import Filter
from config.rest.texts import folded
from config.rest.values import ListField, ValueField

NO_WORDS = "There are no words in this: write letters or digits."


class Text(NamedTuple):
    """A text as it is compared."""

    words: str


class TextField(ValueField):
    """A text by its words; its value is a Text."""

    def parse(self, text: str) -> Any:
        super().parse(text)
        words = folded(text)
        if not words:
            raise ValidationError(NO_WORDS)
        return Text(words)


class SameText(Filter):
    """One of some columns, along relations too, holds the text: all its words, and no others. The rows are few."""

    is_prepared = False

    def __init__(self, columns: tuple[str, ...], description: str) -> None:
        super().__init__(TextField(description=description), field_name=columns[0])
        self.columns = columns

    def filter(self, queryset: QuerySet, value: Text) -> QuerySet:
        some = texts_of(queryset.model, self.columns)
        return queryset.filter(pk__in={pk for pk, text in some if self.holds(folded(text), value.words)})

    def holds(self, text: str, asked: str) -> bool:
        return text == asked


class HasWords(SameText):
    """One of the columns holds all the words, in any order."""

    def holds(self, text: str, asked: str) -> bool:
        return set(asked.split()) <= set(text.split())


# Texts of a column, or public ids, among which the one that was probably meant is looked for.
SUGGESTED_FROM = 2_000
LONGEST_TEXT = 4_000


class KnownTextField(ValueField):
    """A text of a column that has few, which `texts` gives; its value are those that have the same words.

    With `as_printed` a text that is written exactly so stands for itself alone.
    """

    def __init__(self, texts: Callable[[], Iterable[str]], *, as_printed: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.texts, self.as_printed = texts, as_printed

    def parse(self, text: str) -> Any:
        """The texts that have these words; where none has, the nearest is suggested."""
        if len(text) > LONGEST_TEXT:
            raise ValidationError(f"At most {LONGEST_TEXT} characters.")
        asked, known = folded(text), sorted(set(self.texts()))
        if self.as_printed and text in known:
            return [text]
        found = [other for other in known if asked and folded(other) == asked]
        if not found:
            near = nearest(text[:100], known) if len(known) <= SUGGESTED_FROM else None
            raise ValidationError("Nothing here has “%(text)s”.", params={"text": text[:100], "suggestion": near})
        return found


class KnownTextListField(ListField):
    """Several such texts, separated by commas; its value are all those that have the same words as one of them."""

    def clean_items(self, words: list[str]) -> list[Any]:
        return [text for word in words for text in self.item.clean(word)]


def texts_of(model: type[Model], columns: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Keys of the published records with a text that one of the columns holds."""
    rows = model._default_manager.published().order_by().values_list("pk", *columns)  # type: ignore[attr-defined]
    yield from ((pk, text) for pk, *texts in rows for text in texts if text)


def called(columns: tuple[str, ...], text: str) -> dict[str, Filter]:
    """The filters `name` and `name__has`, for what a record is called."""
    return {
        "name": SameText(columns, f"{text} The whole of one, whatever its case, accents and punctuation."),
        "name__has": HasWords(columns, f"{text} All these words in one, in any order."),
    }


def known_text(model: type[Model], column: str, *, several: bool = False) -> dict[str, Filter]:
    """The filter for a text of which there are a few; with `several`, also one for some of them."""
    text = str(model._meta.get_field(column).help_text)  # type: ignore[union-attr]
    text += " One of those that there are, whatever its case, accents and punctuation."

    def texts() -> list[str]:
        return [found for _, found in texts_of(model, (column,))]

    fields: dict[str, ValueField] = {column: KnownTextField(texts, description=text)}
    if several:
        one = KnownTextField(texts, description=f"{text} Several, separated by commas.")
        fields[f"{column}__in"] = KnownTextListField(item=one)
    return {name: Filter(field, field_name=column, lookup_expr="in") for name, field in fields.items()}
