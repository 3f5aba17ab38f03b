"""The history walked a piece at each look, so that whoever watches is told that it holds, however long it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection

from app.ledger.revisions import START, WALKED_AT_ONCE, links
from app.system.gauges import Gauge


class ChainWalk:
    """A walk along the revisions that begins anew at their end. `is_ok`: nothing was found since the last one began."""

    def __init__(self, most: int = WALKED_AT_ONCE) -> None:
        self._most = most
        self._at = START
        self._is_broken = False
        self.is_ok = True
        # When the last whole walk ended, in seconds since 1970; 0: none has.
        self.ended = 0.0
        self._lock = Lock()

    def go_on(self, reader: Connection, now: datetime) -> None:
        """Walk on, by no more than `most` revisions."""
        with self._lock:
            n = 0
            for head, problems in links(reader, self._at, self._most):
                self._at = head
                self._is_broken = self._is_broken or bool(problems)
                n += 1
            self.is_ok = self.is_ok and not self._is_broken
            if n < self._most:
                self.is_ok, self.ended = not self._is_broken, now.timestamp()
                self._at, self._is_broken = START, False

    def gauges(self) -> Iterator[Gauge]:
        """What was found."""
        yield Gauge("chain_ok", "0 where a revision does not follow from the one before it.", self.is_ok)
        about = "When all of the history was last walked to its end; 0: not yet."
        yield Gauge("chain_walked_timestamp_seconds", about, self.ended)
