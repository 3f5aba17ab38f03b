"""One reader for all tests of the API: they change nothing, and an application takes a while to make."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.ledger.change import changing
from app.pledges.correcting import restore_pledge, retract_pledge
from tests.conftest import client_of, copy_of, open_sqlite

# Retracted and put back: the record says what it said, and has corrections to list.
PUT_BACK = ("serval-fra-troops", "serval-can-c17", "fatim-tcd-troops")


@pytest.fixture(scope="package")
def client(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    database = open_sqlite(copy_of(seeded_file, tmp_path_factory.mktemp("api")))
    for decide in (retract_pledge, restore_pledge):
        with changing(database, "editor") as change:
            for key in PUT_BACK:
                decide(change, key, "entered twice, as it seemed")
    with client_of(database, local_editor=False) as reader:
        yield reader
    database.close()
