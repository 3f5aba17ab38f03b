"""The method, as readers see it: docs/method.md as a page with a table of contents, in their language.

A French page shows docs/method.fr.md; where a document is not translated it shows the English one, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from fastapi import APIRouter
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app.config import ROOT
from app.i18n import RECORD_LANGUAGE, tongue
from app.reading import Reading, kept
from app.text import fold
from app.web.templating import render

DOCUMENTS = ROOT / "docs"
# A pledge's key, such as `serval-fra-troops`, leads to it.
PLEDGE = re.compile(r"<code>([a-z0-9]+(?:-[a-z0-9]+){2,})</code>")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready for a page: its title, its sections (anchor and name), the rest as HTML, its language."""

    title: str
    sections: tuple[tuple[str, str], ...]
    body: Markup
    language: str = RECORD_LANGUAGE


@router.get("/method")
def method_page(request: Request) -> Response:
    """How everything is counted."""

    def make(r: Reading) -> Response:
        document = read_document("method", tongue())
        return render(request, "system/method.html", {"nav": "method", "document": document})

    return kept(request, make)


@lru_cache
def read_document(name: str, language: str = RECORD_LANGUAGE) -> Document:
    """A document of docs/ in a language, or in English where it is not written in that; read once."""
    english = (DOCUMENTS / f"{name}.md").read_text(encoding="utf-8")
    translated = DOCUMENTS / f"{name}.{language}.md"
    if not translated.exists():
        return make_document(english)
    return make_document(translated.read_text(encoding="utf-8"), language, anchors=_anchors_of(english))


def make_document(text: str, language: str = RECORD_LANGUAGE, anchors: Sequence[str] = ()) -> Document:
    """A document from Markdown. HTML inside it is shown as text, never obeyed.

    `anchors`: those of its headings, where they are not made from them: an address leads to a section in each language.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    _anchor(tokens, anchors or [anchor_of(name) for _token, name in _headings(tokens)])
    _make_cards(tokens)
    title, rest = _title(tokens)
    html = PLEDGE.sub(
        r'<a href="/pledges/\1"><code>\1</code></a>', reader.renderer.render(rest, reader.options, {})
    )
    # A wide table or example scrolls by itself, and can be scrolled by keyboard.
    html = html.replace("<pre>", '<pre tabindex="0">')
    framed = html.replace("<table ", '<div class="scroll" tabindex="0"><table ').replace(
        "</table>", "</table></div>"
    )
    return Document(title, _sections(rest), Markup(framed), language)  # noqa: S704 - our own document, with its HTML switched off


def anchor_of(heading: str) -> str:
    """A heading as the end of an address: "The end of a record" is the-end-of-a-record."""
    return re.sub(r"[^a-z0-9]+", "-", fold(heading)).strip("-")


def _headings(tokens: list[Token]) -> list[tuple[Token, str]]:
    return [(token, inline.content) for token, inline in pairwise(tokens) if token.type == "heading_open"]


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
