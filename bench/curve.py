"""How the cost of an answer grows with the record: milliseconds of processor time at 1,000, 100,000 and 1,000,000."""

from __future__ import annotations

from collections.abc import Iterator

from bench.reads import DASHBOARD, DAY, EVERYTHING, LIST, SEARCH, TOTALS, first, passing
from bench.server import serve_muster
from bench.store import Record, sqlite_copy, sqlite_record
from bench.table import Line, figure
from bench.writes import in_turn

SIZES = (1_000, 100_000, 1_000_000)
WRITE = "one write"
ASKED = {
    "dashboard": DASHBOARD,
    "totals of one operation": TOTALS,
    "totals over everything": EVERYTHING,
    "list": LIST,
    "search": SEARCH,
}


def lines(record: Record) -> Iterator[Line]:
    """A line for each kind of answer: its cost at each size up to the record's, which none may outgrow."""
    sizes = [size for size in SIZES if size <= record.size]
    columns = [_costs(size) for size in sizes]
    for measure in columns[0]:
        costs = [column[measure] for column in columns]
        along = "; ".join(f"{size:,}: {figure(cost)} ms" for size, cost in zip(sizes, costs, strict=True))
        grown = costs[-1] / costs[0]
        # A write touches as much in a large record as in a small one.
        most = 1.5 if measure == WRITE else sizes[-1] / sizes[0]
        yield Line(f"growth of {measure}", along, grown, "times", at_most=most if len(sizes) > 1 else None)


def _costs(size: int) -> dict[str, float]:
    with serve_muster(sqlite_record(size), kept_megabytes=0) as server:
        for address in ASKED.values():
            first(server, f"{address}{DAY}")
        found = {name: passing(server, address)[1] for name, address in ASKED.items()}
    with sqlite_copy(size) as copy:
        found[WRITE] = in_turn(copy).worked * 1000
    return found
