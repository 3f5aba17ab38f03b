"""What the tests of the review share: people at their ends of one record, and a proposal on its way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from app.accounts.finding import KNOWN
from app.accounts.schemas import Known
from app.config import Settings
from app.db import Database
from app.figures.queries import totals_by
from app.main import create_app
from app.models import Proposal
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.review import guard
from app.web.person import IN_SCOPE, Person
from tests.support.html_form import HtmlForm, open_form

NEW = "/pledges/new"
DAY = date(2013, 1, 17)
STRANGER = "203.0.113.7"
SAID = {
    "operation": "serval",
    "contributor": "Ivory Coast",
    "category": "troops",
    "item": "Engineers",
    "statement__status": "committed",
    "statement__quantity": "at least 200",
    "statement__on": "2013-01-17",
    "statement__evidence": "We will send at least 200 engineers",
    "statement__source__title": "Abidjan to send engineers",
    "statement__source__publisher": "The Globe and Mail",
    "statement__source__url": "https://example.org/engineers",
    "statement__source__published_on": "2013-01-17",
    "statement__source__kind": "newspaper",
}


class As:
    """An application as one person meets it: where sessions and tokens would say who it is."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self.app = app
        self.person = person
        self.known = Known(person.account or 0, person.name, person.name, person.role, True, 0, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = {IN_SCOPE: self.person, KNOWN: self.known}
        await self.app({**scope, **found}, receive, send)


@contextmanager
def at(
    database: Database, person: Person | None = None, address: str = STRANGER, **settings: Any
) -> Iterator[TestClient]:
    """Somebody at an address, on an application of their own: as another worker would serve them."""
    chosen: dict[str, Any] = {"proposals": "open", **settings}
    app = create_app(Settings(database_url=database.url, _env_file=None, **chosen))
    served: ASGIApp = As(app, person) if person else app
    with TestClient(served, base_url="http://muster.example", client=(address, 50000)) as client:
        yield client


EDITOR = Person("Ada", "editor", 1)
OTHER = Person("Bo", "editor", 2)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms may be sent as soon as they are open: for tests of what comes after."""
    monkeypatch.setattr(guard, "SHORTEST", 0)


def filled(client: TestClient, address: str = NEW, **typed: str) -> HtmlForm:
    said = SAID if address.startswith(NEW) else {k: v for k, v in SAID.items() if k.startswith("statement")}
    return open_form(client, address).fill(**{**said, **typed})


def proposed(client: TestClient, address: str = NEW, **typed: str) -> str:
    """Propose something; its sender's private address."""
    answer = filled(client, address, **typed).send(client).press(client, "save")
    assert answer.status_code == 303, answer.text
    link = answer.headers["location"]
    assert link.startswith("/proposals/")
    return str(link).partition("?")[0]


def reported(client: TestClient, of: str, **typed: str) -> str:
    form = open_form(client, f"/report?of={of}").fill(**{"what": "It was 300.", **typed})
    answer = form.press(client, "send")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def newest(database: Database) -> Any:
    with database.reading() as reader:
        return reader.execute(select(Proposal.__table__).order_by(Proposal.id.desc())).mappings().first()


def review(client: TestClient, database: Database) -> HtmlForm:
    """The page of the newest proposal."""
    return open_form(client, f"/review/{newest(database)['id']}")


def committed(database: Database, contributor: str = "CIV", day: date = DAY) -> int:
    """People committed to Serval by a contributor, as the totals have it."""
    with database.reading() as reader:
        chosen = PledgeFilter(operation=("serval",), contributor=(contributor,), unit="people", as_of=day)
        rows = totals_by(reader, scope_of(reader, chosen), ("contributor",)).items
        return sum(row["committed"] for row in rows)
