"""Whose address a limit counts, on a real server: the connection's, unless a proxy that is trusted tells of another."""

from __future__ import annotations

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from app.cli import main
from app.config import Settings
from tests.browser.conftest import serving
from tests.conftest import copy_of

pytestmark = pytest.mark.slow
LIMITED = {"local_editor": "false", "exports_per_minute": "2"}


def status_of(address: str, said: str) -> int:
    """What a whole file is answered with, where the request says that it came from `said`."""
    asked = Request(f"{address}/sources.csv", headers={"X-Forwarded-For": said})  # noqa: S310
    try:
        with urlopen(asked) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_what_a_client_says_of_itself_changes_no_limit(empty_file: Path, tmp_path: Path) -> None:
    with serving(copy_of(empty_file, tmp_path), **LIMITED) as address:
        assert [status_of(address, f"203.0.113.{n}") for n in range(3)] == [200, 200, 429]


def test_what_a_trusted_proxy_says_does(empty_file: Path, tmp_path: Path) -> None:
    trusted = "127.0.0.1, 10.1.0.0/16"
    with serving(copy_of(empty_file, tmp_path), trusted_proxies=trusted, **LIMITED) as address:
        assert [status_of(address, f"203.0.113.{n}") for n in range(3)] == [200, 200, 200]
        # What the client itself had sent stands before what the proxies added, and is not believed.
        through = [f"198.51.100.{n}, 203.0.113.0, 10.1.2.3" for n in range(2)]
        assert [status_of(address, said) for said in through] == [200, 429]


@pytest.mark.parametrize("value", ["proxy.example", "10.0.0.1/8", "*", "10.0.0.1, nobody"])
def test_a_proxy_is_named_by_its_address(value: str) -> None:
    with pytest.raises(ValidationError, match="is no address or network, such as"):
        Settings(trusted_proxies=value, _env_file=None)


def test_the_local_editor_is_refused_beside_a_proxy() -> None:
    environment = {"MUSTER_LOCAL_EDITOR": "true", "MUSTER_TRUSTED_PROXIES": "127.0.0.1"}
    told = CliRunner(env=environment).invoke(main, ["serve", "--port", "0"])
    assert (told.exit_code, told.stdout) == (2, "")
    assert "refused beside MUSTER_TRUSTED_PROXIES" in " ".join(told.stderr.split())
