"""A real server on a private copy of the real record, and a real browser that watches for what must never happen."""

import os
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.conftest import copy_of

ROOT = Path(__file__).parent.parent.parent
# A busy machine is no fault of a page.
expect.set_options(timeout=30_000)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
Scheme = Literal["light", "dark"]
# A desk in the light, a phone in the dark: each page is opened as both, and is_whole turns to the other theme.
LOOKS: tuple[tuple[int, Scheme], ...] = ((1440, "light"), (360, "dark"))
# And the phone in French, so that each page is seen in both languages and opened no more often.
PREFIXES = {1440: "", 360: "/fr"}
# Kept in the page from its first moment on: what the policy refused.
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (e) => {
  window.refused.push(e.violatedDirective + " " + e.blockedURI);
});
"""
# Each chart near the view is drawn that has something to draw: static/js/charts.js.
DRAWN = """() => [...document.querySelectorAll("[data-chart]")].every((chart) => {
  const { top, bottom, width } = chart.getBoundingClientRect();
  const isFar = !width || top > innerHeight || bottom < 0;
  const isBare = !document.querySelector(`script[data-figure="${CSS.escape(chart.dataset.chart)}"]`)
    || (chart.dataset.mode === "bars" && !chart.querySelector(".marks"));
  return isFar || isBare || chart.classList.contains("is-live");
})"""


@dataclass
class Watched:
    """A page, and what happened in it that no reader of Muster may ever meet."""

    page: Page
    origin: str
    scripts: bool = True
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to an address of the server, and wait until what it fetches is there and drawn."""
        self.page.goto(self.origin + address, wait_until="load")
        # Charts alone fetch more once the page has loaded.
        if self.scripts and self.page.locator("[data-chart]").count():
            self.page.wait_for_function(DRAWN)
        return self.page

    def nothing_wrong(self) -> None:
        """No request to another host, no error in the console, nothing refused by the policy."""
        assert self.foreign == []
        assert self.errors == []
        assert self.page.evaluate("window.refused") == []

    def violations(self, *, colours: bool = False) -> list[str]:
        """What axe finds, with the place of each; `colours`: by the rules alone that a change of theme can break."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        rules = {"type": "rule", "values": COLOURS} if colours else {"type": "tag", "values": TAGS}
        # Without what passes, which nobody reads, axe takes half the time.
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        found = self.page.evaluate("(options) => axe.run(document, options)", options)
        return [f"{v['id']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    def fits(self, width: int) -> None:
        """Nothing is wider than a window of `width`: a chart may take a moment to be drawn anew."""
        self.page.set_viewport_size({"width": width, "height": 900})
        for _ in range(20):
            if self.overflow() <= 0:
                return
            self.page.wait_for_timeout(100)
        assert self.overflow() <= 0

    def is_whole(self, scheme: Scheme, *, is_turned: bool = True) -> None:
        """As opened in `scheme`, and on the narrowest phone: nothing sticks out, axe is silent.

        Each page is opened in both looks, so both themes are seen; what a desk has in the light, it has in the dark.
        `is_turned`: a desk is looked at in the dark as well, as each template is once.
        """
        assert self.overflow() <= 0
        assert self.violations() == []
        if scheme == "light" and is_turned:
            self.page.emulate_media(color_scheme="dark")
            assert self.violations(colours=True) == []
        self.fits(320)


@pytest.fixture(scope="session")
def origin(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server on a copy of the real record listens: as `make serve` starts it."""
    with serving(copy_of(seeded_file, tmp_path_factory.mktemp("browser"))) as address:
        yield address


class serving:  # noqa: N801 - used as a with-block
    """`muster serve` on a SQLite file, as the local editor, for the length of a block; `settings` are MUSTER_..."""

    def __init__(self, file: Path, **settings: str) -> None:
        self.file = file
        self.settings = {f"MUSTER_{name.upper()}": value for name, value in settings.items()}

    def __enter__(self) -> str:
        port = free_port()
        settings = {"MUSTER_DATABASE_URL": f"sqlite:///{self.file}", "MUSTER_LOCAL_EDITOR": "true"}
        settings |= self.settings
        command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL
        )
        address = f"http://127.0.0.1:{port}"
        wait_for(address, self.process)
        return address

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(address + "/livez", timeout=5).close()  # noqa: S310 - our own server
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server at {address} did not answer")


class Readers:
    """Pages to read in, each in a browser of its own: what one test fetched and compiled, the next need not again.

    A new page takes longer than what is looked at in it. All that a test left in one is forgotten after it.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[tuple[bool, bool], list[Page]] = defaultdict(list)

    @contextmanager
    def another(self, *, scripts: bool, touch: bool) -> Iterator[Page]:
        """One that nobody else has until the block ends."""
        free = self.free[scripts, touch]
        page = free.pop() if free else self._new(scripts=scripts, touch=touch)
        yield page
        self._forget(page)
        free.append(page)

    def _new(self, *, scripts: bool, touch: bool) -> Page:
        context = self.browser.new_context(
            java_script_enabled=scripts, has_touch=touch, reduced_motion="reduce"
        )
        context.add_init_script(WATCH)
        return context.new_page()

    def _forget(self, page: Page) -> None:
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.context.clear_cookies()
        page.context.clear_permissions()
        page.unroute_all()
        page.set_extra_http_headers({})
        # The readers' choice of a theme: see static/js/theme.js.
        origin = urlsplit(page.url)._replace(path="", query="", fragment="").geturl()
        stored = {"origin": origin, "storageTypes": "local_storage"}
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", stored)
        session.detach()


@pytest.fixture(scope="session")
def readers(browser: Browser) -> Readers:
    return Readers(browser)


@pytest.fixture
def watch(readers: Readers, origin: str) -> Iterator[Callable[..., Watched]]:
    """Open a watched page, each in a browser of its own: `watch(width=360, scheme="dark", scripts=False)`."""
    with ExitStack() as stack:

        def start(
            width: int = 1440,
            scheme: Scheme = "light",
            *,
            scripts: bool = True,
            touch: bool = False,
            server: str = "",
        ) -> Watched:
            page = stack.enter_context(readers.another(scripts=scripts, touch=touch))
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            return stack.enter_context(watched(page, server or origin, scripts=scripts))

        yield start


@contextmanager
def watched(page: Page, origin: str, *, scripts: bool = True) -> Iterator[Watched]:
    """The page, and what happens in it until the block ends."""
    found = Watched(page, origin, scripts)

    def on_request(request: Request) -> None:
        if not request.url.startswith((origin, "data:", "blob:")):
            found.foreign.append(request.url)

    def on_error(error: object) -> None:
        found.errors.append(str(error))

    def on_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.errors.append(message.text)

    listeners = {"request": on_request, "pageerror": on_error, "console": on_message}
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    yield found
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
