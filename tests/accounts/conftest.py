"""Passwords that cost little here; and what these tests open is closed after each of them."""

from collections.abc import Iterator

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts import secrets
from tests.accounts.support import close_all


@pytest.fixture(scope="package", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """The real hashing at a thousandth of its cost. What it costs in use is held in tests/test_cli_people.py."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(secrets, "_argon2id", PasswordHash((cheap,)))
        secrets._nobodys.cache_clear()
        yield
    secrets._nobodys.cache_clear()


@pytest.fixture(autouse=True)
def _after() -> Iterator[None]:
    yield
    close_all()
