"""A load under way: what it found wrong, what it did, and how far it is."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.errors import InvalidInput
from app.ledger.change import CREATED, KEPT, UPDATED, Change
from app.sheets.columns import Sheet
from app.sheets.faults import Faults, SheetFault, Where, faults_from
from app.sheets.reader import read_sheet

Shape = TypeVar("Shape", bound=BaseModel)
Done = TypeVar("Done")
# Called with how many more rows were read. Sheets of statements are read twice.
Progress = Callable[[int], None]
STEP = 200
# Where the record says otherwise than a sheet: so many are told one by one.
MOST_DIFFERENCES = 1_000
Read = Callable[[Path, Sheet, Faults], Iterator[Where]]


@dataclass(slots=True)
class Report:
    """What a load did: rows of each kind that were created, updated or kept, and where the record says otherwise."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: list[SheetFault] = field(default_factory=list)
    more_differences: int = 0
    not_read: list[str] = field(default_factory=list)

    def count(self, kind: str, outcome: str, n: int = 1) -> None:
        """Remember what became of `n` rows of a kind ("pledge")."""
        self.counts[kind, outcome] += n

    def differs(self, difference: SheetFault) -> None:
        """Remember where the record says otherwise; very many are only counted."""
        if len(self.differences) < MOST_DIFFERENCES:
            self.differences.append(difference)
        else:
            self.more_differences += 1

    def created(self, kind: str) -> int:
        """How many of a kind are new in the record."""
        return self.counts[kind, CREATED]

    def updated(self, kind: str) -> int:
        """How many of a kind were known, and now say something else."""
        return self.counts[kind, UPDATED]

    def kept(self, kind: str) -> int:
        """How many of a kind were known and stay as they were."""
        return self.counts[kind, KEPT]

    @property
    def changed(self) -> bool:
        """Whether the record is another one now."""
        return any(n for (_kind, outcome), n in self.counts.items() if outcome != KEPT)


@dataclass(slots=True)
class Load:
    """What every step of a load works with."""

    change: Change
    progress: Progress
    faults: Faults = field(default_factory=Faults)
    report: Report = field(default_factory=Report)
    # How a sheet is read.
    read: Read = read_sheet

    def rows(self, path: Path, sheet: Sheet) -> Iterator[Where]:
        """The rows of a sheet, telling how far it is."""
        done = 0
        for done, where in enumerate(self.read(path, sheet, self.faults), 1):
            if done % STEP == 0:
                self.progress(STEP)
            yield where
        self.progress(done % STEP)

    def shaped(self, where: Where, sheet: Sheet, shape: type[Shape], values: dict[str, Any]) -> Shape | None:
        """`values` in the shape that the form and the API use too; None where they do not fit, which is told."""
        try:
            return shape.model_validate(values)
        except ValidationError as error:
            self.faults.tell(where, faults_from(error), sheet)
            return None

    def tried(self, where: Where, sheet: Sheet, command: Callable[[], Done]) -> Done | None:
        """What a command gives; None where it refuses the row, which is told."""
        try:
            return command()
        except InvalidInput as error:
            self.faults.tell(where, error.faults, sheet)
            return None
