"""What the programs of this project log: one line an event, UTC, on standard error."""

import logging
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from logging.config import dictConfig
from typing import TextIO

FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s"
# What they say when all is well is nothing to a reader of the log.
CHATTY = ("alembic", "uvicorn.access", "uvicorn.error")
DAY = "%Y-%m-%dT%H:%M:%S"


class UtcFormatter(logging.Formatter):
    """Times in UTC, so that lines of two machines can be set side by side."""

    @staticmethod
    def converter(seconds: float | None) -> time.struct_time:
        """The moment in UTC."""
        return time.gmtime(seconds)


def configure(level: str = "INFO") -> None:
    """Log to standard error from `level` on. What is told of a request: app/web/watching.py."""
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"()": UtcFormatter, "format": FORMAT, "datefmt": DAY}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"level": level, "handlers": ["stderr"]},
            "loggers": {name: {"level": "WARNING"} for name in CHATTY},
        }
    )
    _at_once.to, _at_once.handlers = sys.stderr, list(logging.root.handlers)


class _AtOnce:
    """Writes lines that look as the log's others do. Before `configure` there is nowhere to write them."""

    to: TextIO | None = None
    handlers: Sequence[logging.Handler] = ()
    _second, _shown = -1, ""

    def write(self, name: str, texts: Iterable[str]) -> None:
        """Lines of the logger of this name. As with any log, one that cannot be written stops nobody."""
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second, self._shown = second, time.strftime(DAY, time.gmtime(second))
        first = f"{self._shown}.{int(now * 1000) % 1000:03d}Z INFO {name}: "
        assert self.to
        with suppress(OSError, ValueError):
            # Standard error goes on what ends with a line.
            self.to.write("".join([f"{first}{text}\n" for text in texts]))


_at_once = _AtOnce()


def log_lines(logger: logging.Logger, texts: Iterable[str]) -> None:
    """As `logger.info`, for what is told thousands of times a second: logging itself takes longer than an answer."""
    if _at_once.to and logging.root.handlers == _at_once.handlers:
        _at_once.write(logger.name, texts)
        return
    # There is no log yet, or somebody else listens as well.
    for text in texts:
        logger.info("%s", text)
