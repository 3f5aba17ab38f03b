"""The record's pages say the same on PostgreSQL as on SQLite."""

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.ledger.change import changing
from app.sheets.loader.folder import load_folder
from tests.conftest import SEEDS, client_of
from tests.support.html_page import HtmlPage, page_of

DAY = "as_of=2013-01-24"
PAGES = (
    f"/pledges?{DAY}",
    "/pledges?as_of=2013-09-30&sort=-stated_on&q=contingent",
    f"/pledges?{DAY}&member_of=ECOWAS&category=personnel&sort=-claim",
    f"/pledges/afisma-ecowas-force?{DAY}",
    f"/pledges/serval-can-c17?{DAY}",
    f"/contributors?{DAY}&sort=-committed",
    "/contributors?q=ivory",
    f"/contributors/ECOWAS?{DAY}",
    "/contributors/DEU?as_of=2013-04-24",
    "/sources?kind=agency&q=mali",
    f"/sources/1?{DAY}",
    "/data",
)


@pytest.mark.postgres
def test_pages_say_the_same(client: TestClient, postgres: Database) -> None:
    with changing(postgres, "seed") as change:
        load_folder(change, SEEDS, lambda _rows: None)
    with client_of(postgres, local_editor=False) as other:
        for address in PAGES:
            ours, theirs = page_of(client, address), page_of(other, address)
            assert rows(ours) == rows(theirs), address
            assert (ours.title, ours.notices) == (theirs.title, theirs.notices), address
        for missing in ("/pledges/%00", "/contributors/%00", "/sources/%00", "/pledges/none"):
            assert other.get(missing).status_code == 404, missing


def rows(page: HtmlPage) -> list[object]:
    """Every table of the page, cell by cell."""
    return [table.body for table in page.tables]
