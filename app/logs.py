"""What the programs of this project log: one line an event, UTC, on standard error."""

import logging
import time
from logging.config import dictConfig

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
