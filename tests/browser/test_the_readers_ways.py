"""Four readers, each on the way they came for, with scripts and without: from a number to its words and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Watched
from tests.figures.pages import Page as Read
from tests.support.frames import frame_of

if TYPE_CHECKING:
    from pandas import DataFrame, Series  # type: ignore[import-untyped]

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
either_way = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
ATOM = "{http://www.w3.org/2005/Atom}"


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def go(page: Page, link: Locator) -> Page:
    """Follow a link, whether the browser goes there or a script fetches it."""
    address = link.evaluate("(one) => one.href.split('#')[0]")
    link.click()
    page.wait_for_url(lambda url: url.partition("#")[0] == address)
    settled(page)
    return page


def quiet(reader: Watched, *, scripts: bool) -> None:
    assert reader.foreign == []
    if scripts:
        reader.nothing_wrong()


def whole(text: str) -> int:
    """The number of a cell; a dash adds nothing."""
    return int(text.replace(",", "")) if text[:1].isdigit() else 0


@either_way
def test_a_journalist_goes_from_the_headline_to_the_words_it_rests_on(watch: Watch, scripts: bool) -> None:
    reader = watch(scripts=scripts)
    page = reader.open("/")
    number = page.locator(".share-words a").first
    assert number.inner_text() == "1,720 deployed"
    go(page, number)

    total = page.locator(".o-deployed dd").inner_text()
    head, *rows = Read(page.content()).tables["pledges"]
    assert whole(total) == sum(whole(row[head.index("Deployed")]) for row in rows) == 1720
    assert whole(page.locator(".o-total dd").inner_text()) == sum(
        whole(row[head.index("In all")]) for row in rows
    )

    go(page, page.get_by_role("link", name="Ground force").first)
    said = page.locator(".statement", has_text="which now has 1,400 troops in Mali")
    words = said.locator("blockquote").inner_text()
    assert "1,400 soldiers" in page.locator("h1").inner_text()

    go(page, said.locator(".cited a").first)
    beside = page.locator(".became", has_text=words)
    expect(beside).to_be_in_viewport()
    assert beside.locator(".said-now .became-sentences li").count() >= 1
    expect(page.get_by_role("heading", name="What it said, and what became of it")).to_be_visible()

    before = page.locator("h1").inner_text()
    go(page, page.locator(".became-days a").last)
    expect(page.locator("h1")).not_to_have_text(before)
    quiet(reader, scripts=scripts)


@either_way
def test_an_analyst_compares_per_head_and_takes_the_same_numbers_home(
    watch: Watch, origin: str, scripts: bool
) -> None:
    reader = watch(scripts=scripts)
    page = reader.open("/contributors/TCD?as_of=2013-01-17")
    page.locator("main a[href^='/compare?contributor=TCD']").first.click()
    settled(page)
    go(page, page.locator(".chooser-pairs a", has_text="France"))
    page.get_by_label("Show", exact=True).select_option("population")
    if not scripts:
        page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**per=population**")
    settled(page)
    expect(page.locator("h1")).to_contain_text("Per million people")

    figure = page.locator("#compare")
    csv = figure.locator(".tools a", has_text="CSV").first
    with page.expect_download() as downloaded:
        csv.click()
    frame = frame_of(downloaded.value.path())
    assert frame.equals(frame_of(origin + (csv.get_attribute("href") or "")))
    same_as_the_table(page, frame)

    embedded = re.search(r'src="([^"]+)"', figure.locator("textarea").input_value())
    assert embedded
    title = figure.locator(".fig-title").inner_text()
    page.goto(embedded[1].replace("&amp;", "&"), wait_until="networkidle")
    assert "per million people" in (page.locator("h1").inner_text() + title).lower()
    assert [row[:4] for row in Read(page.content()).tables["compare-data"][1:]] == [
        [name, shown(row.deployed_per), shown(row.committed_per), shown(row.announced_per)]
        for name, row in zip(("Chad", "France"), by_code(frame, "TCD", "FRA"), strict=True)
    ]
    quiet(reader, scripts=scripts)


def by_code(frame: DataFrame, *codes: str) -> list[Series]:
    return [frame.set_index("contributor").loc[code] for code in codes]


def shown(ratio: float) -> str:
    """A ratio as pages print it: three figures, or what says that there is nothing."""
    if not ratio:
        return "–nothing recorded"
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.3g}"


def same_as_the_table(page: Page, frame: DataFrame) -> None:
    head, *rows = Read(page.content()).tables["compare-data"]
    assert [row[0] for row in rows] == ["Chad", "France"]
    for row, data in zip(rows, by_code(frame, "TCD", "FRA"), strict=True):
        told = dict(zip(head, row, strict=True))
        assert told["Deployed"] == shown(data.deployed_per)
        assert told["In all"] == shown(data.total_per)
        assert whole(told["The number itself"]) == data.total


@either_way
def test_a_researcher_looks_a_country_up_and_follows_what_changes(watch: Watch, scripts: bool) -> None:
    reader = watch(scripts=scripts)
    page = reader.open("/?as_of=2013-01-17")
    look_up(page, "Cote d'Ivoire", scripts=scripts)
    page.wait_for_url("**/contributors/CIV?as_of=2013-01-17")
    expect(page.locator("h1")).to_contain_text("Côte d'Ivoire declined")
    assert page.locator("#refusals .refusal-what").inner_text().startswith("Declined")
    assert page.locator("#refusals .cited a").first.is_visible()

    # In May it gives, after all: what share of it all that is, and of what.
    page.goto(page.url.replace("2013-01-17", "2013-05-10"), wait_until="networkidle")
    page.locator("#shares-data summary").click()
    assert page.locator("#shares-data td a").first.is_visible()
    assert "%" in page.locator("#shares-data").inner_text()

    page.locator(".latest .changes-more > a").click()
    page.wait_for_url("**/contributors/CIV/changes**")
    assert page.locator(".changes .change-day").first.is_visible()
    feed = page.request.get(
        page.locator("link[rel=alternate][type='application/atom+xml']").evaluate("(l) => l.href")
    )
    entries = ET.fromstring(feed.text()).findall(f"{ATOM}entry")  # noqa: S314 - our own server's
    assert "Côte d" in (entries[0].findtext(f"{ATOM}title") or "")
    assert page.locator(".changes-feeds a").count() >= 2

    page.goto(reader.origin + "/operations/afisma?as_of=2013-05-10", wait_until="networkidle")
    page.locator("#contributors-cite summary").click()
    bib = page.request.get(
        page.locator("#contributors-cite a", has_text="BibTeX").evaluate("(one) => one.href")
    ).text()
    assert bib.startswith("@misc{muster-contributors-2013-05-10")
    assert page.locator("#contributors-title").inner_text().replace("%", r"\%") in bib
    assert "recorded_by=" in bib
    quiet(reader, scripts=scripts)


def look_up(page: Page, words: str, *, scripts: bool) -> None:
    """By the keyboard alone."""
    if scripts:
        page.keyboard.press("/")
        expect(page.locator("#site-q")).to_be_focused()
        page.keyboard.type(words)
        expect(page.locator("#site-q-list li").first).to_contain_text("Côte d")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        return
    tab_to(page, page.locator("#site-q"))
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    tab_to(page, page.locator(".hits-contributors a, .hits a").first)
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted: Locator) -> None:
    """Playwright can ask what has the focus whether or not the page may run scripts."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError("the keyboard does not get there")


