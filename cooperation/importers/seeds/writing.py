"""YAML as a person would write it: a block for a record, a line for what is short, no line longer than it must be."""

from decimal import Decimal
from itertools import pairwise
from textwrap import indent
from typing import Any

import yaml

WIDTH = 120
# Texts of this length stand in lines of their own below their key.
LONG = 90

Values = dict[str, Any]


class Dumper(yaml.SafeDumper):
    """YAML in which dates are not quoted and nothing refers to another place."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:
        """Write the same value twice rather than refer to it."""
        return True


def represent_text(dumper: Dumper, text: str) -> yaml.Node:
    """Long texts are folded, those with line breaks escaped, the others plain or quoted as need be."""
    style = None
    if text and text.splitlines() != [text]:
        style = '"'
    elif len(text) > LONG and " ".join(text.split()) == text:
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def represent_decimal(dumper: Dumper, value: Decimal) -> yaml.Node:
    """Decimals without an exponent."""
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}")


Dumper.add_representer(str, represent_text)
Dumper.add_representer(Decimal, represent_decimal)


def yaml_of(content: dict[str, Any]) -> str:
    """One file of seeds: the document and the lists of items, in the order given."""
    sections = []
    for name, value in content.items():
        text = block(value, WIDTH - 2) if isinstance(value, dict) else items(value, WIDTH - 2)
        sections.append(f"{name}:\n{indent(text, '  ')}")
    return "\n".join(sections)


def items(rows: list[Values], width: int) -> str:
    """The items of a section, blocks with a line between them."""
    written = [item(row, width) for row in rows]
    gaps = ["\n" if first.count("\n") > 1 or second.count("\n") > 1 else "" for first, second in pairwise(written)]
    # Supports and exclusions belong together, however long one of them is.
    gaps = gaps if any("slug" in row for row in rows) else [""] * len(gaps)
    return "".join(text + gap for text, gap in zip(written, [*gaps, ""], strict=True))


def item(row: Values, width: int) -> str:
    """One item: a line or two if it belongs to something else, a line if it is short and no claim, or a block."""
    line = f"- {wrapped(row, width, 2)}\n"
    if "slug" not in row or ("at" not in row and line.count("\n") == 1):
        return line
    return f"- {indent(block(row, width - 2), '  ')[2:]}"


def block(record: Values, width: int) -> str:
    """A record, a line or more for each key."""
    return "".join(keyed(name, value, width) for name, value in record.items())


def keyed(name: str, value: Any, width: int) -> str:
    """One key of a block with its value."""
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        return f"{name}:\n{indent(items(value, width - 2), '  ')}"
    if isinstance(value, (list, dict)):
        return f"{name}: {wrapped(value, width, len(name) + 2)}\n"
    # The emitter breaks a line behind the first word that is too long for it.
    return yaml_text({name: value}, width - 12, is_flow=False)


def wrapped(value: Any, width: int, used: int) -> str:
    """A list or mapping in braces, broken between its parts where a line would be too long."""
    whole = [{name: part} for name, part in value.items()] if isinstance(value, dict) else [[part] for part in value]
    parts = [yaml_text(part, 10**9, is_flow=True).strip()[1:-1] for part in whole]
    lines, free = [""], width - used - 1
    for place, part in enumerate(parts):
        text = part + ("," if place + 1 < len(parts) else "}" if isinstance(value, dict) else "]")
        if lines[-1] and len(lines[-1]) + 1 + len(text) > free:
            lines.append("")
            free = width - 3
        lines[-1] += (" " if lines[-1] else "") + text
    return ("{" if isinstance(value, dict) else "[") + "\n   ".join(lines)


def yaml_text(value: Any, width: int, *, is_flow: bool) -> str:
    """YAML of one value."""
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=width, default_flow_style=is_flow)
