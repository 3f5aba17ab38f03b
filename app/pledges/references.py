"""What a pledge refers to, found by the codes and names people write; and what is wrong where it is not found."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contributors.directory import Directory
from app.errors import Fault
from app.i18n import _
from app.models import Category, Operation
from app.pledges.rules import Place
from app.pledges.schemas import PledgeColumns
from app.text import fold

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class References:
    """The record's operations, categories and contributors, read once for as many pledges as there are."""

    operations: dict[str, Operation]
    categories: dict[str, Category]
    contributors: Directory

    @classmethod
    def load(cls, session: Session) -> "References":
        """Read them in this transaction."""
        operations = {fold(o.code): o for o in session.scalars(select(Operation))}
        categories = {fold(c.code): c for c in session.scalars(select(Category))}
        return cls(operations, categories, Directory(session))

    def place(self, given: PledgeColumns, faults: list[Fault]) -> Place:
        """What a pledge's columns mean; each that means nothing here is added to `faults`."""
        operation = self.operation(given.operation, faults)
        contributor = self.contributor(given.contributor, faults)
        category = self.category(given.category, faults)
        return Place(operation, contributor, category, given.unit or (category.unit if category else ""))

    def codes(self, place: Place) -> tuple[str, str, str]:
        """The codes of a place that was found: operation, contributor, category."""
        assert place.operation and place.contributor and place.category  # faults would have been told
        return place.operation.code, self.contributors.codes[place.contributor], place.category.code

    def operation(self, written: str, faults: list[Fault]) -> Operation | None:
        """The operation with this code, or a fault that says which there are."""
        return _find(self.operations, written, "operation", faults)

    def category(self, written: str, faults: list[Fault]) -> Category | None:
        """The category with this code, or a fault that says which there are."""
        return _find(self.categories, written, "category", faults)

    def contributor(self, written: str, faults: list[Fault], field: str = "contributor") -> int | None:
        """The row number of the contributor, or a fault with what may have been meant."""
        found = self.contributors.find(written)
        if found is None:
            message = _("{written!r} is no country or organisation of this record", written=written)
            faults.append(Fault(field, message + _hint(self.contributors.similar(written))))
        return found


def _find(known: dict[str, Found], written: str, field: str, faults: list[Fault]) -> Found | None:
    found = known.get(fold(written))
    if found is None:
        close = get_close_matches(fold(written), known, n=3, cutoff=0.5)
        message = _("{written!r} is not known here", written=written)
        faults.append(Fault(field, message + _hint(close or sorted(known)[:30])))
    return found


def _hint(names: list[str]) -> str:
    return ": " + _("accepted are {names}", names=", ".join(names)) if names else ""
