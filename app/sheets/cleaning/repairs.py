"""What was repaired in a sheet: each kind once, with how often and where first."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _

# So many kinds are told one by one; a sheet with more is told how many there were.
MOST = 1_000
SHOWN = 80


@dataclass(slots=True)
class Repair:
    """A value of a column that was read as another one: on how many rows, and the first of them."""

    column: str
    value: str
    read_as: str
    line: int
    rows: int = 1

    def __str__(self) -> str:
        """`Yes ` read as yes."""
        return _("“{value}” read as {meaning}", value=self.value, meaning=self.read_as or _("nothing"))


class Repairs:
    """All repairs of a sheet."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Repair] = {}
        # How many cells were repaired in ways beyond those that are told.
        self.more = 0

    def add(self, column: str, value: str, read_as: str, line: int) -> None:
        """One cell was read as something else."""
        value, read_as = _short(value), _short(read_as)
        known = self._found.get((column, value, read_as))
        if known:
            known.rows += 1
        elif len(self._found) < MOST:
            self._found[column, value, read_as] = Repair(column, value, read_as, line)
        else:
            self.more += 1

    def listed(self) -> list[Repair]:
        """In the order of their first rows."""
        return sorted(self._found.values(), key=lambda repair: (repair.line, repair.column))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
