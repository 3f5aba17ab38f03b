"""A quotation: what "Copy" gives, and that its link shows the same figures for ever, whatever is recorded later."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import Watched, serving
from tests.conftest import copy_of
from tests.figures.pages import Page as Read

pytestmark = pytest.mark.browser
LATER = {
    "operation": "afisma",
    "contributor": "GMB",
    "category": "troops",
    "statement": {
        "on": "2013-01-17",
        "status": "deployed",
        "quantity": "200",
        "evidence": "200 soldiers have left",
        "source": {
            "title": "Gambians leave for Mali",
            "publisher": "A newspaper",
            "published_on": "2013-01-17",
        },
    },
}


@pytest.fixture
def origin(seeded_file: Path, tmp_path: Path) -> Iterator[str]:
    """A server on a record of this test's own, since it writes."""
    with serving(copy_of(seeded_file, tmp_path)) as address:
        yield address


def record_later(origin: str) -> None:
    sent = Request(  # noqa: S310 - our own server
        f"{origin}/api/v1/pledges", json.dumps(LATER).encode(), {"Content-Type": "application/json"}
    )
    with urlopen(sent, timeout=10) as answer:  # noqa: S310 - our own server
        assert answer.status == 201


def numbers(text: str) -> tuple[str, dict[str, str], dict[str, list[list[str]]]]:
    """All that a page counts: its headline, its key figures and its tables."""
    read = Read(text)
    return (
        read.headline,
        read.key_figures(),
        {name: read.tables[name] for name in read.tables if "-data" in name},
    )


def test_the_link_of_a_quotation_shows_the_same_figures_for_ever(
    watch: Callable[..., Watched], origin: str
) -> None:
    reader = watch()
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/")
    quoted = numbers(page.content())
    page.locator("[data-copy=headline-quote]").click()
    page.wait_for_function("document.getElementById('live').textContent !== ''")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{quoted[0]}. ")
    assert "1,720 deployed, 5,444 committed and 1,100 announced" in copied
    assert "as of 17 January 2013" in copied
    assert re.search(r"Source: Muster, .* from \d+ sources: .*Expatica", copied)
    frozen = re.search(r"http\S+recorded_by=\S+", copied)
    assert frozen

    record_later(origin)
    assert numbers(reader.open("/").content()) != quoted
    for scripts in (True, False):
        colleague = watch(scripts=scripts)
        colleague.page.goto(frozen[0], wait_until="networkidle")
        assert numbers(colleague.page.content()) == quoted
        assert colleague.foreign == []
    reader.nothing_wrong()


def test_without_scripts_the_quotation_can_be_read_and_taken(watch: Callable[..., Watched]) -> None:
    page = watch(scripts=False).open("/")
    assert page.locator("[data-copy]").first.is_hidden()
    page.locator("#contributors-cite summary").click()
    quote = page.locator("#contributors-quote")
    said = quote.inner_text()
    assert page.locator("#contributors-title").inner_text() in said
    page.goto(quote.locator("a").get_attribute("href") or "")
    assert page.url.endswith("#contributors")
    assert page.locator("#contributors-title").inner_text() in said
