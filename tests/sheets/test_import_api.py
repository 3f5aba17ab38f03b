"""Importing for programs: what is answered, refused, and stored once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.sheets.shapes import XLSX, ImportAnswer
from tests.sheets.sending import as_csv, as_xlsx
from tests.sheets.test_import_pages import BAD, GOOD, HEADER, statements

pytestmark = pytest.mark.slow
AT = "/api/v1/import"
CSV = {"Content-Type": "text/csv"}


def body(tmp_path: Path, *rows: tuple[str, ...]) -> bytes:
    return as_csv(tmp_path / "sheet.csv", HEADER, *rows).read_bytes()


def post(editor: TestClient, content: bytes, query: str = "", **headers: str) -> Any:
    return editor.post(AT + query, content=content, headers={**CSV, **headers})


def test_a_sheet_is_stored_and_told(editor: TestClient, tmp_path: Path) -> None:
    content = body(tmp_path, GOOD)
    tried = post(editor, content, "?dry_run=true").json()
    assert (tried["dry_run"], tried["stored"], tried["created"]["statements"]) == (True, False, 1)
    before = statements(editor)
    answer = post(editor, content)
    told = ImportAnswer.model_validate(answer.json())
    assert (answer.status_code, told.stored, told.created) == (200, True, told.created)
    assert told.created
    assert (told.created.pledges, told.created.statements, told.created.sources) == (1, 1, 1)
    assert [(r.column, r.value, r.read_as) for r in told.repairs] == [
        ("accepted", "Yes ", "yes"),
        ("on", "7/27/2013", "2013-07-27"),
    ]
    assert int(answer.headers["x-data-version"]) == told.data_version > 897
    again = post(editor, content).json()
    assert (again["created"]["statements"], again["unchanged"]["statements"]) == (0, 1)
    assert (statements(editor), again["data_version"]) == (before + 1, told.data_version)


def test_a_bad_sheet_is_refused_cell_by_cell_and_its_good_rows_are_taken(
    editor: TestClient, tmp_path: Path
) -> None:
    content, before = body(tmp_path, GOOD, BAD), statements(editor)
    refused = post(editor, content)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert refused.json()["errors"] == [
        {"pointer": "/rows/3/contributor", "message": "'Mordor' is no country or organisation of this record"}
    ]
    tried = post(editor, content, "?dry_run=true").json()
    assert (tried["bad_rows"], tried["faults"][0]["line"], tried["faults"][0]["value"]) == (1, 3, "Mordor")
    assert statements(editor) == before
    good = post(editor, content, "?good_rows=true").json()
    assert (good["stored"], good["bad_rows"], statements(editor)) == (True, 1, before + 1)


def test_a_workbook_and_a_form_with_a_map(editor: TestClient, tmp_path: Path) -> None:
    book = as_xlsx(tmp_path / "book.xlsx", [HEADER, GOOD]).read_bytes()
    assert editor.post(AT, content=book, headers={"Content-Type": XLSX}).json()["created"]["statements"] == 1
    rows = as_csv(tmp_path / "un.csv", ("Country", "ISO", "2013"), ("Chad", "TCD", "7")).read_bytes()
    how = (Path("seeds") / "maps" / "un-yearly.toml").read_text()
    both: dict[str, Any] = {"sheet": ("un.csv", rows), "map": ("map.toml", how)}
    assert editor.post(AT, files=both).json()["created"]["statements"] == 1
    wrong = editor.post(AT, files={"sheet": ("un.csv", rows), "map": ("map.toml", "x =")})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/map")
    assert editor.post(AT, data={"sheet": "text"}, files={"map": ("m", "")}).status_code == 422


def test_a_key_names_one_sheet(editor: TestClient, tmp_path: Path) -> None:
    key = {"Idempotency-Key": "monday"}
    first, before = post(editor, body(tmp_path, GOOD), **key), statements(editor)
    assert first.json()["stored"]
    assert post(editor, body(tmp_path, GOOD), **key).json()["created"]["statements"] == 0
    other = post(editor, body(tmp_path, (*GOOD[:5], "9", *GOOD[6:])), **key)
    assert (other.status_code, statements(editor)) == (409, before)


@pytest.mark.parametrize(
    ("query", "kind", "status"),
    [("?colour=blue", "text/csv", 400), ("?dry_run=perhaps", "text/csv", 400), ("", "application/json", 415)],
)
def test_what_is_asked_wrongly_is_refused(
    editor: TestClient, tmp_path: Path, query: str, kind: str, status: int
) -> None:
    answer = editor.post(AT + query, content=body(tmp_path, GOOD), headers={"Content-Type": kind})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_readers_may_not(client: TestClient, tmp_path: Path) -> None:
    assert post(client, body(tmp_path, GOOD)).status_code == 401


def test_an_empty_body_is_told(editor: TestClient) -> None:
    refused = post(editor, b"")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/rows/1")
