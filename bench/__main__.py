"""Measure Muster beside what a user could take instead: one table, against the targets.

`python -m bench --size 100000 --only reads,writes --engines sqlite,postgres`
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from bench import articles, browser, curve, exports, kills, load, pages, reads, sheets, start, writes
from bench.store import Record, postgres_copy, sqlite_record
from bench.table import Line, as_markdown, heading

Part = Callable[[Record], Iterator[Line]]
# Those that are run on each engine, and those that are about one file or about none.
OF_EACH: dict[str, Part] = {
    "reads": reads.lines,
    "pages": pages.lines,
    "writes": writes.lines,
    "load": load.lines,
}
ONCE: dict[str, Part] = {
    "curve": curve.lines,
    "sheets": sheets.lines,
    "exports": exports.lines,
    "start": start.lines,
    "browser": browser.lines,
}
# Not of speed, and in words of their own.
# `python -m bench.kills` kills 200 times.
SOME = 20
REPORTS: dict[str, Callable[[], object]] = {"articles": articles.report, "kills": partial(kills.report, SOME)}
ENGINES: dict[str, Callable[[int], AbstractContextManager[Record]]] = {
    "sqlite": lambda size: nullcontext(sqlite_record(size)),
    "postgres": postgres_copy,
}


def main() -> None:
    """Print the table as it comes, and then whole."""
    chosen = _arguments()
    found: list[Line] = []
    begun = time.perf_counter()
    for line in _lines(chosen.size, chosen.only, chosen.engines):
        print("  ".join(line.cells), file=sys.stderr, flush=True)
        found.append(line)
    print(f"\n{heading()}; {time.perf_counter() - begun:.0f} s\n\n{as_markdown(found)}")
    for name, report in REPORTS.items():
        if name in chosen.only:
            report()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    every = [*OF_EACH, *ONCE, *REPORTS]
    parser.add_argument("--size", type=int, default=100_000, help="statements of the record")
    parser.add_argument("--only", type=_names(every), default=every, help=f"some of {','.join(every)}")
    parser.add_argument("--engines", type=_names(list(ENGINES)), default=list(ENGINES))
    return parser.parse_args()


def _names(allowed: list[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        given = text.split(",")
        if unknown := set(given) - set(allowed):
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: accepted are {','.join(allowed)}")
        return given

    return names


def _lines(size: int, parts: list[str], engines: list[str]) -> Iterator[Line]:
    for engine in engines if set(parts) & set(OF_EACH) else ():
        with ENGINES[engine](size) as record:
            for name, part in OF_EACH.items():
                if name in parts:
                    yield from part(record)
    for name, part in ONCE.items():
        if name in parts:
            yield from part(sqlite_record(size))


if __name__ == "__main__":
    main()
