"""What a page says of an import before and after it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.i18n import _, ngettext, number, quoted
from app.pledges.views import cell, column, table
from app.sheets.importing import GOOD_ROWS
from app.sheets.outcome import Row

# What is told row by row; all bad rows are in the file that can be taken away.
SHOWN = 100


def preview(name: str, here: str, row: Row, _way: str) -> dict[str, Any]:
    """What loading would do, with the ways on."""
    return {
        **_parts(row),
        "is_loaded": False,
        "title": _("What would come of {name}", name=name),
        "dek": _verdict(row),
        "ways": _ways(row),
        "bad_rows_url": f"{here}/bad-rows.csv" if row["faults"] else "",
    }


def result(name: str, here: str, row: Row, way: str) -> dict[str, Any]:
    """What it did."""
    n = row["bad_rows"] if way == GOOD_ROWS else 0
    changed = any(row["created"].values())
    left = ngettext("{n} row was left out.", "{n} rows were left out.", n) if n else ""
    version = number(row["data_version"])
    done = (
        _("It is in the record, which is at version {version} now.", version=version)
        if changed
        else _(
            "The record had all of it already: nothing changed, and it stays at version {version}.",
            version=version,
        )
    )
    return {
        **_parts(row),
        "is_loaded": True,
        "title": _("{name} is loaded", name=name),
        "dek": f"{done} {left}".strip(),
        "ways": [],
        "bad_rows_url": f"{here}/bad-rows.csv" if n else "",
    }


def _verdict(row: Row) -> str:
    """In a sentence, whether it can be loaded."""
    if row["created"] is None or row["broken_off"]:
        return _("The sheet cannot be loaded as it is: it could not be read to its end. Nothing is stored.")
    if row["faults"]:
        n = row["bad_rows"]
        return ngettext(
            "{n} row cannot be loaded. Mend it and choose the sheet again, or load the good rows. "
            "Nothing is stored yet.",
            "{n} rows cannot be loaded. Mend them and choose the sheet again, or load the good rows. "
            "Nothing is stored yet.",
            n,
        )
    if not any(row["created"].values()):
        return _("The record has all of it already: loading it would change nothing.")
    return _("Every row can be loaded. Nothing is stored yet.")


def _ways(row: Row) -> list[tuple[str, str]]:
    if row["created"] is None or row["broken_off"] or not any(row["created"].values()):
        return []
    n = row["created"]["statements"]
    if row["faults"]:
        words = ngettext("Load the good rows: {n} new statement", "Load the good rows: {n} new statements", n)
        return [("good-rows", words)]
    return [("all", ngettext("Load it: {n} new statement", "Load it: {n} new statements", n))]


def _parts(row: Row) -> dict[str, Any]:
    return {
        "figures": _figures(row),
        "notes": _notes(row),
        "faults": _faults(row),
        "repairs": _repairs(row),
        "differences": _differences(row),
    }


def _figures(row: Row) -> list[tuple[str, str]]:
    """The counts, each with its words."""
    if row["created"] is None:
        return []
    made, kept = row["created"], row["unchanged"]
    counts = (
        (made["statements"], ngettext("new statement", "new statements", made["statements"])),
        (made["pledges"], ngettext("new pledge", "new pledges", made["pledges"])),
        (made["sources"], ngettext("new source", "new sources", made["sources"])),
        (kept["statements"], ngettext("statement unchanged", "statements unchanged", kept["statements"])),
        (
            row["bad_rows"],
            ngettext("row that cannot be loaded", "rows that cannot be loaded", row["bad_rows"]),
        ),
    )
    return [(number(n), words) for n, words in counts]


def _notes(row: Row) -> list[str]:
    notes = list(row["notes"])
    if row["left_out"]:
        n = row["left_out"]
        notes.append(ngettext("{n} row is left out by the map.", "{n} rows are left out by the map.", n))
    return notes


def _faults(row: Row) -> dict[str, Any]:
    """The first bad cells, and where one thing is wrong with many rows, that once."""
    columns = [
        column("line", _("Where")),
        column("column", _("Column")),
        column("value", _("Value")),
        column("message", _("What is accepted")),
    ]
    often = Counter((f["column"], f["value"], f["message"]) for f in row["faults"])
    first: dict[tuple[str, str, str], Row] = {}
    for fault in row["faults"]:
        first.setdefault((fault["column"], fault["value"], fault["message"]), fault)
    rows = [
        {
            "line": cell(_lines(fault["line"], often[what])),
            "column": cell(fault["column"]),
            "value": cell(fault["value"] or _("(empty)")),
            "message": cell(fault["message"]),
        }
        for what, fault in first.items()
    ]
    more = len(rows) - SHOWN
    return {"table": table(_("Rows that cannot be loaded"), columns, rows[:SHOWN]), "more": _more(more)}


def _lines(first: int, rows: int) -> str:
    if rows == 1:
        return _("Line {line}", line=first)
    return ngettext("Line {line} and {n} more", "Line {line} and {n} more", rows - 1, line=first)


def _repairs(row: Row) -> dict[str, Any]:
    columns = [
        column("column", _("Column")),
        column("value", _("Written")),
        column("read_as", _("Read as")),
        column("rows", _("Rows"), numeric=True),
        column("line", _("First in line"), numeric=True),
    ]
    rows = [
        {
            "column": cell(repair["column"]),
            "value": cell(quoted(repair["value"])),
            "read_as": cell(_read_as(repair)),
            "rows": cell(number(repair["rows"])),
            "line": cell(str(repair["line"])),
        }
        for repair in row["repairs"]
    ]
    more = len(rows) - SHOWN + row["more_repairs"] if len(rows) >= SHOWN else 0
    return {"table": table(_("What is repaired"), columns, rows[:SHOWN]), "more": _more(more)}


def _read_as(repair: Row) -> str:
    if repair["column"] == "until" and repair["read_as"]:
        return _("until {day}", day=repair["read_as"])
    return repair["read_as"] or _("nothing")


def _differences(row: Row) -> dict[str, Any]:
    columns = [
        column("line", _("Where")),
        column("column", _("Column")),
        column("value", _("The sheet says")),
        column("message", _("What holds")),
    ]
    rows = [
        {
            "line": cell(_lines(difference["line"], 1)),
            "column": cell(difference["column"]),
            "value": cell(difference["value"] or _("(empty)")),
            "message": cell(difference["message"]),
        }
        for difference in row["differences"]
    ]
    more = len(rows) - SHOWN + row["more_differences"]
    return {"table": table(_("Where the record says otherwise"), columns, rows[:SHOWN]), "more": _more(more)}


def _more(n: int) -> str:
    return ngettext("And {n} other.", "And {n} others.", n) if n > 0 else ""
