from io import BytesIO
from itertools import chain

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.pledges.commands import record_pledge
from app.pledges.schemas import PledgeCreate
from app.sheets import writer
from app.sheets.columns import STATEMENTS
from app.sheets.export import sheet_rows
from tests.api.support import API, LISTS, PAGES, cell, get, table, walk
from tests.conftest import SEEDS, client_of
from tests.support.frames import frame_of

QUERIES = ("as_of=2013-02-15", "operation=serval&by=category,stage", "contributor=FRA&q=troops")


def query_for(name: str, query: str) -> str:
    """`by` is of totals and the timeline alone."""
    return query if name in ("totals", "timeline") else query.partition("&by=")[0]


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", [name for name in LISTS if name != "changes"])
def test_csv_is_all_of_the_json(client: TestClient, name: str, query: str) -> None:
    asked = query_for(name, query)
    rows = list(walk(client, f"{name}?{asked}"))
    answer = client.get(f"{API}/{name}.csv?{asked}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert table(answer.text) == [{field: cell(value) for field, value in row.items()} for row in rows]
    if rows:
        assert answer.text.partition("\r\n")[0] == ",".join(rows[0])
    assert answer.headers.get("x-as-of") == get(client, f"{name}?{asked}")["as_of"]


def test_csv_of_the_changes_is_all_of_them(client: TestClient) -> None:
    rows = list(walk(client, "changes", limit=1000))
    answer = client.get(f"{API}/changes.csv")
    assert table(answer.text) == [{field: cell(value) for field, value in row.items()} for row in rows]
    assert len(rows) == rows[-1]["number"] == int(answer.headers["x-data-version"])
    assert len(table(client.get(f"{API}/changes.csv?after={len(rows) - 3}").text)) == 3


@pytest.mark.parametrize("name", LISTS)
def test_workbook_is_all_of_the_json(client: TestClient, name: str) -> None:
    asked = "operation=fatim" if name == "changes" else "operation=mali"
    rows = list(walk(client, f"{name}?{asked}"))
    answer = client.get(f"{API}/{name}.xlsx?{asked}")
    [header, *cells] = (
        CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    if rows:
        assert header == list(rows[0])
    # A workbook keeps text as it is, without the apostrophe that CSV needs, and has no other numbers than these.
    written = [[cell(value).removeprefix("'") for value in row.values()] for row in rows]
    read = [[str(int(value)) if isinstance(value, float) else value for value in row] for row in cells]
    assert read == written


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("parameter", ["limit=10", "cursor=x"])
def test_file_is_never_paged(client: TestClient, kind: str, parameter: str) -> None:
    answer = client.get(f"{API}/pledges.{kind}?{parameter}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{parameter.partition('=')[0]}"


@pytest.mark.parametrize(("page", "name"), PAGES.items())
def test_file_beside_a_page_is_the_file_of_the_api(client: TestClient, page: str, name: str) -> None:
    query = "as_of=2013-02-15&operation=mali"
    beside, in_api = client.get(f"{page}.csv?{query}"), client.get(f"{API}/{name}.csv?{query}")
    assert beside.status_code == 200
    assert (beside.content, beside.headers.get("x-as-of")) == (in_api.content, in_api.headers.get("x-as-of"))
    workbook = client.get(f"{page}.xlsx?{query}")
    assert workbook.content == client.get(f"{API}/{name}.xlsx?{query}").content
    assert workbook.content.startswith(b"PK")


def test_sheet_has_every_statement_of_the_seeds(client: TestClient) -> None:
    rows = table(client.get("/statements.csv").text)
    said = list(chain.from_iterable(table(file.read_text()) for file in sorted(SEEDS.glob("pledges*.csv"))))
    assert tuple(rows[0]) == STATEMENTS.columns
    assert set(rows[0]) == set(said[0])
    for column in ("pledge", "on", "status", "quantity", "source_title", "evidence", "note"):
        assert sorted(row[column] for row in rows) == sorted(row[column] for row in said)
    assert {row["accepted"] for row in rows} == {"yes", "no"}


def test_sheet_is_what_the_command_line_exports(client: TestClient, seeded: Database) -> None:
    with seeded.reading() as reader:
        exported = b"".join(writer.csv_chunks(STATEMENTS.columns, sheet_rows(reader)))
    assert client.get("/statements.csv").content == exported


def test_sheet_of_an_operation_has_what_is_not_accepted_too(client: TestClient) -> None:
    everything = table(client.get("/statements.csv").text)
    serval = table(client.get("/statements.csv?operation=serval").text)
    assert serval == [row for row in everything if row["operation"] == "serval"]
    assert "no" in {row["accepted"] for row in serval}


def test_sheet_of_a_day_has_what_counts_by_then(client: TestClient) -> None:
    rows = table(client.get("/statements.csv?as_of=2013-01-31").text)
    assert {row["on"] for row in rows} & {"2013-01-17", "2013-01"}
    assert all(row["on"][:7] <= "2013-01" for row in rows)
    assert "2013" not in {row["on"] for row in rows}


def test_pandas_reads_a_file_with_no_option(client: TestClient) -> None:
    frame = frame_of(BytesIO(client.get("/operations/mali/totals.csv?as_of=2013-01-17").content))
    france = frame[(frame.contributor == "FRA") & (frame.unit == "people")].iloc[0]
    assert (france.deployed, france.announced, france.total) == (1400, 1100, 2500)


DANGEROUS = ["=1+1", "+1", "-1 or 2", "@SUM(A1)", "'=1", "''@x", "'quoted'", 'plain, "text"', "two\nlines"]


def test_text_that_looks_like_a_formula_is_guarded(fresh_seeded: Database) -> None:
    source = {"title": "A paper"}
    for number, text in enumerate(DANGEROUS):
        statement = {
            "on": "2013-01-20",
            "status": "announced",
            "quantity": "5",
            "evidence": text,
            "source": source,
        }
        given = {"operation": "serval", "contributor": "AUS", "category": "troops", "item": text}
        with changing(fresh_seeded, "test") as change:
            record_pledge(
                change, PledgeCreate.model_validate({**given, "key": f"odd-{number}", "statement": statement})
            )
    with client_of(fresh_seeded, local_editor=False) as client:
        rows = get(client, "statements?contributor=AUS")["items"]
        written = table(client.get(f"{API}/statements.csv?contributor=AUS").text)
        book = CalamineWorkbook.from_filelike(
            BytesIO(client.get(f"{API}/statements.xlsx?contributor=AUS").content)
        )
    kept = [row["item"] for row in rows]
    assert [text.replace("\n", " ") for text in DANGEROUS] == [text.replace("\n", " ") for text in kept]
    for text, guarded in zip(kept, [row["item"] for row in written], strict=True):
        risky = text.lstrip("'")[0] in "=+-@"
        assert guarded == (f"'{text}" if risky else text)
    assert [row[4] for row in book.get_sheet_by_index(0).to_python()[1:]] == kept


def test_workbook_that_would_be_too_long_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "XLSX_ROWS", 10)
    answer = client.get("/statements.xlsx")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "CSV" in answer.json()["detail"]
