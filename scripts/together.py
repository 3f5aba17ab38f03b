"""Run commands at once: `python -m scripts.together 'ruff check .' mypy 'pytest -q'`.

The last one speaks as it goes; what the others said follows whole, one after the other, so that one look shows all that
is wrong. Leaves with 1 where any failed.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class Running:
    """A command that goes on, and the file that takes what it says; without one it speaks for itself."""

    command: str
    process: subprocess.Popen[bytes]
    said: IO[bytes] | None

    def is_good(self) -> bool:
        """Wait until it ends, show what it said, and name it if it failed."""
        code = self.process.wait()
        if self.said:
            self.said.seek(0)
            sys.stdout.buffer.write(self.said.read())
        if code:
            print(f"Failed: {self.command}")
        sys.stdout.flush()
        return code == 0


def start(command: str, said: IO[bytes] | None) -> Running:
    """Begin a command; `said` takes its output and its errors as they come."""
    errors = subprocess.STDOUT if said else None
    process = subprocess.Popen(shlex.split(command), stdout=said, stderr=errors)  # noqa: S603 - the Makefile's own
    return Running(command, process, said)


def main(commands: list[str]) -> int:
    """0 if all of them succeeded, else 1."""
    *others, last = commands
    with ExitStack() as files:
        quiet = [start(command, files.enter_context(tempfile.TemporaryFile())) for command in others]
        failed = [one for one in (start(last, None), *quiet) if not one.is_good()]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
