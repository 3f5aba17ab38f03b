"""The usual categories: those of the founding record, for a record that begins from nothing."""

from __future__ import annotations

from app.config import ROOT
from app.ledger.change import Change
from app.sheets.loader.facts import load_categories
from app.sheets.loader.load import Load

USUAL = ROOT / "seeds" / "categories.csv"


def add_usual_categories(change: Change) -> int:
    """Add the usual categories to a record, on top of those it has; how many are new. SheetError."""
    load = Load(change, lambda _rows: None)
    load_categories(load, USUAL)
    load.faults.raise_if_any()
    return load.report.created("category")
