"""`muster config` explains, hides what is secret, and refuses what `muster serve` refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from app.cli import main
from app.config import Settings
from app.db import Database
from app.safety import dangers

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens
SAFE = "https://muster.example"


def muster(*words: str, **settings: str) -> Result:
    environment = {f"MUSTER_{name.upper()}": value for name, value in settings.items()}
    return CliRunner(env=environment).invoke(main, words, prog_name="muster")


def test_each_setting_is_explained_with_its_value_and_origin() -> None:
    told = muster("config", pool_size="9", local_editor="true").stdout
    for name, about in Settings.model_fields.items():
        assert re.search(
            rf"^MUSTER_{name.upper()} = .*\n    {re.escape(about.description or '-')}$", told, re.MULTILINE
        )
    assert "MUSTER_POOL_SIZE = 9  (from the environment)\n" in told
    assert "MUSTER_LOCAL_EDITOR = true  (from the environment)\n" in told
    assert "MUSTER_FEATURED = mali  (default)\n" in told


def test_what_stands_in_a_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("MUSTER_FEATURED=atalanta\n")
    monkeypatch.chdir(tmp_path)
    assert "MUSTER_FEATURED = atalanta  (from .env)\n" in muster("config").stdout


@pytest.mark.parametrize(
    "url", ["postgresql://me:geheim@db/muster", "postgresql://me@db/muster?password=geheim"]
)
def test_no_password_is_shown(url: str) -> None:
    result = muster("config", database_url=url)
    assert result.exit_code == 0
    assert (
        "me:***@db" in result.stdout
        or "password=***" in result.stdout
        or "password=%2A%2A%2A" in result.stdout
    )
    assert "geheim" not in result.output


def test_a_mistyped_setting_is_told() -> None:
    assert (
        "MUSTER_PUBLIC_ULR is in the environment, but is no setting"
        in muster("config", public_ulr="x").stderr
    )


REFUSED: list[tuple[str, dict[str, str], str]] = [
    (EVERYWHERE, {"local_editor": "true", "public_url": SAFE}, "refused on 0.0.0.0"),
    ("127.0.0.1", {"local_editor": "true", "trusted_proxies": "10.0.0.1"}, "beside MUSTER_TRUSTED_PROXIES"),
    (EVERYWHERE, {}, "no MUSTER_PUBLIC_URL says by which address"),
    ("127.0.0.1", {"public_url": "http://muster.example"}, "can be read on the way"),
    (EVERYWHERE, {"public_url": "http://192.168.1.5:8000"}, "can be read on the way"),
    ("127.0.0.1", {"public_url": "muster.example"}, "write it as https://example.org"),
    ("127.0.0.1", {"public_url": "ftp://muster.example"}, "write it as https://example.org"),
    ("127.0.0.1", {"proposals": "open", "trusted_proxies": "127.0.0.1"}, "MUSTER_PROPOSALS=open"),
]


@pytest.mark.parametrize(("host", "settings", "told"), REFUSED)
def test_an_unsafe_start_is_refused_by_both(host: str, settings: dict[str, str], told: str) -> None:
    explained, served = (
        muster("config", "--host", host, **settings),
        muster("serve", "--host", host, **settings),
    )
    assert (explained.exit_code, served.exit_code, served.stdout) == (1, 2, "")
    assert explained.stdout.count("Refused: ") == 1
    assert told in explained.stdout
    assert told in " ".join(served.stderr.split())


@pytest.mark.parametrize(
    ("host", "settings"),
    [
        ("127.0.0.1", {}),
        ("127.0.0.1", {"local_editor": "true", "public_url": SAFE}),
        ("127.0.0.1", {"proposals": "open"}),
        ("127.0.0.1", {"trusted_proxies": "127.0.0.1"}),
        (EVERYWHERE, {"public_url": SAFE, "proposals": "open", "trusted_proxies": "10.0.0.0/8"}),
        (EVERYWHERE, {"public_url": "http://127.0.0.1:8000"}),
        ("::1", {"public_url": "http://localhost:8000"}),
    ],
)
def test_a_safe_start_is_not(host: str, settings: dict[str, str]) -> None:
    assert list(dangers(Settings(_env_file=None, **settings), host)) == []  # type: ignore[arg-type]
    result = muster("config", "--host", host, **settings)
    assert result.exit_code == 0
    assert result.stdout.endswith(f"muster serve --host {host} may start with these settings.\n")


def test_a_record_of_a_later_version_is_not_served(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'fffffffffffe'"))
    result = muster("serve", database_url=database.url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "of a later version of Muster (it is at fffffffffffe)" in result.stderr
