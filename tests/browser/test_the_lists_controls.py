"""Every control of the pages beside the dashboard: what it does stands in the address, which gives the page again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
State = tuple[str, list[str], dict[str, str]]

# Per page, a choice in each field of its form.
CHOICES = {
    "/compare?contributor=FRA,TCD&operation=mali&as_of=2013-01-17": {
        "as_of": "2013-02-15",
        "per": "gdp",
        "add": "NGA",
        "operation": "serval",
        "category": "troops",
        "unit": "aircraft",
    },
    "/pledges?as_of=2013-02-15": {
        "as_of": "2013-01-17",
        "q": "battalion",
        "operation": "afisma",
        "contributor": "TGO",
        "category": "troops",
        "stage": "committed",
        "unit": "people",
        "member_of": "ECOWAS",
        "source": "1",
    },
    "/contributors?as_of=2013-02-15": {
        "as_of": "2013-01-17",
        "q": "ivory coast",
        "operation": "serval",
        "category": "transport-aircraft",
        "member_of": "ECOWAS",
    },
    "/contributors/FRA?as_of=2013-02-15": {
        "as_of": "2013-01-16",
        "q": "drones",
        "operation": "serval",
        "category": "troops",
        "stage": "deployed",
        "unit": "aircraft",
    },
    "/changes?as_of=2013-07-01": {
        "as_of": "2013-01-17",
        "operation": "fatim",
        "contributor": "TCD",
        "category": "troops",
    },
    "/operations/mali/changes?as_of=2013-07-01": {
        "as_of": "2013-01-17",
        "contributor": "TCD",
        "category": "troops",
    },
    "/search?q=mali&as_of=2013-02-15": {
        "as_of": "2013-01-12",
        "q": "chad",
        "operation": "serval",
        "kind": "contributor",
    },
    "/sources?as_of=2013-02-15": {
        "as_of": "2013-01-16",
        "q": "mali",
        "operation": "serval",
        "contributor": "FRA",
        "category": "troops",
        "kind": "newspaper",
    },
    "/sources/1?as_of=2013-01-17": {"as_of": "2013-02-15"},
    "/pledges/serval-fra-troops?as_of=2013-01-17": {"as_of": "2013-02-06"},
}
pages = pytest.mark.parametrize("address", CHOICES)


def state(page: Page) -> State:
    """What a page shows beside its pictures: its headline, the rows of its tables and lists, and its form."""
    fields = page.locator("form[data-filters] [name]").evaluate_all(
        "(fields) => Object.fromEntries(fields.map((one) => [one.name, one.value]))"
    )
    rows = page.locator("#main tr, #main ol.timeline > li, #main ol.changes > li, #main ol.hits > li")
    said = [" ".join(text.split()) for text in rows.all_text_contents()]
    return page.locator("h1").inner_text(), said, fields


def settled(page: Page) -> None:
    expect(page.locator("#main")).to_have_attribute("aria-busy", "false")


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def holds(value: str) -> Callable[[str], bool]:
    return lambda url: value in str(parse_qs(urlsplit(url).query))


def choose(page: Page, name: str, value: str) -> None:
    field = page.locator(f"#filter-{name}")
    if field.evaluate("(one) => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def unchosen(page: Page) -> set[str]:
    """The fields of a page's form that a reader sees."""
    seen: list[str] = page.locator("form[data-filters] [name]:not([type=hidden])").evaluate_all(
        "(all) => all.map((one) => one.name)"
    )
    return set(seen)


@pages
def test_a_choice_stands_in_the_address_and_the_address_gives_the_page(watch: Watch, address: str) -> None:
    reader, colleague, plain = watch(), watch(), watch(scripts=False)
    page = reader.open(address)
    assert unchosen(page) == set(CHOICES[address])
    before = state(page)
    for name, value in CHOICES[address].items():
        choose(page, name, value)
        page.locator(f"#filter-{name}").blur()
        page.wait_for_url(holds(value))
        settled(page)
        now = state(page)
        assert now != before, name
        for other in (colleague, plain):
            other.page.goto(page.url, wait_until="domcontentloaded")
            assert state(other.page) == now, name
        page.go_back()
        expect(page.locator(f"#filter-{name}")).to_have_value(before[2][name])
        settled(page)
        assert state(page) == before, name
    reader.nothing_wrong()


@pages
def test_without_scripts_all_choices_are_applied_at_once(watch: Watch, address: str) -> None:
    page = watch(scripts=False).open(address)
    for name, value in CHOICES[address].items():
        choose(page, name, value)
    page.get_by_role("button", name="Apply").click()
    page.wait_for_load_state()
    asked = {name: " ".join(texts) for name, texts in query(page).items()}
    # Who is added to a comparison then stands among those compared.
    for name, value in CHOICES[address].items():
        assert value in asked["contributor" if name == "add" else name]
    colleague = watch()
    colleague.page.goto(page.url)
    assert state(colleague.page) == state(page)
