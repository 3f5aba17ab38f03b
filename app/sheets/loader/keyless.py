"""Rows without a pledge's key: each is its own pledge, known by what it is and by what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.pledges.known import pledge_keys, twin_of, twins
from app.pledges.rules import Place, made_keys
from app.sheets.loader.pledges import Draft, Entry, Pledges
from app.sources.commands import Bookshelf

if TYPE_CHECKING:
    from app.sheets.loader.statements import Reading


@dataclass(slots=True)
class Keyless:
    """Finds the pledge of a row without a key, or makes one."""

    pledges: Pledges
    # The pledge of each statement of the record and of the sheets so far.
    twins: dict[bytes, int | Entry]
    taken: set[str]
    makers: dict[tuple[str, str, str], Iterator[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pledges: Pledges) -> Keyless:
        """With all the record says; keys that the sheets give are not made for other rows."""
        session = pledges.load.change.session
        return cls(pledges, {**twins(session)}, pledge_keys(session) | pledges.entries.keys())

    def find_pledges(self, readings: list[Reading], shelf: Bookshelf) -> None:
        """Give each row without a key its pledge: the one that says the same already, else a new one."""
        new: dict[bytes, tuple[Entry, Draft]] = {}
        for reading in readings:
            entry = reading.entry
            if entry.what is None:
                continue  # its pledge is at fault, which is told
            twin = twin_of(entry.what, reading.said(shelf.find(reading.source) or reading.source))
            if reading.draft is None:
                self.twins.setdefault(twin, entry)
            elif known := self.twins.get(twin):
                reading.entry = known if isinstance(known, Entry) else self._recorded(known, entry)
            else:
                self.twins[twin] = entry
                entry.key = self._key(reading.draft.place)
                new[twin] = (entry, reading.draft)
        self.pledges.add(list(new.values()))
        # Of what is stored, its number is enough to find it again: there may be very many.
        self.twins.update({twin: entry.id for twin, (entry, _draft) in new.items() if entry.id is not None})

    def _recorded(self, pledge_id: int, entry: Entry) -> Entry:
        entry.id = pledge_id
        return entry

    def _key(self, place: Place) -> str:
        codes = self.pledges.references.codes(place)
        keys = self.makers.setdefault(codes, made_keys(*codes))
        key = next(key for key in keys if key not in self.taken)
        self.taken.add(key)
        return key
