"""The one table: what was measured, beside its target."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass

HEADER = ("measure", "of", "result", "target", "met")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. `at_least` or `at_most`: its target, in the unit of `value`; neither: it is told only."""

    measure: str
    of: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """As it is printed."""
        result = f"{figure(self.value)} {self.unit}".strip()
        return (self.measure, self.of, f"{result}{self.note and f' ({self.note})'}", self._target, self._met)

    @property
    def _target(self) -> str:
        if self.at_least is not None:
            return f"at least {figure(self.at_least)}"
        return "" if self.at_most is None else f"at most {figure(self.at_most)}"

    @property
    def _met(self) -> str:
        if self.at_least is not None:
            return "met" if self.value >= self.at_least else "missed"
        return "" if self.at_most is None else "met" if self.value <= self.at_most else "missed"


def figure(value: float) -> str:
    """Three figures that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def heading() -> str:
    """What it was measured on."""
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, one worker; "
        f"load average {load}"
    )


def as_markdown(lines: Iterable[Line]) -> str:
    """The table."""
    rows = [HEADER, *(line.cells for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER))]
    printed = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in rows]
    printed.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(printed)
