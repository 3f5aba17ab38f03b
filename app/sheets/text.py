"""Cells of a CSV sheet that a spreadsheet program would take for a formula. Pure."""

import re

# A first sign after which a program may calculate: what begins with it, also behind apostrophes, gets one more.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_FIRST = frozenset("'=+-@\t\r")


def safe_cell(text: str) -> str:
    """`text` with an apostrophe in front where it would be taken for a formula."""
    return f"'{text}" if text and text[0] in _FIRST and _RISKY.match(text) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given."""
    return text[1:] if text and text[0] == "'" and _RISKY.match(text) else text
