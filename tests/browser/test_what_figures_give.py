"""Whatever a page offers to take along is there, is what it says, and is not empty; pandas reads every table."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import APIResponse, Page
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Watched
from tests.support.frames import frame_of

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
DAY = "as_of=2013-02-15"
FIGURES = ("headline", "contributors", "over-time", "map", "requirements", "kept", "presence", "matrix")
WITH_TABLES = (
    "/",
    "/operations",
    f"/operations/mali?{DAY}",
    f"/compare?contributor=FRA,TCD,ECOWAS&operation=mali&{DAY}&per=population",
    f"/contributors/FRA?{DAY}",
    f"/pledges?operation=mali&{DAY}",
    f"/sources/1?{DAY}",
    "/operations/mali/changes",
    "/data",
)
HTML = "text/html; charset=utf-8"


def png(answer: APIResponse, width: int | None = None) -> None:
    body = answer.body()
    assert answer.headers["content-type"] == "image/png"
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    size = int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big")
    assert size == (1200, 675) if width else size[0] >= 1000
    # A picture with nothing on it packs to a few hundred bytes.
    assert len(body) > 10_000


def svg(answer: APIResponse) -> None:
    assert answer.headers["content-type"].startswith("image/svg+xml")
    picture = ET.fromstring(answer.text())  # noqa: S314 - our own server's
    assert sum(len(one.text or "") for one in picture.iter("{http://www.w3.org/2000/svg}text")) > 100


def csv(answer: APIResponse) -> None:
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text().splitlines()) > 1


def xlsx(answer: APIResponse) -> None:
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.body()))
    assert len(book.get_sheet_by_index(0).to_python()) > 1


def in_json(answer: APIResponse) -> None:
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["items"]


def in_words(start: str) -> Callable[[APIResponse], None]:
    def check(answer: APIResponse) -> None:
        assert answer.headers["content-type"] != HTML
        assert answer.text().startswith(start)

    return check


def page_with(answer: APIResponse) -> None:
    assert answer.headers["content-type"] == HTML
    assert "<h1" in answer.text()


# Each by the word on it. A figure gives all of them; "Link" is the page's own address.
TOOLS: dict[str, Callable[[APIResponse], None]] = {
    "PNG": png,
    "PNG, 1200 × 675": lambda answer: png(answer, 1200),
    "SVG": svg,
    "CSV": csv,
    "XLSX": xlsx,
    "JSON": in_json,
    "Link": page_with,
    "BibTeX": in_words("@misc{"),
    "RIS": in_words("TY  - "),
    "See it alone": page_with,
}


def offered(page: Page, figure: str) -> dict[str, str]:
    """What a figure offers, by the word that is seen on it."""
    links = page.locator(f"#{figure} .tools a, #{figure}-cite .cite-do a")
    if figure == "headline":
        links = page.locator("#cite .tools a, #headline-cite .cite-do a")
    found: list[tuple[str, str]] = links.evaluate_all(
        "(all) => all.map((one) => [one.firstChild.data.trim(), one.href])"
    )
    return dict(found)


def test_every_figure_of_the_dashboard_is_in_this_test(watch: Watch) -> None:
    page = watch(scripts=False).open(f"/?{DAY}")
    drawn = page.locator("#figures figure.fig").evaluate_all("(all) => all.map((one) => one.id)")
    assert sorted(["headline", *drawn]) == sorted(FIGURES)


@pytest.mark.parametrize("figure", FIGURES)
def test_every_tool_of_a_figure_answers(watch: Watch, figure: str) -> None:
    page = watch().open(f"/?{DAY}")
    tools = offered(page, figure)
    assert set(tools) == set(TOOLS)
    for word, address in tools.items():
        answer = page.request.get(address)
        assert answer.status == 200, (word, address)
        TOOLS[word](answer)
    frozen = page.locator(f"#{figure}-quote a").get_attribute("href") or ""
    page_with(page.request.get(frozen))
    assert (
        f'src="{tools["See it alone"].replace("&", "&amp;")}"'
        in page.locator(f"#{figure}-embed").input_value()
    )


@pytest.mark.parametrize("address", WITH_TABLES)
def test_pandas_reads_every_table_of_a_page(watch: Watch, origin: str, address: str) -> None:
    page = watch(scripts=False).open(address)
    links = page.locator("a[href*='.csv']").evaluate_all("(all) => all.map((one) => one.href)")
    # One stands in every page's foot.
    assert len(set(links)) > 1
    for link in set(links):
        frame = frame_of(link)
        assert not [name for name in frame.columns if name.startswith("Unnamed")], link
        rows = json.loads(page.request.get(link.replace(".csv", ".json", 1)).text())
        assert len(frame) == rows["count"], link
        first = rows["items"][0] if rows["items"] else {}
        assert not first or set(frame.columns) == set(first) or "/pledges" in link, link
