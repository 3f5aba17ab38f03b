"""A frozen copy on a plain file server, in a folder of its site: nothing is dead, nothing from elsewhere."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from app.errors import MusterError
from app.site.folder import check
from app.site.make import Wanted, make_copy
from app.site.places import PAGE
from app.site.rewrite import Pointer, rewritten
from tests.browser.conftest import WATCH
from tests.site.conftest import TODAY, Copied, copy_to

pytestmark = pytest.mark.slow
LOADS = ("img", "script", "use", "image", "iframe")


class Links(HTMLParser):
    """What a page links to, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.others: set[str] = set()
        self.forms = 0
        self.language = ""
        # The same page in other languages, by their codes; and what newsrooms are given to frame.
        self.twins: dict[str, str] = {}
        self.frames: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.forms += tag == "form"
        said = dict(attrs)
        self.language = self.language or (said.get("lang") or "" if tag == "html" else "")
        if "hreflang" in said and said.get("rel") == "alternate":
            self.twins[str(said["hreflang"])] = str(said["href"])
            return
        for name in ("href", "src", "data-plotly", "data-description", "data-script", "data-style"):
            if (value := said.get(name)) is not None:
                is_loaded = tag in LOADS or said.get("rel") in ("stylesheet", "preload", "icon")
                kept = self.loads if is_loaded else self.others if "hreflang" in said else self.links
                kept.add(value)

    @property
    def all(self) -> set[str]:
        return {*self.links, *self.loads, *self.others, *self.twins.values()}

    def handle_data(self, data: str) -> None:
        self.frames += re.findall(r'<iframe src="([^"]+)"', data)


def answers(address: str) -> tuple[int, str, bytes]:
    try:
        with urlopen(address) as answer:  # noqa: S310 - the fixture's own server
            return answer.status, answer.headers.get_content_type(), answer.read()
    except HTTPError as error:
        return error.code, "", b""


def crawled(host: str) -> Iterator[tuple[str, int, str, bytes]]:
    """Every address that the copy leads to, as a browser would follow it."""
    waiting, known = [host], {host}
    while waiting:
        address = waiting.pop()
        status, kind, body = answers(address)
        yield address, status, kind, body
        if kind != "text/html":
            continue
        found = Links(body.decode())
        for link in found.all:
            full = urldefrag(urljoin(address, link))[0]
            if full.startswith(host) and full not in known:
                known.add(full)
                waiting.append(full)


def test_no_link_of_the_copy_is_dead(host: str, copied: Copied) -> None:
    dead, outside, reached = [], set(), set()
    for address, status, kind, body in crawled(host):
        if status != 200:
            dead.append(address)
        reached.add(address.removeprefix(host))
        if kind == "text/html":
            found = Links(body.decode())
            everywhere = {urljoin(address, one) for one in found.all}
            outside |= {one for one in everywhere if not one.startswith(host)}
            assert all(urljoin(address, one).startswith(host) for one in found.loads), address
            assert found.forms == 0, address
    assert dead == []
    # Licences, and sources of the record: none of it is of the host that the copy stands on, or of the live record.
    assert {re.match(r"https?://[^/]+", one)[0] for one in outside} == {"https://creativecommons.org"}  # type: ignore[index]
    for place in (
        "",
        "operations/serval/",
        "contributors/FRA/",
        "contributors/XKX/",
        "pledges/dnk/",
        "sources/1/",
    ):
        assert place in reached
    assert {"method/", "data/", "api/", "changes/", "corrections/", "compare/"} <= reached
    assert "x/operation=serval/as_of=2013-01-17/pledges.csv" in reached or "pledges.csv" in reached
    assert len(reached) > copied.made.pages


def test_each_page_stays_in_its_language_and_knows_the_other(copied: Copied) -> None:
    french = {file.relative_to(copied.folder / "fr") for file in (copied.folder / "fr").rglob(PAGE)}
    english = {file.relative_to(copied.folder) for file in copied.folder.rglob(PAGE)} - {
        Path("fr", one) for one in french
    }
    assert english == french
    for place in english:
        for prefix, language in (("", "en"), ("fr", "fr")):
            here = Path(prefix, place)
            page = Links(copied.read(str(here)))
            assert page.language == language, here
            for link in (*page.links, *page.others):
                way = posixpath.normpath(posixpath.join(posixpath.dirname(here), urldefrag(link)[0]))
                if "://" not in link and (copied.folder / way / PAGE).exists():
                    is_french = way == "fr" or way.startswith("fr/")
                    assert is_french == ((language == "fr") != (link in page.others)), (here, link)
            if place.parts[0] != "embed":
                assert set(page.twins) == {"en", "fr"}, here
                assert page.others, here


