"""Loading sheets into the record: a folder of them, or one sheet of statements."""

from app.sheets.loader.folder import folder_rows, load_folder, load_sheet
from app.sheets.loader.load import Progress, Report

__all__ = ["Progress", "Report", "folder_rows", "load_folder", "load_sheet"]
