"""From an account on the command line to the end of its last session, in a real browser; and no draft is lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pyotp
import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from app.cli import main
from tests.accounts.support import PASSWORD, code, make
from tests.browser.addresses import SIGNED_IN, with_people
from tests.browser.conftest import Watched, serving
from tests.conftest import copy_of, open_sqlite

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
both = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


@pytest.fixture(scope="module")
def served(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, str]]:
    """A server without a local editor, its file, and the cookie of an administrator: as an installation runs."""
    file = copy_of(seeded_file, tmp_path_factory.mktemp("signing-in"))
    cookie = with_people(file)
    with serving(file, local_editor="false") as address:
        yield address, file, cookie


def told(*words: str, file: Path, typed: str = "") -> str:
    """What a command of `muster` prints, which must end well."""
    result = CliRunner(env={"MUSTER_DATABASE_URL": f"sqlite:///{file}"}).invoke(main, words, input=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def status_of(address: str, data: bytes | None = None, **headers: str) -> int:
    asked = Request(address, data, headers={name.title(): value for name, value in headers.items()})  # noqa: S310
    try:
        with urlopen(asked) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


@pytest.mark.parametrize("address", [address for listed in SIGNED_IN.values() for address in listed])
def test_page_of_somebody_signed_in_is_whole(
    watch: Watch, served: tuple[str, Path, str], address: str
) -> None:
    origin, _file, cookie = served
    reader = watch(server=origin)
    reader.page.context.add_cookies([{"name": "muster", "value": cookie, "url": origin}])
    page = reader.open(address)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    reader.is_whole("light")
    reader.nothing_wrong()


@both
def test_an_administrator_s_first_day(watch: Watch, served: tuple[str, Path, str], scripts: bool) -> None:
    origin, file, _cookie = served
    name = "bea" if scripts else "bob"
    told("user", "add", name, "--role", "admin", file=file, typed=f"{PASSWORD}\n")
    reader, elsewhere = watch(server=origin, scripts=scripts), watch(server=origin, scripts=scripts)

    page = reader.open("/people")
    enter(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second step")
    codes = set_up(reader, scripts=scripts)

    secret = make_token(page)
    header = {"authorization": f"Bearer {secret}", "content-type": "application/json"}
    assert status_of(f"{origin}/api/v1/pledges", json.dumps({}).encode(), **header) == 422
    assert secret not in reader.open("/account").content()

    other = elsewhere.open("/sign-in?next=/account")
    enter(other, name)
    other.get_by_label("Code").fill(codes[3])
    other.get_by_role("button", name="Go on").click()
    expect(other.get_by_text("Where you are signed in")).to_be_visible()
    reader.open("/account").get_by_role("button", name="End all others").click()
    expect(page.get_by_text("All your other sessions have ended.")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")

    add_person(page, f"{name}-2")
    leave(reader)


def enter(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def set_up(reader: Watched, *, scripts: bool) -> list[str]:
    """The second step with the key that the page shows; the recovery codes."""
    page = reader.page
    key = page.locator("#totp-key").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(key).now())
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    if scripts:
        reader.is_whole("light")
        page.set_viewport_size({"width": 1440, "height": 900})
    codes = page.locator(".recovery code").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="I have them").click()
    return codes


def make_token(page: Page) -> str:
    page.get_by_label("What it is for").fill("The importer")
    page.get_by_label("It may").select_option("write")
    page.get_by_role("button", name="Make a token").click()
    secret = page.locator("#secret").inner_text()
    assert secret.startswith("mst_")
    return secret


def add_person(page: Page, name: str) -> None:
    page.get_by_role("link", name="People").click()
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Name in the history").fill("Somebody new")
    page.get_by_role("radio", name="Contributor").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#given-title")).to_contain_text(name)
    assert len(page.locator("#secret").inner_text()) == 23


def leave(reader: Watched) -> None:
    """Sign out: the browser's cookie goes, and a copy that was made of it before is worth nothing."""
    [copied] = [c["value"] for c in reader.page.context.cookies() if c["name"] == "muster"]
    asked = f"{reader.origin}/account"
    assert status_of(asked, cookie=f"muster={copied}") == 200
    reader.page.get_by_role("button", name="Sign out").click()
    expect(reader.page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert reader.page.context.cookies() == []
    assert status_of(asked, cookie=f"muster={copied}") == 401


TYPED = {
    "Title": "Gambia to send troops to Mali",
    "How many": "at least 200",
    "Quotation": 'They said: "at least 200", <soon> & more',
}


@both
def test_a_form_outlives_its_session(watch: Watch, served: tuple[str, Path, str], scripts: bool) -> None:
    """The session runs out while a form is open: password, code, and everything that was typed is there."""
    origin, file, _cookie = served
    name = "ed" if scripts else "eve"
    database = open_sqlite(file)
    make(database, name, "editor")
    database.close()
    reader = watch(360, "dark", server=origin, scripts=scripts)
    page = reader.open("/sign-in?next=/pledges/new")
    enter(page, name)
    enter_code(page, code())
    for label, words in TYPED.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Operation", exact=True).select_option("afisma")
    page.get_by_role("radio", name="Committed").check()

    run_out(file)
    page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_text("What you typed is kept in this page")).to_be_visible()
    whole(reader, scripts=scripts)
    enter(page, name)
    enter_code(page, code(ahead=1))
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in")
    expect(page.locator(".carried")).to_contain_text(TYPED["Quotation"])
    whole(reader, scripts=scripts)

    page.get_by_role("button", name="Back to the form").click()
    for label, words in TYPED.items():
        expect(page.get_by_label(label)).to_have_value(words)
    expect(page.get_by_label("Operation", exact=True)).to_have_value("afisma")
    expect(page.get_by_role("radio", name="Committed")).to_be_checked()


def enter_code(page: Page, shown: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("The code from your app")
    page.get_by_label("Code").fill(shown)
    page.get_by_role("button", name="Go on").click()


def run_out(file: Path) -> None:
    """An hour without use goes by for whoever is signed in as an editor here."""
    with sqlite3.connect(file, timeout=30) as store:
        store.execute(
            "UPDATE sign_in SET seen_at = '2020-01-01 00:00:00.000000' "
            "WHERE account_id IN (SELECT id FROM account WHERE role = 'editor')"
        )
    store.close()


def whole(reader: Watched, *, scripts: bool) -> None:
    if scripts:
        reader.is_whole("dark")
        reader.page.set_viewport_size({"width": 360, "height": 900})
        reader.page.emulate_media(color_scheme="dark")
