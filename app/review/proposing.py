"""Proposing through the house's forms: who may, what the form carries beside its fields, and sending it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Conflict
from app.i18n import _
from app.pledges.correct_saving import REASON
from app.pledges.forms import CONTENT
from app.pledges.relations import Ways, editors_ways
from app.pledges.saving import Along
from app.review.commands import Given, already, propose, propose_again, propose_all
from app.review.guard import FIELDS, kept_stamp, suspicion
from app.review.publishing import publishing, typed_of
from app.review.queries import get_own, get_sent
from app.review.rates import secret_of
from app.review.schemas import MOST_LINE, By
from app.web.forms import Typed
from app.web.person import Person, person_of, require
from app.web.rate import too_many
from app.web.templating import render

NAME, CONTACT = "sender_name", "sender_contact"
OWN, REVIEW, READ = "proposal", "review", "review_version"
# What a form carries from one page to the next beside what a pledge is made of.
CARRIED = (OWN, REVIEW, READ, NAME, CONTACT, *FIELDS)
# Somebody's words about one pledge, not a book.
LONGEST = 20_000


def by(person: Person) -> By:
    """A person as the commands know them."""
    return By(person.name, person.account)


def closed_to(request: Request) -> Response | None:
    """None where the forms are open to this person, to save or to propose; the page that says so where they are closed.

    NotSignedIn where signing in opens them, NotAllowed where it takes more than this account may.
    """
    setting = request.app.state.settings.proposals
    if setting == "open" or person_of(request).may("editor"):
        return None
    if setting == "signed-in":
        require(request, "contributor")
        return None
    return closed_page(request)


def writer_of(request: Request) -> Person:
    """Who saves here, or proposes, as the settings let them. NotSignedIn, NotAllowed."""
    is_signed_in = request.app.state.settings.proposals == "signed-in"
    return (
        person_of(request)
        if may_propose(request)
        else require(request, "contributor" if is_signed_in else "editor")
    )


def may_propose(request: Request) -> bool:
    """Whether what this person types is saved or taken as a proposal."""
    setting, person = request.app.state.settings.proposals, person_of(request)
    return setting == "open" or person.may("contributor" if setting == "signed-in" else "editor")


def closed_page(request: Request) -> Response:
    """Nothing can be sent in; an editor who is not signed in yet is shown the way."""
    context = {"is_form": request.url.path.startswith(("/articles/", "/pledges/"))}
    return render(request, "proposals/closed.html", context, 403)


def brought(request: Request) -> Typed:
    """What was proposed, where the address leads to it: its sender's link, or an editor's way from the review."""
    token, number = request.query_params.get(OWN), request.query_params.get(REVIEW, "")
    with request.app.state.database.reading() as reader:
        if person_of(request).may("editor"):
            sent = get_sent(reader, int(number)) if number.isdecimal() and len(number) < 10 else None
            more = {REVIEW: number, READ: str(sent.version)} if sent else {}
        else:
            sent = get_own(reader, token) if token else None
            more = {OWN: token or "", NAME: sent.sender, CONTACT: sent.contact} if sent else {}
    if sent is None:
        return {}
    if not sent.is_open:
        raise Conflict(already(sent))
    return {**typed_of(sent), **more}


def read_again(request: Request, typed: Typed) -> Typed:
    """What an editor typed, of the proposal as its sender has changed it meanwhile. NotFound; Conflict: decided."""
    with request.app.state.database.reading() as reader:
        sent = get_sent(reader, int(typed[REVIEW]))
    if not sent.is_open:
        raise Conflict(already(sent))
    return {**typed, READ: str(sent.version)}


def way_of(reader: Connection, request: Request, typed: Typed) -> dict[str, Any]:
    """What the form's page says of its way: `proposing` with the sender's fields, `reviewing` with the proposal."""
    person = person_of(request)
    if person.may("editor"):
        number = typed.get(REVIEW, "")
        is_review = number.isdecimal() and typed.get(READ, "").isdecimal()
        return {"proposing": None, "reviewing": {"id": number, "version": typed[READ]} if is_review else None}
    stamp = kept_stamp(secret_of(reader), typed)
    return {
        "proposing": {"stamp": stamp, "asks_name": person.role == "anybody", "token": typed.get(OWN, "")},
        "reviewing": None,
    }


def along_of(request: Request, typed: Typed) -> Along | None:
    """What goes with an editor's saving, where the form came from a proposal."""
    number, version = typed.get(REVIEW, ""), typed.get(READ, "")
    if not (number.isdecimal() and version.isdecimal()):
        return None
    return publishing(request.app.state.database, by(person_of(request)), int(number), int(version))


