"""Importing on a page, as a browser without a script does it: choose, see, load."""

from __future__ import annotations

import csv
import os
import re
import shutil
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.db import Database
from app.sheets import importing, jobs, uploads
from app.sheets.jobs import Importer
from app.sheets.loader import load_sheet
from tests.conftest import client_of
from tests.sheets.sending import as_csv, as_xlsx

pytestmark = pytest.mark.slow
HEADER = ("operation", "contributor", "category", "on", "status", "quantity", "accepted", "source_title")
GOOD = ("serval", "FRA", "troops", "7/27/2013", "deployed", "123", "Yes ", "A page")
BAD = ("serval", "Mordor", "troops", "2013-07-28", "deployed", "1", "", "A page")


def choose(editor: TestClient, path: Path, **more: Any) -> Any:
    """Send the form and follow it to the page that says what would come of it."""
    with path.open("rb") as file:
        files = {"sheet": (path.name, file), **more.pop("files", {})}
        answer = editor.post("/import", files=files, data=more)
    return settled(editor, answer)


def settled(editor: TestClient, answer: Any) -> Any:
    """The page when the work is done: on a slow machine it is asked for again, as a reader would."""
    while "data-import=" in answer.text:
        answer = editor.get(str(answer.url))
    return answer


def press(editor: TestClient, page: Any, way: str) -> Any:
    assert way == "drop" or f'name="way" value="{way}"' in page.text
    return settled(editor, editor.post(str(page.url), data={"way": way}))


def statements(editor: TestClient) -> int:
    found: int = editor.get("/api/v1/statements?limit=1").json()["count"]
    return found


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return as_csv(tmp_path / "my sheet.csv", HEADER, GOOD)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return as_csv(tmp_path / "mixed.csv", HEADER, GOOD, BAD)


def test_a_sheet_is_seen_first_and_loaded_then(editor: TestClient, sheet: Path) -> None:
    before = statements(editor)
    page = choose(editor, sheet)
    assert page.status_code == 200
    assert "What would come of my sheet.csv" in page.text
    assert "Every row can be loaded. Nothing is stored yet." in page.text
    assert "“Yes ”" in page.text
    assert "2013-07-27" in page.text
    assert statements(editor) == before
    loaded = press(editor, page, "all")
    assert "my sheet.csv is loaded" in loaded.text
    assert statements(editor) == before + 1
    # Pressing again, or asking for the page again, is the same load.
    again = editor.post(str(page.url), data={"way": "all"})
    assert (again.text, statements(editor)) == (loaded.text, before + 1)
    assert "The record has all of it already" in choose(editor, sheet).text


def test_good_rows_are_loaded_and_bad_rows_taken_away(editor: TestClient, mixed: Path) -> None:
    before = statements(editor)
    page = choose(editor, mixed)
    assert "1 row cannot be loaded." in page.text
    assert "&#39;Mordor&#39; is no country or organisation of this record" in page.text
    assert 'value="all"' not in page.text
    file = editor.get(f"{page.url}/bad-rows.csv")
    assert file.headers["content-disposition"] == 'attachment; filename="bad-rows.csv"'
    names, row = csv.reader(file.text.splitlines())
    assert names == [*HEADER, "import_line", "import_reasons"]
    assert row[:-1] == [*BAD, "3"]
    # All or nothing is still what `all` means, whoever asks for it.
    assert "1 row cannot be loaded." in settled(editor, editor.post(str(page.url), data={"way": "all"})).text
    assert statements(editor) == before
    loaded = press(editor, page, "good-rows")
    assert "1 row was left out." in loaded.text
    assert statements(editor) == before + 1
    assert editor.get(f"{page.url}/bad-rows.csv").text == file.text


def test_a_map_is_chosen_or_sent(editor: TestClient, tmp_path: Path) -> None:
    path = as_csv(tmp_path / "un.csv", ("Country", "ISO", "2012", "2013"), ("Chad", "TCD", "0", "1114"))
    assert "this is no column of the sheet" in choose(editor, path).text
    assert "Load it: 2 new statements" in choose(editor, path, map="un-yearly").text
    text_of = '[columns]\ncontributor = "Country"\n[constants]\noperation = "serval"\ncategory = "troops"\n'
    text_of += 'status = "deployed"\nsource_title = "A page"\n[spread]\ncolumns = "2013"\n'
    own = choose(editor, path, map="un-yearly", files={"map_file": ("my.toml", text_of)})
    assert "Load it: 1 new statement" in own.text
    refused = choose(editor, path, files={"map_file": ("my.toml", "columns =")})
    assert (refused.status_code, "The map is no TOML" in refused.text) == (422, True)
    kept = choose(editor, path, map="nothing")
    assert (kept.status_code, "There is no map nothing here." in kept.text) == (422, True)


@pytest.mark.parametrize("content", [b"", None])
def test_no_file_is_told_beside_its_field(editor: TestClient, content: bytes | None) -> None:
    files = {"sheet": ("empty.csv", content)} if content is not None else {}
    answer = editor.post("/import", files=files, data={"map": "tracker"})
    assert answer.status_code == 422
    assert "<title>Error:" in re.sub(r"\s*\n\s*", "", answer.text)
    assert 'href="#field-sheet"' in answer.text
    # What was chosen beside it is kept.
    assert '<option value="tracker" selected>' in answer.text


