"""Weight and speed of the dashboard in a real browser: first and largest paint, bytes, and a control's answer."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

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


def report(base: str, path: str) -> None:
    """Print a line for each kind of network: medians of some cold visits."""
    print(f"\n{path} in Chromium, cold, medians of {ROUNDS}")
    print(
        f"{'':12} {'first paint':>12} {'largest':>10} {'kB before':>10} {'kB with charts':>15} {'next day':>10}"
    )
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, screen in product(LINES, SCREENS):
            visits = [_visit(browser, base + path, name, screen) for _ in range(ROUNDS)]
            first, largest, before, after, control = (
                statistics.median(getattr(visit, field) for visit in visits) for field in Visit.__slots__
            )
            paints = f"{first / 1000:10.2f} s {largest / 1000:8.2f} s"
            weight = f"{before / 1000:10.0f} {after / 1000:15.0f}"
            print(f"{name + ', ' + screen:18} {paints} {weight} {control:7.0f} ms")


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
