"""Values of parameters that are words of a list."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from config.rest.errors import MAX_SUGGESTIONS, nearest
from config.rest.values import ValueField

# Words of one list that are said to be wrong.
MAX_ERRORS = 20


def unknown_word(text: str, words: Iterable[str], *, suggest: bool = True) -> ValidationError:
    """The error of a text that is none of some words, with the one that was probably meant."""
    words = list(words)
    near = nearest(text[:100], words) if suggest else None
    params = {"text": text[:100], "words": ", ".join(words), "suggestion": near}
    return ValidationError("“%(text)s” is not one of: %(words)s.", params=params)


class ChoiceField(ValueField):
    """One of a few words."""

    def __init__(self, *, choices: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = list(choices)

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        return {"type": "string", "enum": self.choices}

    def parse(self, text: str) -> str:
        if text not in self.choices:
            raise unknown_word(text, self.choices)
        return text


class OptionField(ValueField):
    """One of a few words, each of which stands for something; without the parameter it is the default."""

    may_be_empty = True

    def __init__(self, options: Mapping[str, Any], default: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.options, self.default = options, default

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        return {"type": "string", "enum": list(self.options), "default": self.default}

    def parse(self, text: str) -> Any:
        if text not in self.options:
            raise unknown_word(text, self.options)
        return self.options[text]


class WordListField(ValueField):
    """Some of a few words, separated by commas."""

    may_be_empty = True
    is_list = True

    def __init__(self, words: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = list(words)

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        return {"type": "array", "items": {"type": "string", "enum": self.words}, "minItems": 1}

    def parse(self, text: str) -> tuple[str, ...]:
        """The words, each once, in the order in which they are given."""
        words = tuple(dict.fromkeys(text.split(",")))
        unknown = [word for word in words if word not in self.words][:MAX_ERRORS]
        if unknown:
            raise ValidationError(
                [unknown_word(word, self.words, suggest=turn < MAX_SUGGESTIONS) for turn, word in enumerate(unknown)]
            )
        return words
