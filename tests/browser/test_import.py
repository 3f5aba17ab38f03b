"""An editor brings a sheet, sees what would come of it, and loads its good rows: with scripts and without."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Scheme, Watched, serving
from tests.conftest import copy_of
from tests.sheets.sending import as_csv

pytestmark = pytest.mark.browser
HEADER = ("Mission", "Pays", "Type", "Date", "Statut", "Nombre", "Until", "Source")
GOOD = ("serval", "France ", "troops", "27 juillet 2013", "Déployé", "1 400", "until 7/30/2013", "Un titre")
BAD = ("serval", "Mordor", "troops", "2013-02-01", "promised", "many", "", "Un titre")


@pytest.fixture
def origin(seeded_file: Path, tmp_path: Path) -> Iterator[str]:
    """A server on a record of this test's own, since it writes."""
    with serving(copy_of(seeded_file, tmp_path)) as address:
        yield address


def settle(page: Page) -> None:
    """On a slow machine the work goes on behind the answer: look again until it is done."""
    while page.locator("[data-import]").count():
        page.reload()


@pytest.mark.parametrize(("width", "scheme", "scripts"), [(1440, "light", False), (360, "dark", True)])
def test_a_sheet_is_chosen_seen_and_loaded(
    watch: Callable[..., Watched], tmp_path: Path, width: int, scheme: Scheme, scripts: bool
) -> None:
    reader = watch(width, scheme, scripts=scripts)
    page = reader.open("/import")
    page.get_by_label("CSV or XLSX").set_input_files(
        as_csv(tmp_path / "my.csv", HEADER, GOOD, BAD, delimiter=";")
    )
    page.get_by_role("button", name="See what would come of it").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What would come of my.csv")
    expect(page.get_by_text("until 2013-07-30", exact=True)).to_be_visible()
    expect(page.get_by_text("Mordor", exact=True)).to_be_visible()
    if scripts:
        reader.is_whole(scheme)
    page.get_by_role("button", name="Load the good rows: 1 new statement").click()
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("my.csv is loaded")
    if scripts:
        reader.is_whole(scheme)
    reader.nothing_wrong()
