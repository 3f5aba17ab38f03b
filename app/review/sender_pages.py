"""The sender's side: a private page to follow a proposal, change it or take it back; and reports of errors."""

from __future__ import annotations

import re
import secrets
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Conflict, Fault
from app.i18n import _
from app.review.commands import already, withdraw
from app.review.guard import FIELDS, kept_stamp
from app.review.proposing import CONTACT, NAME, OWN, closed_page, report_of, sent_in
from app.review.queries import Sent, get_own
from app.review.rates import secret_of
from app.review.schemas import Report
from app.review.views import facts_of, form_of, kind_label, state_label, subject_of, waiting
from app.review.words import names_of
from app.web.forms import Binding, Posted, Typed, typed_in
from app.web.person import person_of
from app.web.templating import render

router = APIRouter(include_in_schema=False)
NAMES = ("what", "evidence", "of", "form_id", OWN, NAME, CONTACT, *FIELDS)
REPORT = Binding(Report, {"what": lambda: _("say what is wrong")}, stand_ins={"what": "-"})
# A page of this record: a path of its own, never an address elsewhere.
PAGE = re.compile(r"/(?![/\\])[^\s\\]{0,590}")


@router.get("/proposals/{token}")
def own_proposal(request: Request, token: str) -> Response:
    """What became of a proposal or report, for whoever has its link."""
    with request.app.state.database.reading() as reader:
        sent = get_own(reader, token)
        facts = facts_of(reader, sent) if sent.kind != "report" else []
        subject = subject_of(sent, names_of(reader, [sent]))
    context = {
        **_words_of(sent),
        "sent": sent,
        "token": token,
        "facts": facts,
        "subject": subject,
        "change": _change_address(sent, token),
        "link": str(request.url.replace(query="")),
        "is_new": "sent" in request.query_params,
    }
    return _private(render(request, "proposals/proposal.html", context))


@router.post("/proposals/{token}/withdrawal")
def withdraw_proposal(request: Request, token: str) -> Response:
    """Its sender takes it back."""
    withdraw(request.app.state.database, token)
    return RedirectResponse(f"/proposals/{quote(token, safe='')}", 303)


@router.get("/report")
def report_page(request: Request) -> Response:
    """The form for an error on a page of the record; with its link, what was reported."""
    if not _is_open(request):
        return _private(closed_page(request))
    token = request.query_params.get(OWN, "")
    if not token:
        return _report_form(request, {"of": request.query_params.get("of", "")})
    with request.app.state.database.reading() as reader:
        sent = get_own(reader, token)
    if not sent.is_open:
        raise Conflict(already(sent))
    said = {name: str(value) for name, value in sent.payload.items()}
    return _report_form(
        request, {**said, "of": sent.subject, OWN: token, NAME: sent.sender, CONTACT: sent.contact}
    )


@router.post("/report")
def post_report(request: Request, sent: Posted) -> Response:
    """Keep a report for an editor."""
    if not _is_open(request):
        return _private(closed_page(request))
    typed = typed_in(sent, NAMES)
    bound = REPORT.bind({n: typed[n] for n in ("what", "evidence", NAME, CONTACT) if n in typed})
    if bound.faults:
        return _report_form(request, typed, bound.faults)
    payload = {name: text for name in ("what", "evidence") if (text := getattr(bound.model, name))}
    answer = sent_in(request, report_of(_page_of(typed), payload, request, typed), typed)
    return answer if isinstance(answer, Response) else _report_form(request, typed, notices=answer)


def _report_form(
    request: Request, typed: Typed, faults: tuple[Fault, ...] = (), notices: list[str] | None = None
) -> Response:
    with request.app.state.database.reading() as reader:
        stamp = kept_stamp(secret_of(reader), typed)
    errors = {fault.field: fault.message for fault in faults}
    context: dict[str, Any] = {
        "typed": {"form_id": secrets.token_urlsafe(18), **typed},
        "of": _page_of(typed),
        "errors": [(name, message[:1].upper() + message[1:]) for name, message in errors.items()],
        "wrong": errors,
        "notices": notices or [],
        "proposing": {
            "stamp": stamp,
            "asks_name": person_of(request).role == "anybody",
            "token": typed.get(OWN, ""),
        },
    }
    return _private(render(request, "proposals/report.html", context, 422 if faults else 200))


def _page_of(typed: Typed) -> str:
    """The page that a report is of; empty where the address is none of this record."""
    of = typed.get("of", "")
    return of if PAGE.fullmatch(of) else ""


def _is_open(request: Request) -> bool:
    """A report adds nothing to the record: it is open to everybody, unless nothing may be sent in at all."""
    return bool(request.app.state.settings.proposals != "closed")


def _change_address(sent: Sent, token: str) -> str:
    """Where its sender changes it, while nothing is decided."""
    if not sent.is_open:
        return ""
    return f"{form_of(sent)}?{OWN}={quote(token, safe='')}"


def _words_of(sent: Sent) -> dict[str, Any]:
    return {
        "kind": kind_label(sent.kind),
        "state": state_label(sent.state),
        "waiting": waiting(sent.updated_at),
        "pledge_url": f"/pledges/{quote(sent.pledge_key, safe='')}" if sent.pledge_key else "",
    }


def _private(answer: Response) -> Response:
    """Kept by nobody, and its address is told to nobody."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
