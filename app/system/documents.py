"""The documents in docs/ as pages: their title, their sections with anchors, their links to other pages of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.config import ROOT
from app.i18n import RECORD_LANGUAGE
from app.system.document_links import link_codes, point
from app.text import fold

DOCUMENTS = ROOT / "docs"


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready for a page: its title, its sections (anchor and name), the rest as HTML, its language.

    `summary`: its first paragraph as plain text, for those who list pages.
    """

    title: str
    sections: tuple[tuple[str, str], ...]
    body: Markup
    language: str = RECORD_LANGUAGE
    summary: str = ""


@lru_cache
def read_document(name: str, language: str = RECORD_LANGUAGE) -> Document:
    """A document of docs/ in a language, or in English where it is not written in that; read once."""
    english = (DOCUMENTS / f"{name}.md").read_text(encoding="utf-8")
    translated = DOCUMENTS / f"{name}.{language}.md"
    if not translated.exists():
        return make_document(english, name=name)
    text = translated.read_text(encoding="utf-8")
    return make_document(text, language, anchors=_anchors_of(english), name=name)


def make_document(
    text: str, language: str = RECORD_LANGUAGE, anchors: Sequence[str] = (), name: str = ""
) -> Document:
    """A document from Markdown. HTML inside it is shown as text, never obeyed.

    `anchors`: those of its headings, where they are not made from them: an address leads to a section in each language.
    `name`: where it stands in docs/, from which its links to other documents start.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    _anchor(tokens, anchors or [anchor_of(heading) for _token, heading in _headings(tokens)])
    _make_cards(tokens)
    point(tokens, name)
    title, rest = _title(tokens)
    html = link_codes(reader.renderer.render(rest, reader.options, {}))
    # A wide table or example scrolls by itself, and can be scrolled by keyboard.
    html = html.replace("<pre>", '<pre tabindex="0">')
    framed = html.replace("<table ", '<div class="scroll" tabindex="0"><table ').replace(
        "</table>", "</table></div>"
    )
    body = Markup(framed)  # noqa: S704 - our own document, with its HTML switched off
    return Document(title, _sections(rest), body, language, next(_paragraphs(rest), ""))


def anchor_of(heading: str) -> str:
    """A heading as the end of an address: "The end of a record" is the-end-of-a-record."""
    return re.sub(r"[^a-z0-9]+", "-", fold(heading)).strip("-")


def _headings(tokens: list[Token]) -> list[tuple[Token, str]]:
    return [(token, _plain(inline)) for token, inline in pairwise(tokens) if token.type == "heading_open"]


def _paragraphs(tokens: list[Token]) -> Iterator[str]:
    """The paragraphs that stand in nothing else, as plain text."""
    for token, inline in pairwise(tokens):
        if token.type == "paragraph_open" and token.level == 0:
            yield " ".join(_plain(inline).split())


def _plain(inline: Token) -> str:
    """The words of a line without their marks."""
    return "".join(child.content or " " * (child.type == "softbreak") for child in inline.children or ())


def _anchors_of(text: str) -> list[str]:
    """The anchors of a document's headings, in their order."""
    return [anchor_of(name) for _token, name in _headings(MarkdownIt("commonmark").parse(text))]


def _anchor(tokens: list[Token], anchors: Sequence[str]) -> None:
    for (token, _name), anchor in zip(_headings(tokens), anchors, strict=True):
        token.attrSet("id", anchor)


ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "th": "columnheader",
    "td": "cell",
}


def _make_cards(tokens: list[Token]) -> None:
    """On a phone each row of a table becomes a card: every cell knows its column, every part its role."""
    labels: list[str] = []
    place = 0
    for token, inline in pairwise(tokens):
        if token.nesting != 1 or token.tag not in ROLES:
            continue
        token.attrSet("role", ROLES[token.tag])
        if token.tag == "table":
            token.attrSet("class", "data-table")
            labels = []
        elif token.tag == "tr":
            place = 0
        elif token.tag == "th":
            labels.append(inline.content)
        elif token.tag == "td":
            if place:
                token.attrSet("data-label", labels[place])
            place += 1


def _title(tokens: list[Token]) -> tuple[str, list[Token]]:
    """The first heading, and what follows it."""
    return tokens[1].content, tokens[3:]


def _sections(tokens: list[Token]) -> tuple[tuple[str, str], ...]:
    return tuple((str(token.attrGet("id")), name) for token, name in _headings(tokens) if token.tag == "h2")
