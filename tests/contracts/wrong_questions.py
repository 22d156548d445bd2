"""Values that no parameter of the API may take, from what each endpoint says that it understands."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from config.rest.pages import mark_of
from config.rest.parameters import Parameter
from config.rest.values import CheckedField, ListField, ValueField
from sources.api.filters import IntervalField, SlugField
from tests.contracts.endpoints import ENDPOINTS, ROOT

ACTIONS = [(plural, action) for plural, view in ENDPOINTS.items() for action in view.operations()]

UNREADABLE = ["", "%00", "a%00b", "%ED%A0%80", "%FF", "x" * 10_000, quote("é" * 10_000)]
NO_NUMBERS = [
    "abc",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "1_000",
    "1" + "0" * 20,
    "1" + "0" * 400,
    "0x10",
    "٣",
    "1,000",
]
NO_INTEGERS = [*NO_NUMBERS, "-1", "1.5", "1e3", "+1"]
NO_TIMES = [
    "abc", "2026", "2026-11-21", "2026-11-21T12:00:00", "2026-02-30T12:00:00Z", "0001-01-01T00:00:00%2B23:59",
    "9999-12-31T23:59:59-23:59", "10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "2026-11-21T12:00:00%2B99:99",
]  # fmt: skip
NO_INTERVALS = [
    "abc",
    "0000",
    "10000",
    "2011-13",
    "2011-02-30",
    "2012/2011",
    "..",
    "../..",
    "/",
    "2011/",
    "2011-21",
    "٢٠١١",
    "[2011]",
    "20" * 99,
]
NO_SLUGS = ["no-such-record", "(", ".*", "[a-z]", "%25", "' OR 1=1 --", "mexico%00", "x" * 81]

BY_TYPE: dict[str, list[str]] = {
    "integer": NO_INTEGERS,
    "number": [*NO_NUMBERS, "1e-99999", "0.000001"],
    "boolean": ["yes", "null", "2", "true,false", "01"],
}


def wrong_values(parameter: Parameter, field: ValueField | None) -> list[str]:
    """Values, as a URL writes them, that must be refused."""
    if isinstance(field, ListField):
        return lists_of(field.item, wrong_values(parameter, field.item))
    if isinstance(field, SlugField):
        return [*UNREADABLE, *NO_SLUGS]
    if isinstance(field, IntervalField):
        return [*UNREADABLE, *NO_INTERVALS]
    schema = parameter.schema.get("items", parameter.schema) if field is None else field.schema
    if "enum" in schema:
        return [*UNREADABLE, "no-such-word", schema["enum"][0] + "x", "(", "%27", ","]
    if schema.get("format") == "date-time":
        return [*UNREADABLE, *NO_TIMES]
    wrong = [*UNREADABLE, *BY_TYPE.get(schema["type"], [])]
    wrong += [str(schema["minimum"] - 1), str(schema["maximum"] + 1)] if "minimum" in schema else []
    return wrong + no_checked(field)


def no_checked(field: Any) -> list[str]:
    """Values that the validators of a column of text refuse."""
    return ["("] if isinstance(field, CheckedField) and field.checks else []


def lists_of(item: ValueField, wrong: list[str]) -> list[str]:
    """Lists with something wrong in them."""
    good = item.schema.get("enum", ["1"])[0]
    return [
        *wrong[:10],
        f"{good},",
        f",{good}",
        f"{good},,{good}",
        ",".join(["1"] * 101),
        *(f"{good},{value}" for value in wrong[:3]),
    ]


def field_of(plural: str, parameter: Parameter) -> ValueField | None:
    """What reads a parameter, if it is a filter."""
    item = ENDPOINTS[plural].filterset_class.base_filters.get(parameter.name)
    return item.field if item else None


def wrong_values_of(plural: str, parameter: Parameter) -> list[str]:
    """Values, as a URL writes them, that an endpoint must refuse for a parameter; those of a cursor are forged ones."""
    return wrong_values(parameter, field_of(plural, parameter)) if parameter.name != "cursor" else []


def parameters_of(plural: str, action: str) -> list[Parameter]:
    """The parameters of an action."""
    return list(ENDPOINTS[plural].operations()[action].parameters)


def one_question_each(plural: str, action: str) -> Iterator[tuple[str, str]]:
    """The parameters of an action, each with one value that must be refused; another one each time, in turn."""
    for number, parameter in enumerate(parameters_of(plural, action)):
        if wrong := wrong_values_of(plural, parameter):
            yield parameter.name, wrong[(number + len(plural + action)) % len(wrong)]


def kind_of(plural: str, parameter: Parameter) -> str:
    """What decides which values of a parameter are wrong: its name, or how the field of its filter reads."""
    field = field_of(plural, parameter)
    if field is None:
        return parameter.name
    item = field.item if isinstance(field, ListField) else field
    schema = item.schema
    checked = "checked" if no_checked(item) else None
    how = [type(field).__name__, type(item).__name__, schema.get("format"), schema.get("minimum"), checked]
    return " ".join(dict.fromkeys(str(word) for word in how if word is not None))


# Each kind of parameter, at one of the endpoints that have it.
KINDS: dict[str, tuple[str, str, Parameter]] = {
    kind_of(plural, parameter): (plural, action, parameter)
    for plural, action in ACTIONS
    for parameter in parameters_of(plural, action)
    if wrong_values_of(plural, parameter)
}


def address_of(plural: str, action: str, slug: str) -> str:
    """Address of an action; details are of the given record."""
    ends = {
        "list": "/", "export": ".csv", "facets": "/facets/", "summary": "/summary/", "summary_export": "/summary.csv",
        "retrieve": f"/{slug}/", "history": f"/{slug}/history/",
    }  # fmt: skip
    return f"{ROOT}{plural}{ends[action]}"


def whole_address_of(plural: str, action: str, slug: str) -> str:
    """Address of an action, with the parameters that it must have."""
    needed = f"?facets={next(iter(ENDPOINTS[plural].facet_columns()))}" if action == "facets" else ""
    return address_of(plural, action, slug) + needed


def cursor(*content: Any) -> str:
    """A cursor as the API writes it for the list of funding, of any content."""
    marked = [*content, mark_of(f"{ROOT}funding/")]
    return base64.urlsafe_b64encode(json.dumps(marked).encode()).decode().rstrip("=")


FORGED_CURSORS: list[tuple[str, str]] = [
    *(("id", text) for text in ("abc", "%25", "====", "a", "!!!!", "e30", "W10", "bnVsbA", "MQ", "٣", "x" * 1_900)),
    ("id", base64.urlsafe_b64encode(b"[" * 1_000 + b"]" * 1_000).decode()),
    ("id", base64.urlsafe_b64encode(b'["id","\\ud800","x",false]').decode()),
    ("id", base64.urlsafe_b64encode(b'["id",NaN,"x",false]').decode()),
    ("id", base64.urlsafe_b64encode(b'["id","\xff","x",false]').decode()),
    ("id", cursor()),
    ("id", cursor("id", "a", "b")),
    ("id", cursor("id", "a", "b", "no")),
    ("id", cursor("id", "a", "b", False, 1)),
    ("id", cursor("id", 1, "b", False)),
    ("id", cursor("id", 10**30, "b", False)),
    ("id", cursor("id", None, None, False)),
    ("id", cursor("id", ["a"], {"b": 1}, False)),
    ("id", cursor("id", "a\0", "b", False)),
    ("id", cursor("id", "a", "b\0", False)),
    ("id", cursor("id", "x" * 301, "b", False)),
    ("id", cursor("-id", "a", "b", False)),
    ("id", cursor(["id"], "a", "b", False)),
    ("id", cursor("modified_at", "2026-11-21T12:00:00+00:00", "b", False)),
    *(
        ("modified_at", cursor("modified_at", text, "b", False))
        for text in ("abc", "2026", "2026-11-21T12:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "")
    ),
    *(
        ("amount", cursor("amount", text, "b", False))
        for text in ("abc", "NaN", "sNaN", "Infinity", "1e400", "1e-99999", "1" + "0" * 20, "", "1 2")
    ),
    *(
        ("period", cursor("period", text, "b", False))
        for text in ("abc", "10000-01-01", "0000-01-01", "2011-02-30", "")
    ),
]