@either_way
def test_a_reader_on_a_phone(watch: Watch, scripts: bool) -> None:
    reader = watch(360, scripts=scripts, touch=True)
    page = reader.open("/")
    field = page.locator("#site-q").bounding_box()
    assert field
    assert field["y"] + field["height"] < 130
    more = page.locator("#filters-more")
    if scripts:
        assert more.is_hidden()
        page.get_by_role("button", name="Filters").tap()
    assert more.is_visible()
    assert page.get_by_label("Operation", exact=True).is_visible()
    move_the_day(page, scripts=scripts)
    assert reader.overflow() <= 0
    assert too_small(page) == []
    quiet(reader, scripts=scripts)


def move_the_day(page: Page, *, scripts: bool) -> None:
    before = page.locator("h1").inner_text()
    if not scripts:
        page.get_by_label("As of", exact=True).fill("2013-02-15")
        page.get_by_role("button", name="Apply").tap()
        expect(page.locator("h1")).not_to_have_text(before)
        return
    slider = page.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    assert box["height"] >= 24
    page.touchscreen.tap(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
    expect(page.locator("h1")).not_to_have_text(before)
    settled(page)
    touched = parse_qs(urlsplit(page.url).query)["as_of"]
    slider.press("ArrowLeft")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query)["as_of"] != touched)
    settled(page)


def too_small(page: Page) -> list[str]:
    """The texts of the figures that are drawn smaller than 10 pixels, as they come out on the screen."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("#figures figure text, #figures figure td, #figures figure p")]
          .filter((one) => one.textContent.trim() && one.getClientRects().length)
          .map((one) => [one.textContent.trim().slice(0, 40),
                         parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM?.()?.a ?? 1)])
          .filter(([, size]) => size < 10).map(([text, size]) => `${text}: ${size.toFixed(1)} px`)"""
    )
    return found
