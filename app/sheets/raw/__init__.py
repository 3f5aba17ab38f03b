"""Files as they come: the rows of a CSV or XLSX file, whatever its encoding, delimiter or worksheet."""

from app.sheets.raw.opened import Raw, opened

__all__ = ["Raw", "opened"]
