"""Every control of the dashboard: what it does stands in the address, and the address gives the same page again."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]

# A choice in each field of the filter bar, and what the address says of it.
CHOICES = {
    "operation": "afisma",
    "category": "transport-aircraft",
    "contributor": "TCD",
    "member_of": "ECOWAS",
    "stage": "committed",
    "unit": "aircraft",
}


def state(page: Page) -> tuple[str, str, dict[str, str]]:
    """What a page shows: its headline, its first figure's sentence, and the values of its filter bar."""
    fields = page.locator("form[data-filters] [name]").evaluate_all(
        "(fields) => Object.fromEntries(fields.map((one) => [one.name, one.value]))"
    )
    sentence = page.locator("#figures .sub").first
    said = sentence.inner_text() if sentence.count() else page.locator("#figures").inner_text()
    return page.locator("h1").inner_text(), said, fields


def settled(page: Page) -> None:
    """Until what a control asked for is there."""
    expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
    page.wait_for_load_state("networkidle")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def same_again(watch: Watch, page: Page) -> None:
    """The page's address, opened by somebody else, shows what this reader sees; without scripts too."""
    address = urlsplit(page.url)
    path = f"{address.path}?{address.query}"
    assert state(watch().open(path)) == state(page)
    assert state(watch(scripts=False).open(path)) == state(page)


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_stands_in_the_address(watch: Watch, name: str) -> None:
    reader = watch()
    page = reader.open("/?as_of=2013-02-15")
    before = state(page)
    page.locator(f"#filter-{name}").select_option(CHOICES[name])
    settled(page)
    assert CHOICES[name] in page.url
    assert state(page) != before
    same_again(watch, page)
    page.go_back()
    settled(page)
    assert state(page) == before
    reader.nothing_wrong()


def test_words_are_looked_for_as_they_are_typed(watch: Watch) -> None:
    page = watch().open("/")
    page.locator("#filter-q").fill("Timbuktu")
    page.locator("#filter-q").press("Enter")
    settled(page)
    assert asked(page)["q"] == ["Timbuktu"]
    same_again(watch, page)


def test_the_slider_moves_the_whole_page(watch: Watch) -> None:
    reader = watch()
    page = reader.open("/")
    first, day = page.locator("h1").inner_text(), page.locator("#filter-as_of").input_value()
    slider = page.get_by_role("slider")
    slider.focus()
    for _ in range(20):
        slider.press("ArrowRight")
    expect(page.locator("h1")).not_to_have_text(first)
    settled(page)
    assert day == "2013-01-17"
    assert asked(page)["as_of"] == [page.locator("#filter-as_of").input_value()] == ["2013-02-06"]
    assert slider.get_attribute("aria-valuetext") == "6 February 2013"
    assert slider.evaluate("(one) => one === document.activeElement")
    same_again(watch, page)
    reader.nothing_wrong()


def test_one_move_of_the_slider_is_one_step_back(watch: Watch) -> None:
    page = watch().open("/")
    start = state(page)
    box = page.get_by_role("slider").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.3, middle)
    page.mouse.down()
    for part in (0.4, 0.5, 0.6):
        page.mouse.move(box["x"] + box["width"] * part, middle, steps=4)
        page.wait_for_timeout(250)
    page.mouse.up()
    settled(page)
    assert state(page) != start
    page.go_back()
    settled(page)
    assert state(page) == start


def test_without_scripts_the_day_is_a_field(watch: Watch) -> None:
    page = watch(scripts=False).open("/")
    assert not page.get_by_role("slider").is_visible()
    page.locator("#filter-as_of").fill("2013-02-06")
    page.get_by_role("button", name="Apply").click()
    assert asked(page)["as_of"] == ["2013-02-06"]
    assert "6 February 2013" in page.locator("h1").inner_text()
