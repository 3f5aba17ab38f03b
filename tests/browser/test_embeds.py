"""A newsroom's page that frames a chart: it gets its height, in a column as on a phone, and nothing is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.conftest import WATCH, Watched

pytestmark = pytest.mark.browser
DAY = "operation=mali&as_of=2013-01-17"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Another site: writes a page, and gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def publish(body: str) -> str:
        (tmp_path / "story.html").write_text(
            f'<!DOCTYPE html><title>A story</title><link rel="icon" href="data:,"><p>Words</p>{body}'
        )
        return f"http://127.0.0.1:{server.server_port}/story.html"

    yield publish
    server.shutdown()
    server.server_close()


def snippet_of(reader: Watched, figure: str) -> str:
    page = reader.open(f"/operations/mali?{DAY.partition('&')[2]}")
    return page.locator(f"#{figure}-embed").input_value()


def framed(page: Page) -> Frame:
    [frame] = [frame for frame in page.frames if "/embed/" in frame.url]
    frame.wait_for_load_state("networkidle")
    return frame


@pytest.mark.parametrize("width", [320, 700])
@pytest.mark.parametrize("figure", ["contributors", "over-time", "map"])
def test_a_frame_is_as_high_as_its_chart(
    watch: Callable[..., Watched], browser: Browser, newsroom: Callable[[str], str], width: int, figure: str
) -> None:
    address = newsroom(f'<div style="width:{width}px">{snippet_of(watch(), figure)}</div>')
    context = browser.new_context(viewport={"width": 900, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address, wait_until="networkidle")
    frame = framed(page)
    page.locator("iframe").scroll_into_view_if_needed()
    page.wait_for_timeout(500)

    needs = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    given = page.locator("iframe").bounding_box()
    assert given
    assert given["width"] == width
    assert abs(given["height"] - needs) <= 1
    assert needs > 250
    assert frame.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert frame.evaluate("window.refused") == []
    # What unfolds makes it higher, and the frame with it.
    frame.locator("details.data summary").first.click()
    page.wait_for_timeout(300)
    opened = page.locator("iframe").bounding_box()
    assert opened
    assert opened["height"] > given["height"] + 40
    assert wrong == []
    context.close()


def test_a_frame_without_scripts_has_all_of_it(watch: Callable[..., Watched]) -> None:
    for scheme in ("light", "dark"):
        reader = watch(320, scheme, scripts=False)
        page = reader.open(f"/embed/contributors?{DAY}&theme=auto")
        assert reader.overflow() <= 0
        assert page.locator(".bar").count() > 10
        assert page.get_by_role("heading", level=1).is_visible()


def test_copying_takes_the_quotation_and_says_so(watch: Callable[..., Watched]) -> None:
    reader = watch()
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(f"/operations/mali?{DAY.partition('&')[2]}")
    page.locator("#contributors [data-copy=contributors-quote]").click()
    page.wait_for_function("document.getElementById('live').textContent !== ''")
    assert page.locator("#live").text_content() == "Copied"
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == " ".join(page.locator("#contributors-quote").text_content().split())  # type: ignore[union-attr]
    assert "recorded_by=" in copied
    # No share sheet here, so no button for one.
    assert page.evaluate("'share' in navigator") or page.locator("[data-share]").first.is_hidden()
    reader.nothing_wrong()
