"""A workbook's shared texts, kept in a file of their own: there may be more of them than memory has room for."""

from __future__ import annotations

import tempfile
from array import array

# Short texts are the ones that stand in many cells.
SHORT, AT_HAND = 200, 20_000


class Strings:
    """Texts by number. Give it back with `close`."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it is open as long as the workbook is
        self._ends = array("Q", [0])
        self._kept: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, text: str) -> None:
        """The next one."""
        self._ends.append(self._ends[-1] + self._file.write(text.encode(errors="replace")))

    def __getitem__(self, number: int) -> str:
        known = self._kept.get(number)
        if known is not None:
            return known
        if not 0 <= number < len(self):
            raise IndexError(number)
        self._file.seek(self._ends[number])
        text = self._file.read(self._ends[number + 1] - self._ends[number]).decode()
        if len(text) <= SHORT:
            if len(self._kept) >= AT_HAND:
                self._kept.clear()
            self._kept[number] = text
        return text

    def close(self) -> None:
        """The file goes away."""
        self._file.close()
