"""Cells of a CSV sheet that a spreadsheet program would take for a formula. Pure."""

import re

# A first sign after which a program may calculate: what begins with it, also behind apostrophes, gets one more.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_FIRST = frozenset("'=+-@\t\r")
# The same where a cell may begin in a written sheet: behind a comma, a quotation mark or the end of a line. A carriage
# return in a cell stands in quotation marks; the others end lines. It looks behind, since that is four times as fast.
_RISKY_INSIDE = re.compile(r"""[=+@\t'\-](?<=[,"\n].)|\r(?<=[,\n]".)""")


def safe_cell(text: str) -> str:
    """`text` with an apostrophe in front where it would be taken for a formula."""
    return f"'{text}" if text and text[0] in _FIRST and _RISKY.match(text) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given."""
    return text[1:] if text and text[0] == "'" and _RISKY.match(text) else text


def may_calculate(sheet: str) -> bool:
    """Whether some cell of a written sheet may begin like a formula. False is sure, True is not."""
    return _RISKY_INSIDE.search(f"\n{sheet}") is not None
