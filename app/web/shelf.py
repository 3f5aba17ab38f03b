"""Where finished answers are kept: a bounded shelf that holds one moment of the record, and no other."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from starlette.types import Message, Send

# The record's state (the hash of its newest revision) and the day it is.
Moment = tuple[str, date]
Header = tuple[bytes, bytes]
# What an answer takes besides its bytes: its place on the shelf, its headers' own objects.
OVERHEAD = 2_000
# One answer never takes the place of all others.
LARGEST_PART = 8
OF_THE_BODY = (b"content-length", b"content-type", b"content-encoding", b"content-disposition")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is sent: its headers, its ETag and its bytes. Without a tag: an answer that is not kept."""

    headers: tuple[Header, ...]
    tag: bytes
    body: bytes
    # For who counts and tells requests: the route that made it, and its path as a log may hold it.
    route: str = ""
    told: str = ""
    # The head as it goes over the wire, and that of a 304.
    lines: bytes = field(init=False)
    unchanged: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", lines_of(self.headers))
        object.__setattr__(self, "unchanged", lines_of(self._unchanged()))

    @property
    def size(self) -> int:
        """The bytes of memory it takes, about."""
        return len(self.body) + 2 * len(self.lines) + len(self.unchanged) + OVERHEAD

    def is_known(self, known: bytes) -> bool:
        """Whether a reader has it already: `known` is what they said in If-None-Match."""
        return bool(known) and (known == self.tag or self.tag in _tags(known))

    async def send(self, send: Send, known: bytes, *, is_head: bool) -> None:
        """Send it; as 304 to a reader who has it."""
        if self.is_known(known):
            await send({"type": "http.response.start", "status": 304, "headers": self._unchanged()})
            await send({"type": "http.response.body", "body": b""})
            return
        # A list of its own: who passes it on may write into it.
        await send({"type": "http.response.start", "status": 200, "headers": list(self.headers)})
        body: Message = {"type": "http.response.body", "body": b"" if is_head else self.body}
        await send(body)

    def _unchanged(self) -> list[Header]:
        return [header for header in self.headers if header[0] not in OF_THE_BODY]


def lines_of(headers: Iterable[Header]) -> bytes:
    """Headers as they go over the wire."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)


# In the place of an answer that may not be kept: nobody has to wait until somebody else has found that out again.
NOT_KEPT = Kept((), b"", b"")


class Shelf:
    """Answers of one moment by their address: what was not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        # How often a kept answer was sent, and how often one had to be made.
        self.hits = self.misses = 0
        self._moment: Moment | None = None
        self._answers: OrderedDict[Sequence[object], tuple[Kept, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, moment: Moment, address: Sequence[object]) -> Kept | None:
        """The answer at an address as it is at this moment. What is of another moment is gone after that."""
        with self._lock:
            if moment != self._moment:
                self._answers.clear()
                self.size, self._moment = 0, moment
            found = self._answers.get(address)
            if found is None:
                return None
            self._answers.move_to_end(address)
            return found[0]

    def put(self, moment: Moment, address: Sequence[object], kept: Kept) -> None:
        """Keep an answer that is of this moment, as long as the shelf still holds that one."""
        size = kept.size + sum(len(part) for part in address if isinstance(part, (str, bytes)))
        with self._lock:
            if moment != self._moment or size * LARGEST_PART > self.most:
                return
            _answer, freed = self._answers.pop(address, (None, 0))
            self._answers[address] = (kept, size)
            self.size += size - freed
            while self.size > self.most:
                _address, (_answer, freed) = self._answers.popitem(last=False)
                self.size -= freed


def _tags(header: bytes) -> list[bytes]:
    return [tag.strip() for tag in header.replace(b"W/", b"").split(b",")]
