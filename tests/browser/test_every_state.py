"""What is framed, what has nothing to show and what is refused: as whole as the full pages, and as quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.requests import Request

from app.config import settings
from app.main import create_app
from app.web import failures
from tests.browser.addresses import EMPTY, PAGES, REFUSED, Refused, spoil
from tests.browser.conftest import LOOKS, PREFIXES, Scheme, Watched, serving
from tests.conftest import copy_of

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
# The others are on templates that test_every_page.py turns to the dark.
BARE = {address for name, listed in EMPTY.items() if name not in PAGES for address in listed}
both_looks = pytest.mark.parametrize(("width", "scheme"), LOOKS)


@pytest.fixture(scope="module")
def newcomers(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a record without a row."""
    with serving(copy_of(empty_file, tmp_path_factory.mktemp("nothing"))) as address:
        yield address


@pytest.fixture(scope="module")
def spoilt(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a record in which things went wrong."""
    with serving(spoil(seeded_file, tmp_path_factory.mktemp("spoilt"))) as address:
        yield address


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES["embed/chart.html"])
def test_embed_is_whole(watch: Watch, address: str, theme: str) -> None:
    """Its theme is the address's: the newsroom chooses it. But for its colours it is one page in both."""
    reader = watch(360)
    reader.open(f"{address}&theme={theme}")
    assert reader.violations(colours=theme == "dark") == []
    for width in (320, 700):
        reader.fits(width)
    reader.nothing_wrong()


@both_looks
@pytest.mark.parametrize("address", [address for listed in EMPTY.values() for address in listed])
def test_page_of_an_empty_record_is_whole(
    watch: Watch, newcomers: str, address: str, width: int, scheme: Scheme
) -> None:
    reader = watch(width, scheme, server=newcomers)
    page = reader.open(PREFIXES[width] + address)
    assert page.locator("h1").inner_text()
    reader.is_whole(scheme, is_turned=address in BARE)
    reader.nothing_wrong()


@both_looks
@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: f"{refused.status} {refused.address}")
def test_what_is_refused_is_said_in_a_whole_page(
    watch: Watch, spoilt: str, refused: Refused, width: int, scheme: Scheme
) -> None:
    reader = watch(width, scheme, server=spoilt)
    reader.page.set_extra_http_headers(dict(refused.headers))
    page = reader.open(PREFIXES[width] + refused.address)
    # A retracted pledge is no error, and signing in is no more.
    assert page.title().startswith(("Error:", "Erreur")) or refused.status in (401, 410)
    reader.is_whole(scheme)
    only_the_status_is_wrong(reader, refused.status)


@both_looks
def test_the_page_that_none_answers_with_yet_is_whole(watch: Watch, width: int, scheme: Scheme) -> None:
    reader = watch(width, scheme)
    asked = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    scope = {**asked, "app": create_app(settings()), "server": ("127.0.0.1", 8000), "scheme": "http"}
    words = bytes(
        failures.page(Request(scope), 422, "What was sent cannot be accepted.", ["on: 2013-13-01"]).body
    )
    reader.page.route(
        "**/refused", lambda route: route.fulfill(body=words, content_type="text/html", status=422)
    )
    reader.open("/refused")
    reader.is_whole(scheme)
    only_the_status_is_wrong(reader, 422)


@both_looks
def test_a_form_that_is_refused_and_one_read_back_are_whole(watch: Watch, width: int, scheme: Scheme) -> None:
    """Nothing is saved: the record is shared."""
    reader = watch(width, scheme)
    page = reader.open("/pledges/new")
    page.get_by_role("button", name="Check and save").click()
    page.wait_for_load_state("networkidle")
    assert page.title().startswith("Error:")
    reader.is_whole(scheme)
    only_the_status_is_wrong(reader, 422)
    page.set_viewport_size({"width": width, "height": 900})
    fill(page)
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("You are about to record").is_visible()
    reader.is_whole(scheme)


def fill(page: Page) -> None:
    page.get_by_label("Title").fill("Gambia to send troops to Mali")
    page.get_by_label("Publisher").fill("A newspaper")
    page.get_by_label("Published on").fill("2013-01-17")
    page.get_by_label("Operation", exact=True).select_option("afisma")
    page.get_by_label("Who", exact=True).fill("The Gambia")
    page.get_by_label("What", exact=True).select_option("troops")
    page.get_by_role("radio", name="Committed").check()
    page.get_by_label("How many").fill("at least 200")
    page.get_by_label("Quotation").fill("at least 200 soldiers will leave this month")
    page.get_by_role("button", name="Check and save").click()


def only_the_status_is_wrong(reader: Watched, status: int) -> None:
    """The browser itself reports the answer's status; nothing else may be in its console."""
    expected = f"the server responded with a status of {status}"
    assert [error for error in reader.errors if expected not in error] == []
    reader.errors.clear()
    reader.nothing_wrong()
