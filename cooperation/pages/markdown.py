"""Markdown as a page: the HTML, and the headings that its contents list."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The headings that a table of contents lists.
LISTED = ("h2", "h3")
# What may be asked of this server as it stands, without a part to fill in.
ADDRESS = re.compile(r"/(?:api|docs|llms\.txt)[^\s<>{}…]*\Z")
RELATION = re.compile(r"^\s*(\w+) -- (.+?) --> (\w+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Heading:
    """A heading, and the name by which it is linked to."""

    tag: str
    text: str
    anchor: str


@dataclass(frozen=True)
class RenderedPage:
    """A document as HTML, without the page around it."""

    title: str
    html: str
    contents: tuple[Heading, ...]


def rendered_page(text: str, target_of: Callable[[str], str | None]) -> RenderedPage:
    """Markdown as HTML; `target_of` says where a link leads, or None if nowhere, and then the words stand alone.

    HTML in the text is left out: our own has comments only, and no other comes through.
    """
    markdown = MarkdownIt("commonmark").enable("table")
    for rule, render in RULES.items():
        markdown.add_render_rule(rule, render)
    tokens = markdown.parse(text)
    headings = name_headings(tokens)
    for token in tokens:
        follow_links(token.children or [], target_of)
        align_by_class(token)
    titles = [heading.text for heading in headings if heading.tag == "h1"]
    listed = tuple(heading for heading in headings if heading.tag in LISTED)
    return RenderedPage(titles[0] if titles else "", markdown.renderer.render(tokens, markdown.options, {}), listed)


def name_headings(tokens: Sequence[Token]) -> list[Heading]:
    """Give each heading the id that GitHub gives it, and a link to itself."""
    headings: list[Heading] = []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        text = "".join(child.content for child in inline.children or [])
        anchor = anchor_of(text, {heading.anchor for heading in headings})
        headings.append(Heading(opening.tag, text, anchor))
        opening.attrSet("id", anchor)
        if opening.tag in LISTED:
            attributes: dict[str, str | int | float] = {
                "href": f"#{anchor}",
                "class": "anchor",
                "aria-label": f"Link to “{text}”",
            }
            sign = Token("text", "", 0, content="#")
            (inline.children or []).extend(
                [Token("link_open", "a", 1, attrs=attributes), sign, Token("link_close", "a", -1)]
            )
    return headings


def anchor_of(text: str, taken: set[str]) -> str:
    """The words of a heading as a name: small letters, digits and hyphens; a number behind it if it is taken."""
    name = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
    numbers = (f"{name}-{number}" for number in range(1, len(taken) + 2))
    return name if name not in taken else next(other for other in numbers if other not in taken)


def follow_links(children: list[Token], target_of: Callable[[str], str | None]) -> None:
    """Make links and pictures lead where they do on this server."""
    dead = False
    for token in children:
        attribute = {"link_open": "href", "image": "src"}.get(token.type)
        if attribute:
            target = target_of(str(token.attrGet(attribute)))
            dead = target is None
            token.attrSet(attribute, target or "")
        if dead and token.type in ("link_open", "link_close"):
            dead = token.type == "link_open"
            token.type, token.tag, token.attrs = "span", "span", {}


def align_by_class(token: Token) -> None:
    """Say by a class how a cell is aligned: the policy of the site forbids styles in the markup."""
    if style := token.attrs.pop("style", None):
        token.attrSet("class", str(style).replace("text-align:", "to-"))


def left_out(*_: Any) -> str:
    return ""


def fence(renderer: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    """A block of code that the keyboard can scroll; a request leads to its answer, a drawing in words becomes a table."""
    kind, text = tokens[index].info.partition(" ")[0], tokens[index].content
    if kind == "mermaid":
        return relations(text)
    body = str(escape(text))
    if kind == "http":
        body = re.sub(r"^GET (/\S+)", r'GET <a href="\1">\1</a>', body)
    return f'<pre class="{kind}" tabindex="0"><code>{body}</code></pre>\n'


def code(renderer: Any, tokens: Sequence[Token], index: int, *_: Any) -> str:
    """Code among words; an address of this server leads there."""
    body = f"<code>{escape(tokens[index].content)}</code>"
    return f'<a href="{escape(tokens[index].content)}">{body}</a>' if ADDRESS.match(tokens[index].content) else body


def relations(diagram: str) -> str:
    """The arrows of a flow chart, one a row."""
    rows = "".join(f"<tr><th scope=row>{a}</th><td>{words}</td><td>{b}</td></tr>" for a, words, b in arrows(diagram))
    head = "<thead><tr><th scope=col>from</th><th scope=col>relation</th><th scope=col>to</th></tr></thead>"
    return f"{table_open()}{head}<tbody>{rows}</tbody>{table_close()}"


def arrows(diagram: str) -> list[tuple[str, str, str]]:
    return [(escape(a), escape(words), escape(b)) for a, words, b in RELATION.findall(diagram)]


def table_open(*_: Any) -> str:
    """A table that is wider than its page is scrolled by itself, with the keyboard too."""
    return '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\n'


def table_close(*_: Any) -> str:
    return "</table></div>\n"


RULES: dict[str, Callable[..., str]] = {
    "html_block": left_out,
    "html_inline": left_out,
    "fence": fence,
    "code_inline": code,
    "table_open": table_open,
    "table_close": table_close,
}
