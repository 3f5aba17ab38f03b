"""Queries that took too long: counted, and told in the log without their values."""

from __future__ import annotations

import logging
import time
from typing import Any

from sqlalchemy import Engine, event

logger = logging.getLogger("muster.queries")
SLOW_SECONDS = 0.5
TOLD = 300  # characters of a query: enough to find it
STARTED = "muster.started"


class SlowQueries:
    """Watches engines; `count` is how many queries took `SLOW_SECONDS` or longer until their first row."""

    def __init__(self, *engines: Engine, seconds: float = SLOW_SECONDS) -> None:
        self.count = 0
        self.seconds = seconds
        for engine in engines:
            event.listen(engine, "before_cursor_execute", self._begin)
            event.listen(engine, "after_cursor_execute", self._end)

    def _begin(self, connection: Any, *_: Any) -> None:
        connection.info[STARTED] = time.perf_counter()

    def _end(self, connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seconds = time.perf_counter() - connection.info.get(STARTED, time.perf_counter())
        if seconds >= self.seconds:
            self.count += 1
            # The text alone: what a reader asked for stands in the values.
            logger.warning("slow query ms=%.0f %s", seconds * 1000, " ".join(statement.split())[:TOLD])
