"""Weight and speed of the dashboard in a real browser: first and largest paint, bytes, and a control's answer."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from app.config import ROOT
from bench.reads import DASHBOARD, DAY
from bench.server import serve_muster
from bench.store import Record, load
from bench.table import Line
from tests.support.chromium import launch

ROUNDS = 3
# On the phone no chart is near when the page opens; on the desk the first one is, and Plotly comes at once.
SCREENS = {"desk": (1440, 900), "phone": (360, 780)}
MBIT = 1_000_000 / 8
# What browsers' own tools call so: bytes a second down and up, and milliseconds to the server and back.
LINES = {
    "loopback": None,
    "fast 4G": (9 * MBIT, 1.5 * MBIT, 60),
    "slow 4G": (1.6 * MBIT, 0.75 * MBIT, 150),
}
PAINT_SECONDS = {"loopback": 0.5, "fast 4G": 0.6, "slow 4G": 1.4}
PAINTS = """() => new Promise((done) => {
  new PerformanceObserver((list) => {
    const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    done([first, list.getEntries().at(-1).startTime]);
  }).observe({ type: "largest-contentful-paint", buffered: true });
})"""
TO_THE_END = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 500) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 100));
  }
}"""
ONE_DAY_ON = """() => new Promise((done) => {
  const slider = document.querySelector("[data-days]");
  const begun = performance.now();
  const drawn = () => requestAnimationFrame(() => done(performance.now() - begun));
  document.addEventListener("muster:swap", drawn, { once: true });
  slider.stepUp();
  slider.dispatchEvent(new Event("input", { bubbles: true }));
})"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds to the first and the largest paint; bytes on the way before and after all charts were near."""

    first: float
    largest: float
    bytes_before: int
    bytes_after: int
    control: float


def lines(record: Record) -> Iterator[Line]:
    """The front page of the founding record, and an operation's dashboard of a large one."""
    with tempfile.TemporaryDirectory() as folder:
        seeded = Record(0, f"sqlite:///{Path(folder) / 'muster.db'}")
        load(seeded.url, ROOT / "seeds")
        with serve_muster(seeded) as server:
            yield from _page(server.base, "/", "front page")
    with serve_muster(record) as server:
        yield from _page(server.base, f"{DASHBOARD}{DAY}", f"dashboard, {record.size:,}")


def _page(base: str, path: str, named: str) -> Iterator[Line]:
    """Medians of some cold visits on each kind of network and screen."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, screen in product(LINES, SCREENS):
            visits = [_visit(browser, base + path, name, screen) for _ in range(ROUNDS)]
            yield from _told(visits, f"{named}, {name}, {screen}", name, screen)


def _told(visits: list[Visit], of: str, line: str, screen: str) -> Iterator[Line]:
    first, largest, before, after, control = (
        statistics.median(getattr(visit, field) for visit in visits) for field in Visit.__slots__
    )
    note = f"first paint {first / 1000:.2f} s"
    yield Line("largest paint, cold", of, largest / 1000, "s", at_most=PAINT_SECONDS[line], note=note)
    if line == "loopback":
        # On the desk a chart is near at once.
        most = 100 if screen == "phone" else None
        yield Line("bytes before a chart is near, cold", of, before / 1000, "kB", at_most=most)
        yield Line("bytes with all charts, cold", of, after / 1000, "kB", at_most=500)
        yield Line("a control to its new figures, warm", of, control, "ms", at_most=150)


def _visit(browser: Browser, url: str, line: str, screen: str) -> Visit:
    with _fresh_page(browser, *SCREENS[screen]) as page:
        client = page.context.new_cdp_session(page)
        received = _counted(client)
        _slow_down(client, line)
        page.goto(url, wait_until="networkidle")
        first, largest = page.evaluate(PAINTS)
        before = sum(received)
        page.evaluate(TO_THE_END)
        page.wait_for_load_state("networkidle")
        after = sum(received)
        control = statistics.median(page.evaluate(ONE_DAY_ON) for _ in range(5))
        return Visit(first, largest, before, after, control)


@contextmanager
def _fresh_page(browser: Browser, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height})
    try:
        yield context.new_page()
    finally:
        context.close()


def _counted(client: CDPSession) -> list[int]:
    """The bytes of each answer as they came over the wire, heads included."""
    received: list[int] = []
    client.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    client.send("Network.enable")
    return received


def _slow_down(client: CDPSession, line: str) -> None:
    if LINES[line] is None:
        return
    down, up, latency = LINES[line]  # type: ignore[misc]
    speed = {"downloadThroughput": down, "uploadThroughput": up, "latency": latency, "offline": False}
    client.send("Network.emulateNetworkConditions", speed)
