"""A page as a reader without scripts finds it: its headline, links, tables, and the words under each id."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from httpx2 import Response
from starlette.testclient import TestClient

VOID = {"input", "br", "img", "meta", "link", "hr", "source", "path", "rect", "circle", "line", "wbr"}
Attributes = dict[str, str]


def page_of(client: TestClient, address: str) -> HtmlPage:
    """The page at an address, which must answer."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return HtmlPage(answer)


def broken_links(client: TestClient, address: str) -> list[str]:
    """The addresses that a page leads to and that do not answer. The form asks its readers to sign in."""
    wanted = {link: 401 if link == "/pledges/new" else 200 for link in page_of(client, address).main_links}
    assert len(wanted) > 10
    return [link for link, status in wanted.items() if client.get(link).status_code != status]


@dataclass
class Cell:
    """A cell of a table: its words, and where it leads."""

    text: str = ""
    links: list[str] = field(default_factory=list)


@dataclass
class Table:
    """A table: the labels of its columns, and its rows by label."""

    caption: str = ""
    columns: list[str] = field(default_factory=list)
    sorted: dict[str, str] = field(default_factory=dict)
    sort_links: dict[str, str] = field(default_factory=dict)
    body: list[list[Cell]] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """Each row of the body and the foot."""
        return [dict(zip(self.columns, cells, strict=True)) for cells in self.body if cells]

    def find(self, column: str, text: str) -> dict[str, Cell]:
        """The one row whose cell in a column says exactly this."""
        [row] = [row for row in self.rows if row[column].text == text]
        return row


@dataclass
class HtmlPage(HTMLParser):
    """The page of an answer. What stands in a `vh` (seen by no eye) counts as text, a dash for nothing does not."""

    response: Response
    title: str = ""
    text: str = ""
    links: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    notices: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, Attributes]] = []
        self.feed(self.response.text)
        self.close()

    def table(self, caption: str) -> Table:
        """The one table whose caption begins so."""
        [found] = [table for table in self.tables if table.caption.startswith(caption)]
        return found

    @property
    def main_links(self) -> list[str]:
        """The addresses in this site that the page leads to, each once, without their fragments."""
        inside = [link.partition("#")[0] for link in self.links if link.startswith("/")]
        return list(dict.fromkeys(inside))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, at))
        if "id" in at:
            self.ids.append(at["id"])
            self.texts.setdefault(at["id"], "")
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].body.append([])
        elif tag in ("th", "td") and not self._is_in("thead"):
            self.tables[-1].body[-1].append(Cell())
        elif tag == "th":
            self.tables[-1].columns.append("")
        elif tag == "a":
            self._link(at.get("href", ""))
        if "aria-sort" in at:
            self.tables[-1].sorted[str(len(self.tables[-1].columns) - 1)] = at["aria-sort"]

    def _link(self, href: str) -> None:
        if href.startswith("//"):
            # The same page in another language.
            return
        self.links.append(href)
        if self._is_in("thead"):
            self.tables[-1].sort_links[str(len(self.tables[-1].columns) - 1)] = href
        elif self._is_in("tbody") or self._is_in("tfoot"):
            self.tables[-1].body[-1][-1].links.append(href)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._is_in(tag) and self._open.pop()[0] != tag:
            pass
        if tag == "table":
            table = self.tables[-1]
            table.columns = [label.strip() for label in table.columns]
            table.sorted = {table.columns[int(i)]: way for i, way in table.sorted.items()}
            table.sort_links = {table.columns[int(i)]: link for i, link in table.sort_links.items()}
            for cell in (cell for row in table.body for cell in row):
                cell.text = " ".join(cell.text.split())

    def handle_data(self, data: str) -> None:
        data = data.replace("\u00a0", " ")
        if self._is_in("script") or self._is_in("style"):
            return
        if self._is_in("h1"):
            self.title = " ".join((self.title + data).split())
        if self._is_in("main"):
            self.text += data
        if any(at.get("class") == "notices" for _tag, at in self._open):
            self.notices += data
        for _tag, at in self._open:
            if "id" in at:
                self.texts[at["id"]] += data
        self._table_data(data)

    def _table_data(self, data: str) -> None:
        if any(at.get("class") == "nil" for _tag, at in self._open) or data.strip() == "nothing recorded":
            return
        if self._is_in("caption"):
            self.tables[-1].caption += data.strip()
        elif self._is_in("thead") and self._is_in("th"):
            self.tables[-1].columns[-1] += data
        elif (self._is_in("th") or self._is_in("td")) and self.tables[-1].body[-1]:
            self.tables[-1].body[-1][-1].text += data

    def _is_in(self, tag: str) -> bool:
        return any(name == tag for name, _at in self._open)
