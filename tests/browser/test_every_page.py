"""Every page, wide and narrow, light and dark: nothing is refused, nothing sticks out, axe finds nothing."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/?as_of=2013-07-15",
    "/?as_of=2026-01-01",
    "/operations/mali?category=funding&contributor=ITA",
    "/operations/minusma",
    "/operations",
    "/contributors",
    "/contributors/FRA",
    "/contributors/ECOWAS?as_of=2013-01-17",
    "/pledges",
    "/pledges?q=nothing+has+these+words",
    "/pledges/serval-fra-troops?as_of=2013-01-17",
    "/pledges/afisma-ecowas-force?as_of=2013-01-17",
    "/pledges/new",
    "/pledges/serval-fra-troops/statements/new",
    "/sources",
    "/sources/1",
    "/method",
    "/data",
    "/pledges?colour=blue",
)
MISSING = ("/nothing/here", "/pledges/no-such-pledge")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("address", PAGES)
def test_page_is_whole(watch: Callable[..., Watched], address: str, width: int, scheme: str) -> None:
    reader = watch(width, scheme)
    reader.open(address)
    assert reader.overflow() <= 0
    assert reader.violations() == []
    reader.nothing_wrong()


@pytest.mark.parametrize("address", MISSING)
def test_error_page_is_whole(watch: Callable[..., Watched], address: str) -> None:
    reader = watch(360)
    page = reader.open(address)
    assert page.title().startswith("Error:")
    assert reader.violations() == []
    assert reader.foreign == []


@pytest.mark.parametrize(
    "address", ["/", "/pledges", "/pledges/serval-fra-troops", "/contributors/FRA", "/sources"]
)
def test_nothing_sticks_out_at_320_pixels(watch: Callable[..., Watched], address: str) -> None:
    reader = watch(320)
    reader.open(address)
    assert reader.overflow() <= 0


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