def test_every_frame_that_is_offered_is_in_the_copy(copied: Copied) -> None:
    offered = {frame for file in copied.folder.rglob(PAGE) for frame in Links(file.read_text()).frames}
    inside = {unescape(frame).removeprefix("http://127.0.0.1:8000/") for frame in offered}
    assert any(place.startswith("fr/embed/") for place in inside)
    assert [place for place in sorted(inside) if not (copied.folder / place / PAGE).exists()] == []
    narrow = copied.read("x/category=transport/unit=aircraft/index.html")
    assert "<iframe" not in unescape(narrow)
    assert "embed/" not in narrow


def test_the_copy_has_pictures_data_and_feeds(copied: Copied) -> None:
    day = "x/as_of=2013-01-17/operation=serval"
    assert (copied.folder / f"embed/{day}/contributors.png").read_bytes().startswith(b"\x89PNG")
    assert copied.read(f"embed/{day}/contributors.svg").startswith("<svg")
    assert (copied.folder / f"embed/{day}/size=1200x675/contributors.png").exists()
    assert copied.read("statements.csv").count("\n") == 4
    assert (copied.folder / "statements.xlsx").read_bytes().startswith(b"PK")
    assert copied.read("operations/serval/changes.atom").startswith("<?xml")
    assert "seen as JSON" not in copied.read("pledges/fra/index.html")
    assert json.loads(copied.read("api/v1/pledges/fra.json"))["key"] == "fra"


def test_the_copy_says_what_it_is_and_has_nothing_that_needs_a_server(copied: Copied) -> None:
    front = copied.read("index.html")
    assert f"A frozen copy of data version {copied.made.version}, with 1 March 2013 as its today" in front
    assert "As of 17 January 2013" in re.sub(r"\s+", " ", front)
    assert 'http-equiv="Content-Security-Policy"' in front
    assert "frame-ancestors" not in front
    for absent in ("/pledges/new", "/sign-in", "/report", "filters", "search.js", "127.0.0.1:8000/search"):
        assert f'"{absent}' not in front
    assert not (copied.folder / "search").exists()
    assert not (copied.folder / "review").exists()
    said = json.loads(copied.read("copy.json"))
    assert (said["today"], said["data_version"]) == ("2013-03-01", copied.made.version)


def test_the_same_record_gives_the_same_bytes(copied: Copied, tmp_path: Path) -> None:
    again = tmp_path / "again"
    copy_to(again, copied.settings, languages=("fr",))
    first, second = contents(copied.folder), contents(again)
    # Without English the top leads on, and what a copy says of itself names its languages.
    assert "url=fr/" in (again / PAGE).read_text()
    own = {PAGE, "copy.json"}
    assert {place for place, content in second.items() if first[place] != content} == own
    assert {place for place in first if place.startswith("fr/")} <= set(second)
    assert not [place for place in second if place.endswith(PAGE) and not place.startswith(("fr/", PAGE))]


def contents(folder: Path) -> dict[str, bytes | list[str]]:
    """Each file of a copy; of a page its lines without the ways to other languages."""
    return {
        str(file.relative_to(folder)): _lines(file.read_text()) if file.name == PAGE else file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def _lines(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.strip() and "hreflang=" not in line]


def test_a_folder_of_somebody_else_is_refused(copied: Copied, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(MusterError, match="not empty and holds no earlier copy"):
        make_copy(copied.settings, Wanted(tmp_path, TODAY), lambda *_told: None)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
    check(copied.folder)  # an earlier copy may be replaced
    check(tmp_path / "new")


def test_a_page_is_kept_byte_for_byte_where_no_link_changes(copied: Copied) -> None:
    page = copied.read("pledges/fra/index.html")
    same = Pointer(lambda address: address, lambda address: address)
    assert rewritten(page, same) == page
    odd = "<!DOCTYPE html>\n<p data-x='1' hidden>a &lt;b&gt; &#8211; <!-- c --><textarea><a href='/x'></textarea><br/>"
    assert rewritten(odd, same) == odd


def test_of_a_figure_only_what_its_points_open_is_an_address() -> None:
    figure = '{"customdata":[["/pledges?unit=people",1]],"marker":{"pattern":{"shape":"/"}}}'
    page = f'<script type="application/json" data-figure>{figure}</script>'
    pointer = Pointer(str, lambda address: f"..{address}", prefix="/fr")
    assert rewritten(page, pointer) == page.replace("/pledges?", "../fr/pledges?")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("way", ["", "fr/"])
def test_the_dashboard_is_drawn_in_a_folder_of_another_host(page: Page, host: str, way: str) -> None:
    elsewhere: list[str] = []
    said: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith(host) else elsewhere.append(request.url)
    )
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.goto(host + way, wait_until="load")
    charts = page.locator("[data-chart]")
    assert charts.count() >= 2
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_class(re.compile("is-live"))
    page.locator("#sections").get_by_role("link", name=re.compile("Pledges|Promesses")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("window.refused") == []
    assert (elsewhere, said) == ([], [])
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
