"""Files as pandas reads them, with no option set. Pandas starts slowly, so it comes when it is first asked for."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pandas import DataFrame  # type: ignore[import-untyped]  # it publishes no types


def frame_of(file: IO[bytes] | IO[str] | Path | str) -> DataFrame:
    """The frame of a CSV file, or of what an address answers."""
    from pandas import read_csv

    return read_csv(file)
