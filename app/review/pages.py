"""The editors' desk: what waits, each proposal beside the record, and what was decided."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Conflict, Fault, Gone, NotAllowed, NotFound, Stale
from app.i18n import _
from app.pledges.links import Links
from app.reading import reading
from app.review.commands import decide
from app.review.desk import corrected_of, desk_of, record_of
from app.review.proposing import by
from app.review.publishing import Compared, NotPublished, compare, publish
from app.review.queries import Sent, get_sent
from app.review.schemas import Decision
from app.review.views import (
    facts_of,
    form_of,
    headline,
    kind_label,
    state_label,
    subject_of,
    waiting,
)
from app.review.words import comparison, names_of
from app.web.forms import Binding, Posted, Typed, typed_in
from app.web.person import require
from app.web.templating import render

router = APIRouter(include_in_schema=False)
DECISION = Binding(Decision, {"reason": lambda: _("say why: the sender reads it")}, stand_ins={"reason": "-"})
# What the buttons do, and what a proposal is then.
STATES = {"send-back": "sent_back", "reject": "rejected", "answer": "answered"}


@router.get("/review")
def review_list(request: Request) -> Response:
    """What waits for an editor, oldest first; what was sent back; what was decided lately."""
    require(request, "editor")
    with reading(request) as r:
        desk = desk_of(r.connection)
    return _kept_by_nobody(render(request, "review/list.html", {"nav": "review", **desk}))


@router.get("/review/{number}")
def review_page(request: Request, number: int) -> Response:
    """One proposal or report, beside what the record has."""
    require(request, "editor")
    return _page(request, number)


@router.post("/review/{number}")
def post_decision(request: Request, number: int, sent: Posted) -> Response:
    """Publish it as it is, send it back, reject or answer it: as it was when the editor read it."""
    person = require(request, "editor")
    typed = typed_in(sent, ("version", "seen", "effect", "reason"))
    action = str(sent.get("action", ""))
    try:
        if action == "publish":
            key = publish(request.app.state.database, by(person), number, typed)
            return RedirectResponse(f"/pledges/{quote(key, safe='')}", 303)
        return _decided(request, number, action, typed)
    except NotPublished as refused:
        return _page(request, number, typed, compared=refused.compared, status=409)
    except (Stale, Conflict, NotAllowed) as refused:
        status = 403 if isinstance(refused, NotAllowed) else 409
        return _page(request, number, typed, notices=[str(refused)], status=status)


def _decided(request: Request, number: int, action: str, typed: Typed) -> Response:
    bound = DECISION.bind({"reason": typed["reason"]} if "reason" in typed else {})
    if bound.faults or action not in STATES:
        return _page(request, number, typed, faults=bound.faults, status=422)
    version = int(typed["version"]) if typed.get("version", "").isdecimal() else 0
    person = require(request, "editor")
    state, reason = STATES[action], bound.model.reason
    decide(request.app.state.database, by(person), number, version, state, reason)
    return RedirectResponse("/review", 303)


def _page(
    request: Request,
    number: int,
    typed: Typed | None = None,
    *,
    compared: Compared | None = None,
    faults: tuple[Fault, ...] = (),
    notices: list[str] | None = None,
    status: int = 200,
) -> Response:
    """One proposal. `compared`: as it was found when it could not be published; `typed`: what the editor sent."""
    typed, person = typed or {}, require(request, "editor")
    database, gone = request.app.state.database, ""
    with reading(request) as r:
        sent = get_sent(r.connection, number)
        context = _shown(r.connection, sent)
    if sent.kind != "report" and sent.is_open and compared is None:
        try:
            compared = compare(database, by(person), number)
        except (NotFound, Gone, Conflict) as error:
            gone = str(error)
    context |= comparison(compared, typed) if compared else comparison(None, typed)
    context |= {
        "typed": typed,
        "wrong": {fault.field: fault.message for fault in faults},
        "errors": [(fault.field, fault.message[:1].upper() + fault.message[1:]) for fault in faults],
        "notices": list(dict.fromkeys([*(notices or []), *([gone] if gone else [])])),
    }
    return _kept_by_nobody(render(request, "review/proposal.html", context, status))


def _shown(reader: Any, sent: Sent) -> dict[str, Any]:
    is_report = sent.kind == "report"
    return {
        "nav": "review",
        "sent": sent,
        "title": kind_label(sent.kind) if is_report else headline(sent, names_of(reader, [sent])),
        "kind": kind_label(sent.kind),
        "state": state_label(sent.state),
        "waiting": waiting(sent.updated_at),
        "facts": [] if is_report else facts_of(reader, sent),
        "record": record_of(reader, sent, Links({})) if is_report else None,
        "now": corrected_of(reader, sent),
        "subject": subject_of(sent, names_of(reader, [sent])),
        "edit": _edit_address(sent),
        "pledge_url": f"/pledges/{quote(sent.pledge_key or sent.of_pledge, safe='')}",
    }


def _edit_address(sent: Sent) -> str:
    """The house's form, filled with what was proposed."""
    return f"{form_of(sent)}?review={sent.id}"


def _kept_by_nobody(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
