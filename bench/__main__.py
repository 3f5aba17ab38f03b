"""Measure Muster on the real record, beside the least any server could do: the same bytes from a bare ASGI answer.

Both are driven in turn, round by round, so that only the ratio counts and a slow moment of the machine hits both.
"""

import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import articles, browser, exports, kept, sheets
from bench.large import write_large
from bench.server import Server, get, serve_bytes, serve_muster

ROUNDS = 5
REQUESTS = 30
ADDRESSES = (
    "/",
    "/operations/mali?as_of=2013-07-15",
    "/pledges",
    "/pledges/serval-fra-troops",
    "/contributors/FRA",
    "/api/v1/totals?by=contributor&operation=mali",
    "/api/v1/timeline?by=operation&interval=month&operation=mali&as_of=2014-06-30",
    "/api/v1/pledges?limit=100",
    "/statements.csv",
)


def main() -> None:
    """Print one table, and how well articles are read."""
    articles.report()
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, one worker, one client"
    )
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "muster.db"
        # What is made anew each time; what is kept has a table of its own.
        with serve_muster(database, kept_megabytes=0) as muster:
            print(f"filled, started and answered its first page after {muster.started:.1f} s")
            print(f"\n{'address':72} {'bytes':>9} {'ms':>8} {'of a bare answer':>18}")
            for address in ADDRESSES:
                report(muster, address)
            browser.report(muster.base, "/")
        kept.report(Path(folder) / "kept.db")
        large = write_large(Path(folder) / "large")
        with serve_muster(Path(folder) / "large.db", large) as muster:
            browser.report(muster.base, "/operations/large?as_of=2015-01-01")
    exports.main()
    print()
    sheets.report(sheets.ROWS)


def report(muster: Server, address: str) -> None:
    """One line: median milliseconds, and how many of Muster's answers fit into the time of a bare one."""
    body = get(muster, address)
    with serve_bytes(body) as bare:
        pairs = [(timed(lambda: get(muster, address)), timed(lambda: get(bare, "/"))) for _ in range(ROUNDS)]
    ours = statistics.median(mine for mine, _ in pairs)
    ratio = statistics.median(theirs / mine for mine, theirs in pairs)
    print(f"{address:72} {len(body):9,} {ours * 1000:8.1f} {ratio:18.3f}")


def timed(call: Callable[[], object]) -> float:
    """The median seconds of one call."""
    seconds = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
