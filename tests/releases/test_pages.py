"""What /data offers: the SQLite file of the record as it stands, and releases whose files never change."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.pledges.commands import retract_statement
from app.releases.cache import KEPT, database_file
from app.releases.database_file import write_database
from tests.conftest import client_of
from tests.support.html_page import page_of

pytestmark = pytest.mark.slow
RELEASE = "/data/releases/2026-01-01-v1"


@pytest.fixture
def shelf(seeded: Database, released: Path) -> TestClient:
    return client_of(seeded, local_editor=False, releases=released.parent)


def test_the_database_is_that_of_the_record(any_seeded: Database, tmp_path: Path) -> None:
    with any_seeded.reading() as reader:
        write_database(reader, tmp_path / "own.db")
    with client_of(any_seeded, local_editor=False) as client:
        answer = client.get("/data/muster.db")
        assert client.head("/data/muster.db").headers["content-length"] == str(len(answer.content))
        again = client.get("/data/muster.db", headers={"If-None-Match": answer.headers["etag"]})
    assert answer.content == (tmp_path / "own.db").read_bytes()
    assert answer.headers["content-type"] == "application/vnd.sqlite3"
    assert int(answer.headers["x-data-version"]) > 0
    assert again.status_code == 304


def test_the_database_is_made_once_for_each_state_and_a_few_are_kept(
    fresh_seeded: Database, tmp_path: Path
) -> None:
    made, cache = [], tmp_path / "cache"
    for statement in range(1, KEPT + 3):
        with fresh_seeded.reading() as reader:
            path = database_file(reader, cache)
            before = path.stat().st_mtime_ns
            assert database_file(reader, cache).stat().st_mtime_ns == before
        made.append(path)
        with changing(fresh_seeded, "test") as change:
            retract_statement(change, statement, "Misread.")
    assert len(set(made)) == KEPT + 2
    assert sorted(cache.iterdir()) == sorted(made[-KEPT:])
    with closing(sqlite3.connect(made[-1])) as file:
        assert file.execute("SELECT count(*) FROM statements").fetchone() == (301 - KEPT - 1,)


def test_where_it_cannot_be_written_it_says_so(seeded: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with client_of(seeded, local_editor=False) as client:
        client.app.state.settings = client.app.state.settings.model_copy(update={"cache": tmp_path / "file"})  # type: ignore[attr-defined]
        answer = client.get("/data/muster.db")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


def test_data_lists_releases_with_their_checksums(shelf: TestClient, released: Path) -> None:
    page = page_of(shelf, "/data")
    files = [path.relative_to(released).as_posix() for path in released.rglob("*") if path.is_file()]
    assert {f"{RELEASE}/{name}" for name in files} <= set(page.links)
    for name in files:
        assert sha256((released / name).read_bytes()).hexdigest() in page.text, name


def test_a_file_of_a_release_is_as_it_was_and_stays_so(shelf: TestClient, released: Path) -> None:
    answer = shelf.get(f"{RELEASE}/sheets/pledges.csv")
    content = (released / "sheets/pledges.csv").read_bytes()
    assert answer.content == content
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sha256(content).hexdigest() in answer.headers["etag"]
    again = shelf.get(f"{RELEASE}/sheets/pledges.csv", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = shelf.get(f"{RELEASE}/sheets/pledges.csv", headers={"Range": "bytes=10-29"})
    assert (part.status_code, part.content) == (206, content[10:30])


@pytest.mark.parametrize(
    "address",
    [
        "/data/releases/2026-01-01-v1/",
        "/data/releases/2026-01-01-v1/sheets",
        "/data/releases/2026-01-01-v1/nothing.csv",
        "/data/releases/nothing/README.md",
        "/data/releases/2026-01-01-v1/%2e%2e/2026-01-01-v1/README.md",
        "/data/releases/%2e%2e/releases0/2026-01-01-v1/README.md",
        "/data/releases/2026-01-01-v1//etc/passwd",
    ],
)
def test_what_is_no_file_of_a_release_is_not_there(shelf: TestClient, address: str) -> None:
    assert shelf.get(address).status_code == 404


def test_a_new_release_is_a_new_page(seeded: Database, released: Path, tmp_path: Path) -> None:
    with client_of(seeded, local_editor=False, releases=tmp_path) as client:
        none = client.get("/data")
        (tmp_path / released.name).symlink_to(released)
        (tmp_path / "unfinished").mkdir()
        one = client.get("/data", headers={"If-None-Match": none.headers["etag"]})
    assert "There is no release yet" in none.text
    assert one.status_code == 200
    assert RELEASE in one.text


def test_search_engines_read_what_the_record_is(shelf: TestClient) -> None:
    page = shelf.get("/data").text
    said = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (said["@context"], said["@type"]) == ("https://schema.org", "Dataset")
    assert said["temporalCoverage"].startswith("2012-") or said["temporalCoverage"].startswith("2013-")
    urls = [file["contentUrl"] for file in said["distribution"]]
    assert len(urls) > 40
    for url in urls[:3]:
        assert shelf.get(url.removeprefix("http://127.0.0.1:8000")).status_code == 200
