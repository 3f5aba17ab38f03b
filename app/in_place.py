"""The file of an SQLite record: what was opened must be what lies at its place.

A file that was removed or replaced lives on for who has it open: what is written to it is gone when they close it. So
each use of a connection looks first, and nobody makes an empty file where a record was.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError

from app.errors import Unavailable
from app.i18n import _

OPENED = "muster.file"
Identity = tuple[int, int] | None


class InPlace:
    """Watches the file of a record; nothing where the store is no file."""

    def __init__(self, url: str) -> None:
        database = make_url(url).database
        self.path = Path(database) if database and database != ":memory:" else None
        self._name = str(self.path or "")
        self._was_there = False

    def identity(self) -> Identity:
        """Which file lies at the place; None: none does."""
        try:
            # Asked for each kept answer: a path object would take as long again.
            found = os.stat(self._name) if self._name else None  # noqa: PTH116
        except OSError:
            return None
        return (found.st_dev, found.st_ino) if found else None

    def watch(self, engine: Engine) -> None:
        """Look whenever a connection of this engine is opened or used."""
        if self.path:
            event.listen(engine, "do_connect", self._before_opening)
            event.listen(engine, "connect", self._opened)
            event.listen(engine, "checkout", self._used)

    def _before_opening(self, _dialect: Any, _record: Any, where: list[Any], options: dict[str, Any]) -> Any:
        if self._was_there and self.identity() is None:
            raise self._gone()
        return self.open(where, options)

    def open(self, where: Sequence[Any], options: dict[str, Any]) -> sqlite3.Connection:
        """A connection. On a read-only medium the file is opened as what never changes: nothing can lie beside it."""
        if self.path and self._is_frozen(self.path):
            where = [f"file:{quote(str(self.path.absolute()))}?mode=ro&immutable=1"]
            options = {**options, "uri": True}
        opened: sqlite3.Connection = sqlite3.connect(*where, **options)
        return opened

    def _is_frozen(self, path: Path) -> bool:
        # What stands in a log beside it is part of the record: without that, it would be an older one.
        beside = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
        is_writable = os.access(path, os.W_OK) or os.access(path.parent, os.W_OK)
        return path.exists() and not is_writable and not any(file.exists() for file in beside)

    def _opened(self, _connection: Any, record: Any) -> None:
        record.info[OPENED] = self.identity()
        self._was_there = True

    def _used(self, _connection: Any, record: Any, _proxy: Any) -> None:
        found = self.identity()
        if found is None:
            raise self._gone()
        if found != record.info[OPENED]:
            # Another record was put here: the pool opens that one.
            raise DisconnectionError

    def _gone(self) -> Unavailable:
        name = self.path.name if self.path else ""
        return Unavailable(_("The record's file {name} is not at its place any more.", name=name))
