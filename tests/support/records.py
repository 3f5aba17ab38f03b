"""Random records: sheet rows that mean the same to the application and to the independent recount."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from app.ledger.change import Change
from app.models import Category, Contributor, Operation
from app.pledges.commands import add_pledge, add_statement
from app.pledges.references import References
from app.pledges.schemas import PledgeColumns, StatementCreate

Row = dict[str, str]
FIRST = date(2013, 1, 1)
DAYS = 40
OPERATIONS = (
    {"code": "war", "part_of": "", "ended_on": "", "covered_until": ""},
    {"code": "north", "part_of": "war", "ended_on": "", "covered_until": ""},
    # Every statement is earlier: its record closes while the others go on.
    {"code": "south", "part_of": "war", "ended_on": "2013-02-12", "covered_until": "2013-02-11"},
)
CATEGORIES = (
    ("troops", "personnel", "people"),
    ("helicopters", "aircraft", "aircraft"),
    ("airlift", "services", "tonnes"),
    ("intelligence", "services", "none"),
)
CONTRIBUTORS = ("FRA", "TCD", "NGA", "MLI")
STATUSES = ("requested", "under_review", "announced", "committed", "declined", "lapsed", "deployed", "ended")
NUMBERS = ("", "0", "{}", "more than {}", "up to {}", "about {}", "{}-1000", "undisclosed")

days = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def statements(draw: st.DrawFn, key: str, unit: str) -> Row:
    """What one source says: any status, number and day; some of it not accepted."""
    on = draw(days)
    number = "" if unit == "none" else draw(st.sampled_from(NUMBERS)).format(draw(st.integers(1, 900)))
    until = draw(st.none() | st.integers(0, 20).map(lambda n: (on + timedelta(days=n)).isoformat()))
    return {
        "pledge": key,
        "on": on.isoformat(),
        "status": draw(st.sampled_from(STATUSES)),
        "quantity": number,
        "until": until or "",
        "accepted": draw(st.sampled_from(["", "", "", "no"])),
        "source_title": draw(st.sampled_from(["One paper", "Another paper"])),
    }


@st.composite
def pledges(draw: st.DrawFn, key: str, whole: Row | None = None) -> list[Row]:
    """A pledge's columns on the first of its statements; `whole`: the first row of what it is part of."""
    category, _, unit = draw(st.sampled_from(CATEGORIES))
    columns = {
        "operation": draw(st.sampled_from([o["code"] for o in OPERATIONS])),
        "contributor": draw(st.sampled_from(CONTRIBUTORS))
        if whole
        else draw(st.sampled_from((*CONTRIBUTORS, "ECOWAS"))),
        "category": category,
        "part_of": "",
    }
    if whole:
        columns |= {
            "operation": whole["operation"],
            "category": whole["category"],
            "part_of": whole["pledge"],
        }
        unit = next(u for c, _, u in CATEGORIES if c == whole["category"])
    rows = draw(st.lists(statements(key, unit), min_size=1, max_size=5, unique_by=_known))
    return [{**columns, **rows[0]}, *rows[1:]]


@st.composite
def records(draw: st.DrawFn) -> list[Row]:
    """Up to five pledges, some of them with up to three parts."""
    rows: list[Row] = []
    for n in range(draw(st.integers(1, 5))):
        pledge = draw(pledges(f"pledge-{n}"))
        rows += pledge
        for part in range(draw(st.sampled_from([0, 0, 1, 3]))):
            rows += draw(pledges(f"pledge-{n}-part-{part}", whole=pledge[0]))
    return rows


def _known(row: Row) -> tuple[str, ...]:
    return (row["on"], row["status"], row["quantity"], row["source_title"])


def write_sheets(rows: Sequence[Row], folder: Path) -> Path:
    """The record as a folder of sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "operations.csv", [{"name": o["code"], **o} for o in OPERATIONS])
    categories = [{"code": c, "name": c, "group": g, "unit": u, "sort": "1"} for c, g, u in CATEGORIES]
    _write(folder / "categories.csv", categories)
    _write(folder / "contributors.csv", [{"code": "ECOWAS", "kind": "organisation", "name": "ECOWAS"}])
    columns = list(dict.fromkeys(name for row in rows for name in row))
    _write(folder / "pledges.csv", [{name: row.get(name, "") for name in columns} for row in rows])
    return folder


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def add_reference(change: Change) -> None:
    """The operations, categories and the one organisation that random records speak of."""
    session = change.session
    ids: dict[str, int] = {}
    for o in OPERATIONS:
        covered = date.fromisoformat(o["covered_until"]) if o["covered_until"] else None
        ended = date.fromisoformat(o["ended_on"]) if o["ended_on"] else None
        operation = Operation(
            code=o["code"],
            name=o["code"],
            part_of_id=ids.get(o["part_of"]),
            covered_until=covered,
            ended_on=ended,
        )
        session.add(operation)
        session.flush()
        ids[operation.code] = operation.id
    session.add_all(Category(code=c, name=c, group=g, unit=u) for c, g, u in CATEGORIES)
    session.add(Contributor(code="ECOWAS", kind="organisation", name="ECOWAS", folded="ecowas"))
    session.flush()


def enter(change: Change, rows: Sequence[Row]) -> None:
    """Enter rows one by one, as they come, each through the application's own commands."""
    references = References.load(change.session)
    first = {row["pledge"]: row for row in reversed(rows) if "operation" in row}
    entered: dict[str, Any] = {}
    for row in sorted(first.values(), key=lambda row: bool(row["part_of"])):
        names = ("operation", "contributor", "category", "part_of")
        columns = PledgeColumns(key=row["pledge"], **{name: row[name] for name in names})
        entered[row["pledge"]] = add_pledge(change, columns, references)
    for row in rows:
        said = {name: row[name] for name in ("on", "status", "quantity", "until", "accepted")}
        given = StatementCreate.model_validate({**said, "source": {"title": row["source_title"]}})
        add_statement(change, entered[row["pledge"]], given)
