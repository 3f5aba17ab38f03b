"""A process that writes to a record as it is told, line by line, and says which version each step came to."""

from __future__ import annotations

import json
import sys

from app.db import Database
from app.ledger.revisions import data_version
from tests.ledger.test_record_machine import Machine


def main(url: str) -> None:
    """Take steps from standard input until it ends."""
    database = Database(url)
    machine = Machine(database)
    for line in sys.stdin:
        action, *numbers = json.loads(line)
        machine.step(action, *numbers)
        with database.reading() as reader:
            version = data_version(reader)
        sys.stdout.write(f"{version}\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    main(sys.argv[1])
