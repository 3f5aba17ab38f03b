"""An institute begins its own record in the browser: from an empty database to five pledges of one article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from app.system.check import checks
from tests.browser.conftest import Watched, serving
from tests.conftest import copy_of, open_sqlite

pytestmark = pytest.mark.browser
MOST_ACTIONS = 80
DAY = "2008-12-08"
# Who, what, how many, how sure, and the words: as one article tells it.
PLEDGES = (
    ("Spain", "ships", "1", "Committed", "Spain has committed a frigate"),
    ("France", "ships", "2", "Deployed", "two French ships are on station"),
    ("Germany", "troops", "up to 1,400", "Announced", "up to 1,400 German sailors may take part"),
    ("Greece", "ships", "1", "Deployed", "the Greek frigate Psara leads the force"),
    ("Sweden", "ships", "3", "Announced", "Sweden offered three vessels"),
)


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    """A migrated database without a record, this test's own."""
    return copy_of(empty_file, tmp_path)


@pytest.fixture
def origin(file: Path) -> Iterator[str]:
    with serving(file) as address:
        yield address


@dataclass
class Hands:
    """A person at the page: every click and every field that is filled is an action."""

    reader: Watched
    actions: int = 0

    def click(self, name: str, role: str = "button") -> None:
        self.actions += 1
        self.reader.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.reader.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.click(name, "link")

    def field(self, label: str) -> Locator:
        """The field with this label, which may say that it is optional."""
        return self.reader.page.get_by_label(re.compile(rf"^{label}( optional)?$"))

    def fill(self, label: str, text: str) -> None:
        self.actions += 1
        self.field(label).fill(text)

    def choose(self, label: str, value: str) -> None:
        self.actions += 1
        self.field(label).select_option(value)

    def tick(self, name: str) -> None:
        self.actions += 1
        self.reader.page.get_by_role("radio", name=name, exact=True).check()


def operation(hands: Hands) -> None:
    hands.follow("Add an operation")
    hands.fill("Name", "Operation Atalanta")
    hands.fill("Kind", "naval")
    hands.fill("Where", "Somalia")
    hands.fill("First day", DAY)
    hands.click("Save")
    expect(hands.reader.page.get_by_text("Saved.")).to_be_visible()


def organisation(hands: Hands) -> None:
    hands.follow("Add an organisation")
    hands.fill("Code", "EU")
    hands.fill("Name", "European Union")
    hands.fill("Members", "Spain; France; Germany; Greece; Sweden")
    hands.click("Save")
    expect(hands.reader.page.get_by_text("Saved.")).to_be_visible()


def requirement(hands: Hands) -> None:
    hands.follow("Add a requirement")
    hands.fill("Title", "EU navies to fight pirates")
    hands.fill("Publisher", "A newspaper")
    hands.fill("Published on", DAY)
    hands.choose("What", "ships")
    hands.fill("How many", "6")
    hands.click("Save")
    expect(hands.reader.page.get_by_text("Saved.")).to_be_visible()


def pledges(hands: Hands, said: Sequence[tuple[str, ...]]) -> None:
    """From the notice after saving: the operation is chosen, and so is the source from the second pledge on."""
    hands.follow("Add a pledge to it")
    hands.choose("Source", "1")
    for n, (who, what, how_many, status, words) in enumerate(said, 1):
        hands.fill("Who", who)
        hands.choose("What", what)
        hands.tick(status)
        hands.fill("How many", how_many)
        hands.fill("Quotation", words)
        hands.click("Check and save")
        expect(hands.reader.page.get_by_text("You are about to record")).to_be_visible()
        hands.click("Save it" if n == len(said) else "Save and add another from this source")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_record_begins_in_the_browser(watch: Callable[..., Watched], file: Path, scripts: bool) -> None:
    hands = Hands(watch(scripts=scripts))
    page = hands.reader.open("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Begin a record")
    operation(hands)
    hands.follow("Go to the front page")
    hands.click("Add the usual categories")
    hands.follow("Go to the front page")
    organisation(hands)
    hands.follow("Go to the front page")
    requirement(hands)
    # Without scripts every page is the same; two pledges show that the way goes on there as well.
    said = PLEDGES if scripts else PLEDGES[:2]
    pledges(hands, said)
    expect(page.get_by_role("heading", level=1)).to_contain_text(said[-1][0])
    assert hands.actions < MOST_ACTIONS

    # What is on the front page now: the only operation there is, on a day that all of it speaks of.
    hands.reader.open(f"/?as_of={DAY}&category=ships")
    main = page.locator("main")
    expect(main).to_contain_text("Operation Atalanta")
    for who, _what, _n, _status, _words in said[:2]:
        expect(main).to_contain_text(who)
    assert hands.reader.foreign == []
    if scripts:
        hands.reader.nothing_wrong()
    assert problems_of(file) == []


def problems_of(file: Path) -> list[str]:
    database = open_sqlite(file)
    with database.reading() as reader:
        found = [problem for find in checks().values() for problem in find(reader)]
    database.close()
    return found
