"""What the tests of articles share: reading the sample, finding a candidate on the page, and confirming it."""

from __future__ import annotations

import re
from typing import Any

from httpx2 import Response
from sqlalchemy import func, select
from starlette.testclient import TestClient

from app.db import Database
from app.models import Proposal, Source, Statement
from tests.articles.sample import FORM
from tests.support.html_form import HtmlForm, open_form

NEW = "/articles/new"


def read(client: TestClient, **typed: str) -> HtmlForm:
    """The page that the sample is read on."""
    return HtmlForm(sent(client, **typed))


def sent(client: TestClient, **typed: str) -> Response:
    """The plain answer to it."""
    form = open_form(client, NEW)
    form.fields |= {**FORM, **typed}
    return form.press(client, "read")


def number_of(page: HtmlForm, contributor: str) -> int:
    """The number of the first candidate of a contributor."""
    names = {
        int(found[1]): value
        for name, value in page.fields.items()
        if (found := re.fullmatch(r"c(\d+)\.contributor", name))
    }
    return next(number for number, value in names.items() if value == contributor)


def confirm(page: HtmlForm, number: int, **typed: str) -> HtmlForm:
    """Accept a candidate, with these fields instead of those that were read ("on", "status", "quantity" ...)."""
    page.type(f"c{number}.accept", "yes")
    for name, text in typed.items():
        own = (
            name
            if name in ("operation", "contributor", "category", "item", "pledge")
            else f"statement.{name}"
        )
        page.type(f"c{number}.{own}", text)
    return page


def saved(client: TestClient, page: HtmlForm) -> Response:
    """Save, and save again where the page asks to look at what was changed; the answer after that."""
    answer = page.press(client, "save")
    if answer.status_code == 200:
        answer = HtmlForm(answer).press(client, "save")
    return answer


def statements(database: Database) -> list[Any]:
    """The newest statements of the record first."""
    with database.reading() as reader:
        return list(reader.execute(select(Statement.__table__).order_by(Statement.id.desc())).mappings())


def count(database: Database, model: type[Statement] | type[Source] | type[Proposal]) -> int:
    with database.reading() as reader:
        return reader.execute(select(func.count()).select_from(model)).scalar_one()
