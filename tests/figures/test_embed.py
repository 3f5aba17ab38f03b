"""A chart at its own address: what it answers, who may frame it, and that what is cited stays as it was."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from app.figures.registry import CHARTS, EMBEDDED
from app.web.assets import asset_file
from tests.figures.pages import Page

pytestmark = pytest.mark.slow
# Two contributors, so that there is something to compare.
DAY = "operation=mali&as_of=2013-01-17"
SIDES = {"compare": "&contributor=FRA,TCD"}
KINDS = ("", ".svg", ".png", ".txt", ".bib", ".ris")


@pytest.mark.parametrize("chart", EMBEDDED)
def test_every_chart_is_a_page_without_the_site_around_it(client: TestClient, chart: str) -> None:
    answer = client.get(f"/embed/{chart}?{DAY}{SIDES.get(chart, '')}")
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.headline
    assert "masthead" not in answer.text
    assert "<form" not in answer.text
    assert "Source:" in answer.text or chart == "requirements"
    [live] = set(re.findall(r'<link rel="canonical" href="([^"]+)"', answer.text))
    assert live.startswith("http://127.0.0.1:8000/")
    # A link inside a frame would meet pages that may not be framed.
    assert '<base target="_blank">' in answer.text


def test_a_chart_that_there_is_not_names_those_that_there_are(client: TestClient) -> None:
    for kind in KINDS:
        answer = client.get(f"/embed/pie{kind}")
        assert answer.status_code == 404
        assert all(name in answer.text for name in CHARTS)


def test_nobody_gets_another_operation_than_was_asked_for(client: TestClient) -> None:
    for kind in KINDS:
        assert client.get(f"/embed/contributors{kind}?operation=nowhere").status_code == 404
        assert client.get(f"/embed/contributors{kind}?operation=serval,nowhere").status_code == 404


def test_without_an_operation_the_featured_one_is_meant(client: TestClient) -> None:
    bare = client.get("/embed/contributors?as_of=2013-01-17")
    assert Page(bare.text).headline == Page(client.get(f"/embed/contributors?{DAY}").text).headline


def test_a_page_names_what_it_cannot_read_and_a_file_refuses(client: TestClient) -> None:
    address = f"/embed/contributors?{DAY}&contributor=XX"
    assert any("XX" in notice for notice in Page(client.get(address).text).notices)
    assert any("pink" in notice for notice in Page(client.get(f"/embed/kept?{DAY}&theme=pink").text).notices)
    for kind in KINDS[1:]:
        assert client.get(address.replace("?", f"{kind}?")).status_code == 400
        assert client.get(f"/embed/contributors{kind}?{DAY}&size=9x9").status_code == 400
        # What networks and readers' programs add to addresses is no reason to refuse a picture.
        assert client.get(f"/embed/contributors{kind}?{DAY}&utm_source=x&v=3").status_code == 200


@pytest.mark.parametrize("chart", EMBEDDED)
def test_data_are_where_the_figure_says(client: TestClient, chart: str) -> None:
    for ending in ("csv", "json", "xlsx"):
        answer = client.get(f"/embed/{chart}.{ending}?{DAY}{SIDES.get(chart, '')}", follow_redirects=False)
        assert answer.status_code == 307
    assert client.get(answer.headers["location"]).status_code == 200
    assert client.get(f"/embed/{chart}.page?{DAY}").status_code == 404
    assert client.get(f"/embed/{chart}.exe?{DAY}").status_code == 404


@pytest.mark.parametrize("chart", EMBEDDED)
def test_a_chart_with_nothing_to_show_says_so(client: TestClient, chart: str) -> None:
    page = client.get(f"/embed/{chart}?operation=mali&as_of=2001-01-01")
    assert page.status_code == 200
    assert Page(page.text).headline
    for kind in (".svg", ".txt"):
        answer = client.get(f"/embed/{chart}{kind}?operation=mali&q=nothing+has+these+words")
        assert answer.status_code == 200
        assert "None" not in answer.text


@pytest.mark.parametrize(("theme", "shown"), [("light", "light"), ("dark", "dark"), ("", "light")])
def test_a_theme_can_be_asked_for(client: TestClient, theme: str, shown: str) -> None:
    page = client.get(f"/embed/over-time?{DAY}&theme={theme}").text
    assert f'data-theme="{shown}"' in page
    assert "data-theme" not in client.get(f"/embed/over-time?{DAY}&theme=auto").text
    dark = client.get(f"/embed/over-time.svg?{DAY}&theme=dark").text
    assert (client.get(f"/embed/over-time.svg?{DAY}&theme={theme}").text == dark) == (shown == "dark")


def test_charts_may_be_framed_and_nothing_else(client: TestClient) -> None:
    for address in (
        "/embed/contributors",
        "/embed/contributors.svg",
        "/embed/contributors.png",
        "/embed/resize.js",
    ):
        headers = client.get(f"{address}?{DAY}").headers
        assert "frame-ancestors *" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "cross-origin"
        assert "x-frame-options" not in headers
    for address in ("/", "/pledges", "/pledges/new", "/contributors/FRA", "/api", "/embedded", "/nothing"):
        headers = client.get(address).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-opener-policy"] == "same-origin"


def test_a_picture_may_run_nothing(client: TestClient) -> None:
    policy = client.get(f"/embed/contributors.svg?{DAY}").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_the_script_for_newsrooms_stays_at_its_address(client: TestClient) -> None:
    answer = client.get("/embed/resize.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.content == asset_file("js/embed-resize.js").read_bytes()
    assert answer.headers["cache-control"] == "public, max-age=3600"


def test_an_answer_that_is_known_is_not_made_again(client: TestClient) -> None:
    for kind in KINDS:
        address = f"/embed/contributors{kind}?{DAY}"
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def box_of(page: str, figure: str) -> str:
    found = re.search(rf'<details class="cite" id="{figure}-cite">.*?</details>', page, re.DOTALL)
    assert found
    return found[0]


def said_in(box: str, part: str) -> str:
    found = re.search(rf'id="{part}"[^>]*>(.*?)</(?:p|textarea)>', box, re.DOTALL)
    assert found
    return unescape(re.sub(r"<.*?>", "", found[1]))


def frozen_in(page: str, figure: str) -> str:
    quote = said_in(box_of(page, figure), f"{figure}-quote")
    return quote.rpartition(" ")[2].removeprefix("http://127.0.0.1:8000")


def test_every_figure_can_be_quoted_cited_and_embedded_without_a_script(client: TestClient) -> None:
    page = client.get("/operations/mali?as_of=2013-01-17").text
    figures = re.findall(r'<figure class="fig[^"]*" id="([\w-]+)"', page)
    assert set(figures) == set(CHARTS)
    for figure in figures:
        box = box_of(page, figure)
        quote, snippet = said_in(box, f"{figure}-quote"), said_in(box, f"{figure}-embed")
        assert quote.startswith(unescape(re.search(rf'id="{figure}-title">(.*?)</h2>', page, re.DOTALL)[1]))  # type: ignore[index]
        assert "17 January 2013" in quote
        assert frozen_in(page, figure).startswith("/operations/mali?as_of=2013-01-17&recorded_by=2")
        assert said_in(box, f"{figure}-citation").startswith("Muster, “")
        [source] = re.findall(r'src="([^"]+)" title=', snippet)
        embedded = unescape(source).removeprefix("http://127.0.0.1:8000")
        assert client.get(embedded).status_code == 200
        for kind in ("png", "svg", "bib", "ris"):
            assert f"/embed/{figure}.{kind}?operation=mali&amp;as_of=2013-01-17" in page


def test_a_frozen_link_stays_as_it_was(editor: TestClient) -> None:
    before = editor.get("/operations/mali?as_of=2013-01-17").text
    frozen = frozen_in(before, "contributors")
    address = f"/embed/contributors.svg?operation=mali&{frozen.partition('?')[2].partition('#')[0]}"
    data = address.replace(".svg", ".csv")
    cited = [editor.get(frozen).text, editor.get(address).text, editor.get(data).text]
    body = editor.get("/api/v1/pledges/afisma-nga-troops").json()
    [said] = [s for s in body["statements"] if s["accepted"] and s["quantity"] == 1200]
    reason = {"reason": "A test of what stays"}
    assert editor.post(f"/api/v1/statements/{said['id']}/retraction", json=reason).status_code == 200

    after = editor.get("/operations/mali?as_of=2013-01-17").text
    assert Page(after).headline != Page(before).headline
    assert frozen_in(after, "contributors") != frozen
    again = [editor.get(frozen).text, editor.get(address).text, editor.get(data).text]
    assert again[1:] == cited[1:]
    assert Page(again[0]).headline == Page(before).headline
    for figure in ("contributors", "over-time", "requirements"):
        assert Page(again[0]).sentence(figure) == Page(before).sentence(figure)
        assert Page(again[0]).tables.get(f"{figure}-data") == Page(before).tables.get(f"{figure}-data")
    # A page that is frozen cites the same moment, not the newest.
    assert frozen_in(again[0], "contributors") == frozen


def test_a_moment_to_come_is_not_cited(client: TestClient) -> None:
    page = client.get("/operations/mali?as_of=2013-01-17&recorded_by=2999-01-01T00:00:00Z").text
    assert "2999" not in frozen_in(page, "contributors")
