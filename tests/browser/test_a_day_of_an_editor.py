"""A person opens the dashboard, goes back a week, follows a bar to its evidence, adds a pledge, and sees it counted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, serving
from tests.conftest import copy_of

pytestmark = pytest.mark.browser
DAY = "2013-01-17"


@pytest.fixture
def origin(seeded_file: Path, tmp_path: Path) -> Iterator[str]:
    """A server on a record of this test's own, since it writes."""
    with serving(copy_of(seeded_file, tmp_path)) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_dashboard_to_the_evidence_and_back_with_a_pledge(
    watch: Callable[..., Watched], scripts: bool
) -> None:
    reader = watch(scripts=scripts)
    page = reader.open("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("8,264 soldiers promised for Mali")

    go_back_a_week(page, scripts=scripts)
    check(reader, scripts=scripts)

    reader.open(f"/?as_of={DAY}")
    open_the_first_bar(page, scripts=scripts)
    page.get_by_role("link", name="Ground force").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,400 soldiers")
    expect(page.get_by_text("is expecting to send 1,100 more")).to_be_visible()
    check(reader, scripts=scripts)

    add_a_pledge(reader)
    check(reader, scripts=scripts)

    reader.open(f"/?as_of={DAY}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("8,464 soldiers promised for Mali")
    expect(page.locator("#contributors").get_by_role("link", name="Gambia").first).to_be_visible()


def go_back_a_week(page: Page, *, scripts: bool) -> None:
    day = page.get_by_label("As of", exact=True)
    day.fill("2013-01-11")
    if scripts:
        day.blur()
    else:
        page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**as_of=2013-01-11**")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("8,264")
    expect(day).to_have_value("2013-01-11")


def open_the_first_bar(page: Page, *, scripts: bool) -> None:
    """France's: its bar leads to the pledges behind it, its name (all there is without scripts) to its page."""
    if not scripts:
        page.locator("#contributors").get_by_role("link", name="France").first.click()
        return
    bar = page.locator("#contributors .barlayer .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/pledges?operation=mali&contributor=FRA*")


def add_a_pledge(reader: Watched) -> None:
    page = reader.open("/pledges/new")
    page.get_by_label("Title").fill("Gambia to send troops to Mali")
    page.get_by_label("Publisher").fill("A newspaper")
    page.get_by_label("Published on").fill(DAY)
    page.get_by_label("Operation", exact=True).select_option("afisma")
    page.get_by_label("Who", exact=True).fill("The Gambia")
    page.get_by_label("What", exact=True).select_option("troops")
    page.get_by_role("radio", name="Committed").check()
    page.get_by_label("How many").fill("at least 200")
    page.get_by_label("Quotation").fill("at least 200 soldiers will leave this month")
    page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_text("You are about to record")).to_be_visible()
    expect(page.locator("main")).to_contain_text("at least 200 soldiers")
    page.get_by_role("button", name="Save it").first.click()
    page.wait_for_url(f"**/pledges/afisma-gmb-troops?as_of={DAY}*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gambia")


def check(reader: Watched, *, scripts: bool) -> None:
    if scripts:
        reader.nothing_wrong()
        assert reader.violations() == []
    assert reader.foreign == []
