"""A page as a reader has it: its headline, figures, tables and links, taken out of the HTML."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any


@dataclass
class Page(HTMLParser):
    """What a test asks of a page. `tables`: by the id of the element they stand in, rows of cells' texts."""

    text: str
    tables: dict[str, list[list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._ids: list[str] = []
        self._open: list[str] = []
        self._cell: list[str] | None = None
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self._open.append(tag)
        self._ids.append(dict(attrs).get("id") or (self._ids[-1] if self._ids else ""))
        if tag == "tr":
            self.tables.setdefault(self._ids[-1], []).append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in self._open:
            return
        if tag in ("td", "th") and self._cell is not None:
            self.tables[self._ids[-1]][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
        while self._open and self._open.pop() != tag:
            self._ids.pop()
        self._ids.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    @property
    def title(self) -> str:
        return " ".join(unescape(re.search(r"<title>(.*?)</title>", self.text, re.DOTALL)[1]).split())  # type: ignore[index]

    @property
    def headline(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return " ".join(unescape(found[1]).split()) if found else ""

    @property
    def notices(self) -> list[str]:
        found = re.search(r'<div class="notices"[^>]*>(.*?)</div>', self.text, re.DOTALL)
        return [unescape(one) for one in re.findall(r"<p>(.*?)</p>", found[1])] if found else []

    def plot(self, figure: str) -> dict[str, Any]:
        """The figure's dict in Plotly's schema; empty where it has none."""
        found = re.search(rf'data-figure="{figure}">(.*?)</script>', self.text, re.DOTALL)
        plot: dict[str, Any] = json.loads(found[1]) if found else {}
        return plot

    def sentence(self, figure: str) -> str:
        found = re.search(rf'id="{figure}".*?<p class="sub">(.*?)</p>', self.text, re.DOTALL)
        return unescape(found[1]) if found else ""

    def key_figures(self) -> dict[str, str]:
        found = re.findall(r'<dt>([^<]*)</dt>\s*<dd class="kpi-figure[^"]*">(.*?)</dd>', self.text, re.DOTALL)
        return {label: re.sub(r"<.*?>", "", value).strip() for label, value in found}

    def bar_widths(self, figure: str) -> dict[str, dict[str, float]]:
        """Per row of a bar chart, the width of each piece in per cent of the room."""
        found = re.search(rf'data-chart="{figure}".*?</ol>', self.text, re.DOTALL)
        rows = re.findall(r'data-row="(.*?)">(.*?)</li>', found[0], re.DOTALL) if found else []
        piece = r'<rect class="f-(\w+)" x="[\d.]+%" y="0" width="([\d.]+)%"'
        return {key: {code: float(width) for code, width in re.findall(piece, inner)} for key, inner in rows}

    def hrefs(self) -> list[str]:
        return [unescape(href) for href in re.findall(r'href="([^"]*)"', self.text)]


VOID = {"meta", "link", "img", "br", "hr", "input", "rect", "line", "path", "circle", "polygon"}
