"""The candidates on an article's page: one set of fields each, under names of its own ("c3.operation"). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import ImmutableMultiDict

from app.articles.schemas import Candidate, Clue
from app.ledger.added import number_added
from app.pledges.forms import MORE, QUANTITY, SOURCE
from app.web.forms import Typed, typed_in

COLUMNS = ("operation", "contributor", "category", "item", "part_of")
# A candidate's own names, and those of the statement that it becomes.
SAID = {
    "on": "statement.on",
    "status": "statement.status",
    "quantity": "statement.quantity",
    "until": "statement.until",
    "condition": "statement.condition",
    "speaker": "statement.speaker",
    "phrase": "statement.evidence",
}
BESIDE = ("statement.accepted", "statement.note")
FIELDS = (*COLUMNS, *SAID.values(), *BESIDE)
# What the page says of a candidate beside: which pledge it is of, where its phrase is, what was read of it.
PLEDGE, ACCEPT, DROPPED = "pledge", "accept", "dropped"
OWN = (PLEDGE, "start", "end", "seen", ACCEPT, DROPPED)
NEW = "new"
# A page of more is read by nobody, and no form may have more fields than it takes.
MOST = 100


@dataclass(slots=True)
class Entry:
    """One candidate as it was typed; `clues`: the words that gave its fields their values."""

    number: int
    typed: Typed
    clues: tuple[Clue, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether its editor says that the article says so."""
        return bool(self.typed.get(ACCEPT))

    @property
    def place(self) -> tuple[int, int]:
        """Where its phrase begins and ends in the text; (0, 0) where it has no place in it."""
        found = [self.typed.get(name, "") for name in ("start", "end")]
        if not all(text.isdecimal() and len(text) < 10 for text in found):
            return 0, 0
        return int(found[0]), int(found[1])

    def form(self, source: Mapping[str, str]) -> Typed:
        """What would stand in the form for a pledge: the shared source, and what is said of it here."""
        typed = {name: source[name] for name in SOURCE if name in source}
        typed |= {name: self.typed[name] for name in FIELDS if name in self.typed}
        if number_added(" ".join(typed.get(QUANTITY, "").split())) is not None:
            typed["mode"] = MORE
        return typed


def prefixed(number: int, name: str) -> str:
    """The name of a candidate's field on the page."""
    return f"c{number}.{name}"


def entries_read(
    candidates: Iterable[Candidate], names: Mapping[str, str], operation: str, most: int | None = MOST
) -> list[Entry]:
    """The candidates of an article, nothing accepted. `names`: of contributors; `operation`: where none is named."""
    return [
        Entry(number, _typed(candidate, names, operation), candidate.clues)
        for number, candidate in enumerate(candidates, 1)
    ][:most]


def _typed(candidate: Candidate, names: Mapping[str, str], operation: str) -> Typed:
    typed: dict[str, Any] = {name: getattr(candidate, own) for own, name in SAID.items()}
    typed |= {
        "contributor": names.get(candidate.contributor, candidate.contributor),
        "operation": candidate.operation or operation,
        "category": candidate.category,
        "item": candidate.item,
        "start": str(candidate.start),
        "end": str(candidate.end),
    }
    return {name: text for name, text in typed.items() if text}


def entries_sent(sent: ImmutableMultiDict[str, Any], candidates: Sequence[Candidate]) -> list[Entry]:
    """The candidates as they came back from the page; `candidates`: what the text gives, for their clues."""
    count = str(sent.get("count", ""))
    many = min(int(count), MOST) if count.isdecimal() and len(count) < 6 else 0
    return list(_sent(sent, candidates, many))


def _sent(sent: ImmutableMultiDict[str, Any], candidates: Sequence[Candidate], many: int) -> Iterator[Entry]:
    for number in range(1, many + 1):
        names = {prefixed(number, name): name for name in (*FIELDS, *OWN)}
        entry = Entry(number, {names[name]: text for name, text in typed_in(sent, names).items()})
        read = candidates[number - 1] if number <= len(candidates) else None
        if read and (read.start, read.end) == entry.place:
            entry.clues = read.clues
        yield entry
