"""Search by keyboard and on a phone, its suggestions, and the pages of what was found and what changed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_leads_to_the_search(watch: Callable[..., Watched], key: str) -> None:
    page = watch(1440).open("/operations")
    page.keyboard.press(key)
    expect(page.locator("#site-q")).to_be_focused()
    expect(page.locator("#site-q")).to_have_value("")


def test_a_slash_in_another_field_is_a_slash(watch: Callable[..., Watched]) -> None:
    page = watch(1440).open("/search?q=chad")
    page.locator("#filter-q").focus()
    page.keyboard.type("/")
    expect(page.locator("#filter-q")).to_be_focused()
    assert "/" in page.locator("#filter-q").input_value()


def suggested(page: Page, words: str) -> None:
    page.locator("#site-q").focus()
    page.keyboard.type(words)
    expect(page.locator("#site-q-list")).to_be_visible()


def test_suggestions_by_keyboard(watch: Callable[..., Watched]) -> None:
    reader = watch(1440)
    page = reader.open("/operations/serval?as_of=2013-02-15")
    height = page.evaluate("document.body.scrollHeight")
    suggested(page, "ivory")
    field = page.locator("#site-q")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-activedescendant") is None
    assert reader.violations() == []
    assert page.evaluate("document.body.scrollHeight") == height
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "site-q-0")
    page.keyboard.press("Escape")
    expect(page.locator("#site-q-list")).to_be_hidden()
    expect(field).to_have_value("ivory")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#site-q-list")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contributors/CIV?as_of=2013-02-15")
    reader.nothing_wrong()


def test_enter_alone_searches_for_what_was_typed(watch: Callable[..., Watched]) -> None:
    page = watch(1440).open("/operations/serval?as_of=2013-02-15")
    suggested(page, "chad")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=chad&as_of=2013-02-15")


def test_no_answer_to_older_words_is_shown(watch: Callable[..., Watched]) -> None:
    page = watch(1440).open("/sources")
    suggested(page, "ivory")
    page.locator("#site-q").fill("germany")
    expect(page.locator("#site-q-list li").first).to_contain_text("Germany")
    page.locator("#site-q").fill("")
    expect(page.locator("#site-q-list")).to_be_hidden()
    page.wait_for_timeout(400)
    expect(page.locator("#site-q-list")).to_be_hidden()


@pytest.mark.parametrize("address", ["/", "/pledges", "/search?q=chad"])
def test_the_search_is_on_the_first_screen_of_a_phone(watch: Callable[..., Watched], address: str) -> None:
    page = watch(360).open(address)
    box = page.locator("#site-q").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 130
    assert box["width"] > 280
    page.locator("#site-q").click()
    page.locator("#site-q").fill("chadian")
    expect(page.locator("#site-q-list li").first).to_contain_text("Chadian")
    page.locator("#site-q-list li").first.click()
    page.wait_for_url("**/operations/fatim*")
