"""The copy as a reader's browser has it: charts drawn, nothing refused, nothing asked of anybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WATCH

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def test_the_dashboard_is_drawn_in_a_folder_of_another_host(page: Page, host: str) -> None:
    elsewhere: list[str] = []
    said: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith(host) else elsewhere.append(request.url)
    )
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.goto(host, wait_until="load")
    charts = page.locator("[data-chart]")
    assert charts.count() >= 2
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_class(re.compile("is-live"))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Pledges").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("window.refused") == []
    assert (elsewhere, said) == ([], [])
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
