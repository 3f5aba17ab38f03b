"""Figures as the pages have them, without the page around them; and small records to draw."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.db import Database
from app.figures.ground import Ground, ground_of
from app.figures.presence.panel import presence_figure
from app.figures.presence.queries import presence_on
from app.figures.presence.schemas import Presence
from app.figures.schemas import Figure, Table
from app.ledger.change import changing
from app.ledger.revisions import head
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.reading import Reading
from app.sheets.loader import load_folder
from tests.support.records import Row, write_sheets

SEVEN_DAYS = (
    *("2013-01-12", "2013-01-17", "2013-02-15", "2013-04-15"),
    *("2013-07-01", "2013-12-31", "2014-06-30"),
)
_folders = itertools.count()


@contextmanager
def ground_on(database: Database, operation: str, day: str, **chosen: Any) -> Iterator[Ground]:
    """The ground of an operation's dashboard on a day; `chosen`: more of the filter."""
    filter = PledgeFilter(operation=(operation,), as_of=date.fromisoformat(day), **chosen)
    with database.reading() as reader:
        request: Any = None  # a figure asks nothing of it
        reading = Reading(request, reader, head(reader), datetime.now(UTC).date())
        yield ground_of(reading, f"/operations/{operation}", filter)


def figure_on(
    database: Database, make: Callable[[Ground], Figure | None], operation: str, day: str, **chosen: Any
) -> Figure | None:
    """A figure of an operation on a day."""
    with ground_on(database, operation, day, **chosen) as ground:
        return make(ground)


def presences(database: Database, day: str, **chosen: Any) -> dict[str, Presence]:
    """The pledges that were there by a day or are overdue on it, by key."""
    with database.reading() as reader:
        scope = scope_of(reader, PledgeFilter(as_of=date.fromisoformat(day), **chosen))
        return {pledge.key: pledge for pledge in presence_on(reader, scope)}


def presence_drawn(database: Database, operation: str, day: str) -> Figure:
    """The figure of who is there when, which must be there."""
    figure = figure_on(database, presence_figure, operation, day)
    assert figure is not None
    return figure


def rows_of(client: TestClient, address: str) -> list[dict[str, Any]]:
    """All items behind a figure's JSON link."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}limit=1000")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["next"] is None
    items: list[dict[str, Any]] = body["items"]
    return items


def file_of(client: TestClient, address: str) -> list[dict[str, str]]:
    """The rows of a figure's CSV link."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def texts(table: Table | None, column: str) -> list[str]:
    """A column of a table, what folds away with it."""
    assert table is not None
    return [row[column].text if column in row else "" for row in (*table.rows, *table.more)]


def record(database: Database, folder: Path, *said: str) -> None:
    """Enter rows: "pledge, operation, contributor, category, part_of, on, status, quantity, until"."""
    columns = (
        "pledge",
        "operation",
        "contributor",
        "category",
        "part_of",
        "on",
        "status",
        "quantity",
        "until",
    )
    rows: list[Row] = []
    for line in said:
        cells = [cell.strip() for cell in line.split(",")]
        rows.append({**dict.fromkeys(columns, ""), **dict(zip(columns, cells, strict=False))})
    load_rows(database, folder, [{**row, "source_title": "A paper"} for row in rows])


def load_rows(database: Database, folder: Path, rows: list[Row]) -> Path:
    """Load rows as sheets; the folder they stand in."""
    sheets = write_sheets(rows, folder / f"sheets-{next(_folders)}")
    with changing(database, "test") as change:
        load_folder(change, sheets, lambda _rows: None)
    return sheets
