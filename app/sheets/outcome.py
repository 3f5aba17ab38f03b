"""What came of an import, as plain rows: for programs, and for the page that tells it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.sheets.faults import SheetFault
from app.sheets.importing import Outcome
from app.sheets.loader import Report
from app.sheets.prepare import Prepared

Row = dict[str, Any]


def outcome_row(outcome: Outcome, prepared: Prepared, *, dry_run: bool) -> Row:
    """Everything that is told of an import. The counts are null where nothing of the sheet can be loaded."""
    report = outcome.report
    return {
        "dry_run": dry_run,
        "stored": outcome.stored,
        "data_version": outcome.version,
        "rows": prepared.rows,
        "left_out": prepared.left_out_rows,
        "bad_rows": len(outcome.bad_lines),
        "created": _counts(report, Report.created) if report else None,
        "unchanged": _counts(report, Report.kept) if report else None,
        "notes": prepared.notes,
        "repairs": [asdict(repair) for repair in prepared.repairs],
        "more_repairs": prepared.more_repairs,
        "differences": [fault_row(difference) for difference in report.differences] if report else [],
        "more_differences": report.more_differences if report else 0,
        "faults": [fault_row(fault) for fault in outcome.faults],
        "broken_off": prepared.broken,
    }


def _counts(report: Report, of: Any) -> Row:
    return {f"{kind}s": of(report, kind) for kind in ("pledge", "statement", "source")}


def fault_row(fault: SheetFault) -> Row:
    """One fault, without the file it is in."""
    return {"line": fault.line, "column": fault.column, "value": short(fault.value), "message": fault.message}


def short(value: str, most: int = 200) -> str:
    """A cell's value as it is told: a long one is cut."""
    return value if len(value) <= most else value[: most - 1] + "…"
