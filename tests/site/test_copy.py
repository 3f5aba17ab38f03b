"""A frozen copy on a plain file server, in a folder of its site: nothing is dead, nothing from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest

from app.errors import MusterError
from app.site.folder import check
from app.site.make import Wanted, make_copy
from app.site.rewrite import Pointer, rewritten
from tests.site.conftest import TODAY, Copied, copy_to

pytestmark = pytest.mark.slow
LOADS = ("img", "script", "use", "image", "iframe")


class Links(HTMLParser):
    """What a page links to, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.forms = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.forms += tag == "form"
        said = dict(attrs)
        for name in ("href", "src", "data-plotly", "data-description", "data-script", "data-style"):
            if (value := said.get(name)) is not None:
                is_loaded = tag in LOADS or said.get("rel") in ("stylesheet", "preload", "icon")
                (self.loads if is_loaded else self.links).add(value)


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
        for link in found.links | found.loads:
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
            everywhere = {urljoin(address, one) for one in found.links | found.loads}
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
    copy_to(again, copied.settings)
    assert hashes(again) == hashes(copied.folder)


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


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
