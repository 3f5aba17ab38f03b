"""A stranger proposes, an editor edits and publishes, a second reader sees it; a report leads to a correction."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, serving
from tests.conftest import copy_of

pytestmark = pytest.mark.browser
DAY = "2013-01-17"
# What comes through a proxy is not the person at the machine.
FROM_ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
SHORTEST_MS = 3_200


@pytest.fixture
def origin(seeded_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that takes proposals from everybody, on a record of this test's own."""
    monkeypatch.setenv("MUSTER_PROPOSALS", "open")
    with serving(copy_of(seeded_file, tmp_path)) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_a_strangers_proposal_to_the_record(watch: Callable[..., Watched], scripts: bool) -> None:
    stranger, editor, second = (
        watch(scripts=scripts),
        watch(scripts=scripts),
        watch(360, "dark", scripts=scripts),
    )
    for reader in (stranger, second):
        reader.page.set_extra_http_headers(FROM_ELSEWHERE)

    propose(stranger)
    check(stranger, scripts=scripts)
    link = stranger.page.url.partition("?")[0].removeprefix(stranger.origin)
    assert second.page.goto(second.origin + "/review").status == 401  # type: ignore[union-attr]
    second.errors.clear()  # the browser notes the 401

    publish(editor, lambda: check(editor, scripts=scripts))

    page = second.open(f"/pledges/afisma-gmb-troops?as_of={DAY}")
    expect(page.locator("main")).to_contain_text("at least 250 soldiers")
    expect(stranger.open(link).get_by_role("heading", level=1)).to_have_text("Published")

    report(second)
    answer(editor, lambda: check(editor, scripts=scripts))
    corrected = second.open("/corrections").locator(".correction").first
    expect(corrected).to_contain_text("at least 240 soldiers")
    expect(corrected).to_contain_text("The paper corrected it.")
    check(second, scripts=scripts)


def propose(reader: Watched) -> None:
    page = reader.open("/pledges/new")
    page.get_by_label("Title").fill("Gambia to send troops to Mali")
    page.get_by_label("Publisher").fill("A newspaper")
    page.get_by_label("Published on").fill(DAY)
    page.get_by_label("Operation", exact=True).select_option("afisma")
    page.get_by_label("Who", exact=True).fill("The Gambia")
    page.get_by_label("What", exact=True).select_option("troops")
    page.get_by_role("radio", name="Committed").check()
    page.get_by_label("How many").fill("at least 200")
    page.get_by_label("Name").fill("Mariam")
    page.wait_for_timeout(SHORTEST_MS)
    page.get_by_role("button", name="Check and propose").click()
    expect(page.get_by_text("You are about to propose")).to_be_visible()
    page.get_by_role("button", name="Propose it").first.click()
    expect(page.get_by_text("Keep this link")).to_be_visible()


def publish(reader: Watched, check_page: Callable[[], None]) -> None:
    page = reader.open("/review")
    page.get_by_role("link", name="The Gambia, Troops").first.click()
    expect(page.locator("#effect-title")).to_be_visible()
    expect(page.locator("main")).to_contain_text("200 after publishing")
    check_page()
    page.get_by_role("link", name="Edit and publish").click()
    page.get_by_label("How many").fill("at least 250")
    page.get_by_role("button", name="Check and save").click()
    page.get_by_role("button", name="Publish it").first.click()
    page.wait_for_url("**/pledges/afisma-gmb-troops*")


def report(reader: Watched) -> None:
    page = reader.page
    page.get_by_role("link", name="Report an error on this page").click()
    page.get_by_label("What is wrong").fill("It was 240.")
    page.wait_for_timeout(SHORTEST_MS)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Keep this link")).to_be_visible()


def answer(reader: Watched, check_page: Callable[[], None]) -> None:
    page: Page = reader.open("/review")
    page.get_by_role("link", name="It was 240.").click()
    check_page()
    page.get_by_role("link", name="Correct this statement").first.click()
    page.wait_for_url("**/statements/*/correct")
    page.get_by_label("Why").fill("The paper corrected it.")
    page.get_by_label("How many").fill("at least 240")
    page.get_by_role("button", name="Check the correction").click()
    expect(page.get_by_text("You are about to replace this statement")).to_be_visible()
    check_page()
    page.get_by_role("button", name="Replace it").click()
    page.wait_for_url("**/pledges/afisma-gmb-troops*")
    reader.open("/review")
    page.get_by_role("link", name="It was 240.").click()
    page.get_by_label("A word to the sender").fill("Corrected: thank you.")
    page.get_by_role("button", name="Answer and close").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits")


def check(reader: Watched, *, scripts: bool) -> None:
    if scripts:
        reader.nothing_wrong()
        assert reader.violations() == []
    assert reader.foreign == []
