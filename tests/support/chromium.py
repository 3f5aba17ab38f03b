"""A real Chromium for the tests: one found on the machine, else installed. Never skipped.

`python -m tests.support.chromium` brings one where there is none, and says where it is.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
Commands = tuple[tuple[str, ...], ...]
UPDATE = ("apt-get", "update", "-qq")
INSTALL = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
BROWSER: Commands = (UPDATE, (*INSTALL, "chromium"))
# The one library that Playwright's own Node.js needs and a small Debian has not.
LIBRARY: Commands = (UPDATE, (*INSTALL, "libatomic1"))
PLAYWRIGHT: Commands = ((sys.executable, "-m", "playwright", "install", "chromium"),)
INSTALL_SECONDS = 900
# Without these the browser asks its maker's hosts for updates and settings at every start, which a test that counts
# requests must not see, and which a closed network refuses many at a time.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # A container's /dev/shm may be too small for a page.
    "--disable-dev-shm-usage",
    "--disable-gpu",
)


class NoChromium(RuntimeError):
    """There is no Chromium and none could be installed; the message has the command to run."""


def chromium_path() -> str:
    """The path of a Chromium on this machine, which is installed first where there is none.

    Installs from Debian's packages where we are root on such a system, else as Playwright does. Raises NoChromium.
    """
    return _bring(_find, [BROWSER, PLAYWRIGHT] if _is_root_on_debian() else [PLAYWRIGHT])


def make_playwright_run() -> str:
    """Playwright's version; where its own program does not run, what it lacks is installed first.

    Raises NoChromium with what it said where that cannot be done.
    """
    return _bring(_playwright_version, [LIBRARY] if _is_root_on_debian() else [])


def launch(playwright: Playwright, *arguments: str) -> Browser:
    """Start it without a window; `arguments` are more command-line switches. As root it has no sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=chromium_path(), args=[*QUIET, *sandbox, *arguments])


def _find() -> str | None:
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _playwrights_own()


def _playwrights_own() -> str | None:
    # In a process of its own: this one may have a Playwright running already, and a second is refused.
    program = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def _playwright_version() -> str | None:
    command = [sys.executable, "-m", "playwright", "--version"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None


def _is_root_on_debian() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _bring(find: Callable[[], str | None], ways: list[Commands]) -> str:
    """What `find` finds, at once or after the first of the `ways` to install it that works. Raises NoChromium."""
    tried: list[str] = []
    with _alone():
        for commands in ((), *ways):
            if all(_succeeds(command, tried) for command in commands) and (found := find()):
                return found
    raise NoChromium(_advice(tried))


def _succeeds(command: tuple[str, ...], tried: list[str]) -> bool:
    sys.stderr.write(f"For the browser tests: {' '.join(command)}\n")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=environment, capture_output=True, timeout=INSTALL_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        tried.append(f"{' '.join(command)}: {said.decode(errors='replace').strip()[-2000:] or error}")
        return False
    return True


def _advice(tried: list[str]) -> str:
    lines = "\n".join(f"  tried {line}" for line in tried)
    return (
        f"The browser tests need Chromium and Playwright, which could not be found or made to run.\n{lines}\n"
        f"Install them (Debian, as root: apt-get update && apt-get install chromium libatomic1; elsewhere: "
        f"{' '.join(PLAYWRIGHT[0])})."
    )


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: test workers that start together must not install together."""
    with (Path(tempfile.gettempdir()) / f"muster-chromium-{os.geteuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Bring what is missing, start the browser once, and say which it is."""
    path, version = chromium_path(), make_playwright_run()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        sys.stdout.write(f"Chromium for the tests: {browser.version} ({path}), driven by {version}\n")
        browser.close()


if __name__ == "__main__":
    main()
