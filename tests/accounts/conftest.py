"""What these tests open is closed after each of them."""

from collections.abc import Iterator

import pytest

from tests.accounts.support import close_all


@pytest.fixture(autouse=True)
def _after() -> Iterator[None]:
    yield
    close_all()