def test_a_sheet_that_cannot_be_read_offers_no_loading(editor: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing")
    page = choose(editor, path)
    assert "The sheet cannot be loaded as it is" in page.text
    assert 'value="good-rows"' not in page.text
    assert "the workbook cannot be read" in page.text
    assert editor.get(f"{page.url}/bad-rows.csv").status_code == 200


def test_what_a_sheet_holds_is_shown_as_text(editor: TestClient, tmp_path: Path) -> None:
    path = as_xlsx(
        tmp_path / "<b>sheet.xlsx", [HEADER, (*GOOD[:5], "<script>alert(1)</script>", "", "A page")]
    )
    page = choose(editor, path)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<b>sheet" not in page.text


def test_a_sheet_waits_for_its_sender_alone_and_not_for_ever(
    editor: TestClient, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = choose(editor, sheet)
    importer: Importer = editor.app.state.importer  # type: ignore[attr-defined]
    [folder] = importer.uploads.folder.iterdir()
    token = str(page.url).rpartition("/")[2]
    assert token not in str(folder)
    assert stat.S_IMODE(importer.uploads.folder.stat().st_mode) == 0o700
    for other in (client_of(editor.app.state.database, local_editor=False), editor):  # type: ignore[attr-defined]
        at = f"/import/{token}" if other is not editor else "/import/another"
        assert other.get(at).status_code in (401, 404)
    with pytest.raises(Exception, match="not here any more"):
        importer.uploads.find("7:somebody else", token)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + uploads.SECONDS + 1)
    assert editor.get(str(page.url)).status_code == 404
    choose(editor, sheet)
    assert not folder.exists()


def test_only_so_many_wait(editor: TestClient, sheet: Path) -> None:
    pages = [choose(editor, sheet) for _n in range(uploads.OF_ONE + 2)]
    assert [editor.get(str(page.url)).status_code for page in pages] == [404, 404, 200, 200, 200]
    assert press(editor, pages[-1], "drop").url.path == "/import"
    assert editor.get(str(pages[-1].url)).status_code == 404


def test_a_sheet_whose_worker_is_gone_can_be_tried_again(editor: TestClient, sheet: Path) -> None:
    page = choose(editor, sheet)
    importer: Importer = editor.app.state.importer  # type: ignore[attr-defined]
    upload = importer.uploads.find("None:local editor", str(page.url).rpartition("/")[2])
    upload.tell({"phase": jobs.RUNNING, "way": "all", "rows": 1, "of": 2})
    release = upload.lock()
    assert release
    assert "50% of the reading is done." in editor.get(str(page.url)).text
    # Somebody works on it: what is asked meanwhile changes nothing.
    assert "50% of the reading" in editor.post(str(page.url), data={"way": "all"}).text
    release()
    stopped = editor.get(str(page.url))
    assert "The server stopped while it worked on this sheet." in stopped.text
    assert "Every row can be loaded." in press(editor, stopped, "try").text


def test_a_full_disk_is_told(editor: TestClient, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(shutil, "copyfileobj", full)
    answer = choose(editor, sheet)
    assert (answer.status_code, "No space left on device" in answer.text) == (503, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (RuntimeError("secret"), "Something went wrong here"),
        (OSError("secret"), "The record cannot be written now"),
    ],
)
def test_a_crash_stores_nothing_and_says_little(
    editor: TestClient, sheet: Path, monkeypatch: pytest.MonkeyPatch, wrong: Exception, said: str
) -> None:
    page, before = choose(editor, sheet), statements(editor)

    def crash(change: Any, *given: Any) -> Any:
        load_sheet(change, *given)
        raise wrong

    monkeypatch.setattr(importing, "load_sheet", crash)
    failed = press(editor, page, "all")
    assert said in failed.text
    assert "secret" not in failed.text
    assert statements(editor) == before


def test_a_sheet_that_is_too_large_is_refused(fresh_seeded: Database, tmp_path: Path) -> None:
    client = client_of(fresh_seeded, local_editor=True)
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * (51 * 1024 * 1024))
    with path.open("rb") as file:
        answer = client.post("/import", files={"sheet": ("large.csv", file)})
    assert (answer.status_code, "The body is larger than 50 MB." in answer.text) == (413, True)


def test_readers_are_asked_to_sign_in_and_their_sheet_is_not_even_read(
    client: TestClient, sheet: Path
) -> None:
    with sheet.open("rb") as file:
        answer = client.post("/import", files={"sheet": ("sheet.csv", file)})
    assert (answer.status_code, "Sign in" in answer.text) == (401, True)
    assert client.get("/import").status_code == 401
    assert client.get("/import/help").status_code == 200


def test_who_loaded_it_stands_in_the_history(editor: TestClient, sheet: Path) -> None:
    press(editor, choose(editor, sheet), "all")
    with editor.app.state.database.reading() as reader:  # type: ignore[attr-defined]
        actors = (
            reader.execute(text("SELECT DISTINCT actor FROM revision WHERE number > 897")).scalars().all()
        )
    assert actors == ["local editor"]
