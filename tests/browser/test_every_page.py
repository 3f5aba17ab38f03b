"""Every page of the real record, on a desk in English and a phone in French: whole, quiet, without a fault for axe."""

from collections.abc import Callable

import pytest

from tests.browser.addresses import PAGES
from tests.browser.conftest import LOOKS, PREFIXES, Scheme, Watched

pytestmark = pytest.mark.browser
# The API's page is a package's: see the last test. Embeds stand with what is empty and refused, in a file of their own.
OWN = [
    one
    for name, listed in PAGES.items()
    if name not in ("system/api.html", "embed/chart.html")
    for one in listed
]
# What is coloured is its template's: of the others on one template, the phone alone is seen in the dark.
FIRST = {listed[0] for listed in PAGES.values()}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("address", OWN)
def test_page_is_whole(watch: Callable[..., Watched], address: str, width: int, scheme: Scheme) -> None:
    reader = watch(width, scheme)
    page = reader.open(PREFIXES[width] + address)
    assert page.locator("html").get_attribute("lang") == (PREFIXES[width].strip("/") or "en")
    reader.is_whole(scheme, is_turned=address in FIRST)
    reader.nothing_wrong()


@pytest.mark.parametrize("address", ["/", "/pledges/serval-fra-troops?as_of=2013-01-17"])
def test_without_scripts_every_number_is_there(watch: Callable[..., Watched], address: str) -> None:
    with_scripts = numbers(watch().open(address).locator("main"))
    without = numbers(watch(scripts=False).open(address).locator("main"))
    assert without
    assert without <= with_scripts


def numbers(main: object) -> set[str]:
    """The cells of the page's tables."""
    cells = main.locator("table td.num")  # type: ignore[attr-defined]
    return {text.strip() for text in cells.all_text_contents()}


def test_the_api_page_is_whole(watch: Callable[..., Watched]) -> None:
    reader = watch()
    page = reader.open("/api")
    page.get_by_text("/api/v1/totals").first.wait_for()
    reader.nothing_wrong()
