"""One reader for all tests of the API: they change nothing, and an application takes a while to make."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.db import Database
from tests.conftest import client_of


@pytest.fixture(scope="package")
def client(seeded: Database) -> Iterator[TestClient]:
    with client_of(seeded, local_editor=False) as reader:
        yield reader
