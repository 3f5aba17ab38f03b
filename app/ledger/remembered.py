"""Answers of the whole record, remembered for one state of it: many pages ask for the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from app.ledger.revisions import head

Answer = TypeVar("Answer")
MOST = 256


class Remembered(Generic[Answer]):
    """The newest answers. The hash of the newest revision names what they are of: none is given of another state."""

    def __init__(self) -> None:
        self._known: OrderedDict[Any, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, reader: Connection, key: Any, make: Callable[[], Answer]) -> Answer:
        """The answer to `key` in the state that `reader` reads, made where it is not known."""
        newest = head(reader)
        whole = (newest.hash, key)
        with self._lock:
            if newest.number and whole in self._known:
                self._known.move_to_end(whole)
                return self._known[whole]
        made = make()
        with self._lock:
            self._known[whole] = made
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return made