def send_in(
    request: Request, typed: Typed, kind: str, subject: str = "", beside: Typed | None = None
) -> Response | list[str]:
    """Keep what was checked for an editor, and lead to its private page; or what its sender has to look at first.

    `subject`: the pledge that a statement is of, the number of the statement that a correction is of. `beside`: what
    is kept with what was typed.
    """
    payload = payload_of(typed)
    if is_too_long(payload):
        return [_too_long()]
    return sent_in(request, _given(kind, subject, payload | (beside or {}), request, typed), typed)


def payload_of(typed: Typed) -> Typed:
    """What is proposed, out of all that a form holds."""
    return {name: typed[name].strip() for name in (*CONTENT, REASON) if typed.get(name, "").strip()}


def is_too_long(payload: Typed) -> bool:
    """Whether this is more than somebody's words about one pledge."""
    return sum(map(len, payload.values())) > LONGEST


def _too_long() -> str:
    return _("This is too long to propose: {n} characters are the most.", n=LONGEST)


def sent_in(request: Request, given: Given, typed: Typed) -> Response | list[str]:
    """The same of anything that is sent in: past the guard and the limits."""
    database = request.app.state.database
    with database.reading() as reader:
        doubt = suspicion(secret_of(reader), typed)
    if doubt:
        return [doubt]
    if wait := request.app.state.limits.proposing(request):
        return too_many(request, wait)
    if token := typed.get(OWN):
        propose_again(database, token, given)
    else:
        token = propose(database, by(person_of(request)), given)
    return RedirectResponse(f"/proposals/{token}?sent=1", 303)


@dataclass(frozen=True, slots=True)
class SentIn:
    """What came of sending several in: a token each, or what its sender has to look at, or seconds to wait."""

    tokens: Sequence[str] = ()
    doubts: Sequence[str] = ()
    wait: int = 0


def send_all_in(request: Request, forms: Sequence[tuple[str, Typed]], typed: Typed) -> SentIn:
    """Keep what was checked for an editor, all of it or nothing. `forms`: each with its pledge's key, or empty."""
    database = request.app.state.database
    with database.reading() as reader:
        doubt = suspicion(secret_of(reader), typed)
    payloads = [payload_of(form) for _key, form in forms]
    if doubt or any(is_too_long(payload) for payload in payloads):
        return SentIn(doubts=[doubt or _too_long()])
    if wait := max(request.app.state.limits.proposing(request) for _each in forms):
        return SentIn(wait=wait)
    given = [
        _given("statement" if key else "pledge", key, payload, request, typed)
        for (key, _form), payload in zip(forms, payloads, strict=True)
    ]
    return SentIn(propose_all(database, by(person_of(request)), given))


def report_of(address: str, payload: dict[str, str], request: Request, typed: Typed) -> Given:
    """A report of an error, as it is kept."""
    return _given("report", address, payload, request, typed)


def _given(kind: str, subject: str, payload: dict[str, str], request: Request, typed: Typed) -> Given:
    person = person_of(request)
    name = person.name or typed.get(NAME, "").strip()[:MOST_LINE]
    contact = typed.get(CONTACT, "").strip()[:MOST_LINE]
    return Given(kind, subject, payload, name, contact, typed.get("form_id", ""))


def ways_to_correct(request: Request, key: str) -> Ways:
    """What this person may do about a statement of a pledge: correct it, propose that, or report an error."""
    if person_of(request).may("editor"):
        return editors_ways
    if may_propose(request):
        return _proposers_ways
    is_open = request.app.state.settings.proposals != "closed"
    return lambda s: [(_("Report an error"), _report_of(key, s))] if is_open else []


def _proposers_ways(statement: Mapping[str, Any]) -> list[tuple[str, str]]:
    address = f"/statements/{statement['id']}/correct"
    return [] if statement["retracted_text"] else [(_("Propose a correction"), address)]


def _report_of(key: str, statement: Mapping[str, Any]) -> str:
    page = f"/pledges/{quote(key, safe='')}#statement-{statement['id']}"
    return f"/report?of={quote(page)}"
