"""Every page there is, by the template that draws it: full, with nothing to show, and refused."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.config import ROOT
from app.db import Database
from app.ledger.change import changing
from app.pledges.correcting import retract_pledge
from app.review.commands import Given, propose
from app.review.schemas import By
from app.system.queries import HANDBOOK
from tests.accounts.support import make, session_of
from tests.conftest import copy_of, open_sqlite
from tests.review.desk import SAID

DAY = "as_of=2013-01-17"
EIGHT = "FRA,TCD,NGA,BFA,NER,SEN,TGO,BEN"
SOLDIERS = f"operation=mali&category=troops,uniformed-personnel&unit=people&{DAY}"
CHARTS = ("contributors", "over-time", "requirements", "map", "matrix", "presence", "kept", "headline")

# On the real record. What is chosen so that nothing is left stands beside what is full.
PAGES = {
    "figures/dashboard.html": (
        "/",
        "/?as_of=2013-07-15",
        "/?as_of=2026-01-01",
        "/?as_of=2012-01-01",
        "/operations/mali?category=funding&contributor=ITA",
        "/operations/minusma",
    ),
    "compare/compare.html": (
        "/compare",
        f"/compare?contributor=FRA&{DAY}",
        f"/compare?contributor=FRA,TCD&operation=mali&{DAY}",
        f"/compare?contributor=USA,FRA,ECOWAS&operation=mali&{DAY}&per=gdp",
        f"/compare?contributor={EIGHT}&operation=mali&{DAY}&per=population",
        "/compare?contributor=FRA,TCD&operation=mali&as_of=2012-01-01",
    ),
    "operations/list.html": ("/operations", "/operations?q=nothing+has+these+words"),
    "contributors/list.html": ("/contributors", "/contributors?q=nothing+has+these+words"),
    "contributors/contributor.html": (
        "/contributors/FRA",
        "/contributors/TCD?as_of=2013-07-01",
        f"/contributors/ECOWAS?{DAY}",
        f"/contributors/DEU?{DAY}",
        "/contributors/DEU?as_of=2013-01-01",
        "/contributors/XKX",
    ),
    "pledges/list.html": (
        "/pledges",
        f"/pledges?{SOLDIERS}&sort=-deployed",
        f"/pledges?operation=mali&{DAY}",
        "/pledges?q=nothing+has+these+words",
        "/pledges?colour=blue&operation=fatim",
    ),
    "pledges/pledge.html": (
        f"/pledges/serval-fra-troops?{DAY}",
        f"/pledges/afisma-ecowas-force?{DAY}",
        "/pledges/serval-can-c17?as_of=2013-06-30",
        "/pledges/serval-fra-troops?as_of=2012-01-01",
    ),
    "pledges/form.html": ("/pledges/new", "/pledges/serval-fra-troops/statements/new"),
    "articles/new.html": ("/articles/new", "/articles/new?operation=serval"),
    "articles/saved.html": ("/articles/saved?statements=1,2,3",),
    "door/form.html": (
        "/operations/new",
        "/operations/serval/edit",
        "/operations/serval/requirements/new",
        "/categories/new",
        "/contributors/new",
        "/contributors/ECOWAS/edit",
        "/contributors/ECOWAS/members/new",
        "/sources/new",
        "/sources/1/edit",
    ),
    "categories/list.html": ("/categories",),
    "accounts/sign_in.html": ("/sign-in",),
    "changes/corrections.html": ("/corrections",),
    "history/history.html": ("/pledges/serval-fra-troops/history", "/history/operation/serval"),
    "pledges/correct.html": ("/statements/1/correct",),
    "pledges/edit.html": ("/pledges/serval-fra-troops/edit", "/statements/1/edit"),
    "pledges/retract.html": ("/pledges/serval-fra-troops/retract", "/statements/1/retract"),
    "proposals/report.html": ("/report?of=/pledges/serval-fra-troops",),
    "review/list.html": ("/review",),
    "sheets/import.html": ("/import",),
    "sources/list.html": ("/sources", "/sources?q=nothing+has+these+words"),
    "sources/source.html": ("/sources/1", "/sources/1?as_of=2013-02-15", "/sources/1?as_of=2012-01-01"),
    "search/search.html": (
        "/search",
        "/search?q=ivory+coast",
        "/search?q=mali&as_of=2013-02-15",
        "/search?q=nothing+has+these+words",
    ),
    "changes/changes.html": (
        "/changes",
        "/operations/mali/changes?as_of=2013-02-15",
        "/contributors/FRA/changes",
        "/changes?as_of=2012-01-01",
    ),
    "embed/chart.html": (
        *(f"/embed/{chart}?operation=mali&as_of=2013-02-15" for chart in CHARTS),
        f"/embed/compare?contributor=FRA,TCD&operation=mali&{DAY}",
        "/embed/map?operation=mali&as_of=2012-01-01",
    ),
    "system/method.html": (
        "/method",
        "/import/help",
        "/help",
        *(f"/help/{name}" for name in HANDBOOK),
    ),
    "system/data.html": ("/data",),
    # Drawn by a package's script inside Muster's frame: see test_the_api_page_is_whole.
    "system/api.html": ("/api",),
}
# On a record without a row: what a newcomer sees before `muster seed`.
EMPTY = {
    "figures/welcome.html": ("/",),
    "operations/list.html": ("/operations",),
    "contributors/list.html": ("/contributors",),
    "categories/list.html": ("/categories",),
    "contributors/contributor.html": ("/contributors/FRA",),
    "compare/compare.html": ("/compare", "/compare?contributor=FRA,TCD"),
    "pledges/list.html": ("/pledges",),
    "sources/list.html": ("/sources",),
    "search/search.html": ("/search?q=mali",),
    "changes/changes.html": ("/changes",),
}
RETRACTED, CRASHING = "serval-are-c17", "minusma"


@dataclass(frozen=True)
class Refused:
    """An address that is answered with an error page, and what it takes to be refused."""

    template: str
    address: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()


# On a record that `spoil` has been at.
REFUSED = (
    Refused("errors/404.html", "/nothing/here", 404),
    Refused("errors/404.html", "/pledges/no-such-pledge", 404),
    Refused("errors/404.html", "/embed/no-such-chart", 404),
    Refused("errors/error.html", "/changes.atom?as_of=never", 400),
    Refused("pledges/gone.html", f"/pledges/{RETRACTED}", 410),
    Refused("errors/410.html", f"/pledges/{RETRACTED}/statements/new", 410),
    Refused("errors/500.html", f"/operations/{CRASHING}", 500),
    Refused("errors/503.html", "/contributors/FRA", 503),
    # As everybody has it who is not the editor: here because the request came by way of another machine.
    Refused("accounts/sign_in.html", "/pledges/new", 401, (("X-Forwarded-For", "192.0.2.1"),)),
)
# For an administrator who is signed in, on a record that `with_people` has been at.
SIGNED_IN = {
    "accounts/account.html": ("/account",),
    "accounts/people.html": ("/people",),
    "accounts/second_step.html": ("/account/second-step",),
    "review/list.html": ("/review",),
    "review/proposal.html": ("/review/1", "/review/2"),
}
# No page answers with it now: only programs send a body that FastAPI reads.
UNREACHED = "errors/422.html"
# These take a form that was sent, a link of one’s own, or a setting: test_signing_in.py, articles, review, pledges.
ELSEWHERE = {
    *("accounts/carry.html", "accounts/codes.html", "proposals/closed.html", "proposals/proposal.html"),
    *("history/version.html", "pledges/conflict.html"),
    *("articles/read.html", "articles/proposed.html"),
    *(f"sheets/{name}.html" for name in ("outcome", "running", "stopped")),
}
# A part that only a frozen copy of the site has: tests/site.
OF_COPIES = "frozen.html"


def page_templates() -> set[str]:
    """The templates that are pages themselves: drawn on the site's or the embeds' frame."""
    folder = ROOT / "templates"
    frames = (
        '{% extends "base.html" %}',
        '{% extends "embed/base.html" %}',
        '{% extends "errors/error.html" %}',
    )
    files = (file for file in folder.rglob("*.html") if any(frame in file.read_text() for frame in frames))
    return {str(file.relative_to(folder)) for file in files}


def with_people(file: Path) -> str:
    """Give the record an administrator, who is signed in, a proposal and a report; the session's cookie."""
    database = open_sqlite(file)
    secret = session_of(database, make(database, "anna", "admin"))
    said = {name.replace("__", "."): value for name, value in SAID.items()}
    wrong = {"what": "It was 240.", "evidence": "The ministry's page has 240."}
    for kind, subject, payload in (("pledge", "", said), ("report", "/pledges/serval-fra-troops", wrong)):
        propose(database, By(""), Given(kind, subject, payload, "Mariam", "", ""))
    database.close()
    return secret


def spoil(seeded_file: Path, folder: Path) -> Path:
    """A copy of the record with a retracted pledge, an operation that crashes its page, and no table of sizes."""
    path = copy_of(seeded_file, folder)
    database = open_sqlite(path)
    _retract(database)
    database.close()
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA ignore_check_constraints = ON")
        store.execute("UPDATE operation SET started_on = 'no day' WHERE code = ?", (CRASHING,))
        store.execute("ALTER TABLE indicator RENAME TO indicator_gone")
    store.close()
    return path


def _retract(database: Database) -> None:
    with changing(database, "editor") as change:
        retract_pledge(change, RETRACTED, "It was of another <i>operation</i>")
