"""Take the pictures of the README: `python -m scripts.pictures` serves the real record and writes docs/pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.server import Server, serve_muster
from bench.store import Record, load
from tests.support.chromium import launch

ROOT = Path(__file__).resolve().parent.parent
PICTURES, SEEDS = ROOT / "docs" / "pictures", ROOT / "seeds"


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page: its file's name, the address, the window, and the element that is shown; empty: the window."""

    name: str
    address: str
    width: int
    height: int
    scheme: str = "light"
    element: str = ""


WANTED = (
    Picture("dashboard", "/", 1440, 1500),
    Picture("map", "/?as_of=2013-04-15", 1440, 1000, element="#map"),
    Picture("phone", "/?as_of=2013-02-15", 390, 1400, "dark"),
)


@contextmanager
def _served(folder: str) -> Iterator[Server]:
    url = f"sqlite:///{folder}/muster.db"
    load(url, SEEDS)
    with serve_muster(Record(0, url)) as muster:
        yield muster


def main() -> None:
    """Take them all."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, _served(folder) as muster:
        browser = launch(playwright)
        for picture in WANTED:
            take(browser, muster.base, picture)


def take(browser: Browser, base: str, picture: Picture) -> None:
    """One picture, once all its charts are drawn."""
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(base + picture.address, wait_until="networkidle")
    shown = page.locator(picture.element) if picture.element else page
    if picture.element:
        # The bar of filters stays at the top of the window, and would stand over it.
        page.locator("form[data-filters]").evaluate("(bar) => bar.remove()")
        page.locator(picture.element).scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    shown.screenshot(path=PICTURES / f"{picture.name}.png")
    context.close()


if __name__ == "__main__":
    main()
