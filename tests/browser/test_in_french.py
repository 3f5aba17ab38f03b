"""In French: the readers' and the editor's ways, the switch, and pages whose texts are much longer than in English."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import PAGES
from tests.browser.conftest import ROOT, Watched, free_port, serving, wait_for
from tests.browser.test_the_readers_controls import settled
from tests.conftest import copy_of
from tests.support.long import LONG

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
DAY = "2013-01-17"
# Those with most in them; MUSTER_LONG_TESTS=true takes one page of each template.
MAIN: tuple[str, ...] = (
    *("/?as_of=2013-07-15", "/operations", "/contributors/FRA", "/pledges", "/sources/1", "/pledges/new"),
    *("/pledges/afisma-ecowas-force?as_of=2013-01-17", "/search?q=mali", "/operations/serval/edit"),
    "/compare?contributor=USA,FRA,ECOWAS&operation=mali&as_of=2013-01-17&per=gdp",
)
if LONG:
    MAIN += tuple(listed[0] for name, listed in PAGES.items() if not name.startswith(("system/api", "embed")))
# What is wider than its box and is neither scrolled nor wrapped there. What was typed scrolls in its own field.
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
  const style = getComputedStyle(one);
  return one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 && style.display !== "inline"
    && ["hidden", "clip"].includes(style.overflowX) && !one.matches("input")
    && !one.closest(".vh, svg, [popover]:not(:popover-open)");
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def own(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a record of this module's own, since it writes."""
    with serving(copy_of(seeded_file, tmp_path_factory.mktemp("french"))) as address:
        yield address


@pytest.fixture(scope="module")
def longer(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose French is 40 % longer than English: tests/support/pseudo.py."""
    file = copy_of(seeded_file, tmp_path_factory.mktemp("longer"))
    port = free_port()
    settings = {"MUSTER_DATABASE_URL": f"sqlite:///{file}", "MUSTER_LOCAL_EDITOR": "true"}
    command = [sys.executable, "-m", "tests.support.pseudo", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
    wait_for(address := f"http://127.0.0.1:{port}", process)
    yield address
    process.terminate()
    process.wait(20)


@pytest.mark.parametrize("address", MAIN)
def test_longer_texts_fit(watch: Watch, longer: str, address: str) -> None:
    reader = watch(1440, server=longer)
    page = reader.open("/fr" + address)
    for width in (1440, 320):
        reader.fits(width)
        assert page.evaluate(CUT) == [], width
    reader.nothing_wrong()


def test_from_a_number_to_its_words(watch: Watch) -> None:
    reader = watch()
    page = reader.open(f"/fr/?as_of={DAY}")
    page.locator(".share-words a").first.click()
    page.wait_for_url("**/fr/pledges?**")
    page.get_by_role("link", name="Ground force").first.click()
    page.wait_for_url("**/fr/pledges/serval-fra-troops**")
    expect(page.locator("h1")).to_contain_text("1\u202f400 soldats")
    said = page.locator(".statement", has_text="which now has 1,400 troops in Mali").locator("blockquote")
    assert said.get_attribute("lang") == "en"
    assert reader.violations() == []
    reader.nothing_wrong()


def test_the_switch_keeps_what_a_filter_left(watch: Watch) -> None:
    reader = watch()
    page = reader.open(f"/fr/?as_of={DAY}")
    page.locator("#filter-contributor").select_option("TCD")
    settled(page)
    numbers = page.locator("#figures .num").all_inner_texts()
    page.locator("#languages a").click()
    page.wait_for_url("**/?**contributor=TCD**")
    assert "/fr" not in page.url
    assert f"as_of={DAY}" in page.url
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("#filter-contributor").input_value() == "TCD"
    assert len(page.locator("#figures .num").all_inner_texts()) == len(numbers)
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("plus de 200", "au moins 200"),
        ("entre 900 et 1 200", "900 à 1\u202f200"),
        ("une centaine", "environ 100"),
    ],
)
def test_an_editor_writes_numbers_in_french(watch: Watch, own: str, typed: str, read: str) -> None:
    reader = watch(server=own)
    page = reader.open("/fr/pledges/new")
    fill(page, typed)
    page.get_by_role("button", name="Vérifier et enregistrer").click()
    expect(page.locator("main")).to_contain_text(read)
    assert reader.violations() == []
    page.get_by_role("button", name="Enregistrer").first.click()
    page.wait_for_url("**/fr/pledges/afisma-gmb-troops**")
    expect(page.locator("main")).to_contain_text(read)
    reader.nothing_wrong()


def fill(page: Page, number: str) -> None:
    texts = {
        "statement.source.title": f"{number} soldats gambiens",
        "statement.source.publisher": "Un journal",
        "statement.source.published_on": DAY,
        "contributor": "Gambie",
        "statement.on": DAY,
        "statement.quantity": number,
        "statement.evidence": f"{number} soldats partiront ce mois-ci",
    }
    for name, text in texts.items():
        page.locator(f"[name='{name}']").first.fill(text)
    page.locator("[name='operation']").select_option("afisma")
    page.locator("[name='category']").select_option("troops")
    page.locator("[name='statement.status'][value='committed']").check()
