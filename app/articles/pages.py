"""Reading an article: paste it, confirm what it says statement by statement, and see what was saved."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import date

from fastapi import APIRouter
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.articles.article import NAMES, OPERATION, TEXT, Checked, check_article, plain_text
from app.articles.consulting import consulted, operation_names, read_entries, sent_entries
from app.articles.entries import MOST, Entry
from app.articles.record import KnownSource, source_at
from app.articles.saved import proposed_view, saved_view
from app.articles.saving import Looked, NotSaved, look, save
from app.articles.verdicts import Verdict
from app.articles.views import paste_view, read_view
from app.errors import Fault
from app.i18n import _, ngettext
from app.pledges.form_choices import read_form_choices
from app.pledges.forms import SOURCE, URL
from app.pledges.links import address
from app.pledges.submissions import Resent
from app.reading import reading
from app.review.guard import FIELDS as GUARDED
from app.review.proposing import CONTACT, NAME, closed_to, send_all_in, way_of
from app.web.forms import Posted, Typed, typed_in
from app.web.person import person_of
from app.web.rate import wait_words
from app.web.templating import render

router = APIRouter(include_in_schema=False)
FORM_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
BACK, ADD, SAVE = "back", "add", "save"


@router.get("/articles/new")
def new_article_page(request: Request) -> Response:
    """An empty page for an article."""
    if closed := closed_to(request):
        return closed
    operation = request.query_params.get(OPERATION, "")
    return _paste_page(request, {OPERATION: operation} if operation else {})


@router.post("/articles/new")
def post_article(request: Request, sent: Posted) -> Response:
    """Read what was pasted; or save what was confirmed of it."""
    if closed := closed_to(request):
        return closed
    typed = typed_in(sent, (*NAMES, NAME, CONTACT, *GUARDED))
    typed[TEXT] = plain_text(typed.get(TEXT, ""))
    if not FORM_ID.fullmatch(typed.get("form_id", "")):
        typed.pop("form_id", None)
    action = str(sent.get("action", ""))
    with reading(request) as r:
        checked = check_article(typed, operation_names(r.connection))
    if action == BACK or (checked.faults and "count" not in sent):
        return _paste_page(request, typed, () if action == BACK else checked.faults)
    if "count" not in sent:
        return _first_read(request, typed, checked)
    return _confirmed(request, typed, checked, sent, action)


def _first_read(request: Request, typed: Typed, checked: Checked) -> Response:
    """What the article may say, nothing of it accepted."""
    with reading(request) as r:
        entries, verdicts, count = read_entries(r.connection, typed, _day_of(checked))
        known = source_at(r.connection, typed.get(URL, ""))
    notices = [*_source_notice(known), *_rest_notice(count)]
    return _read_page(request, typed, entries, verdicts, notices=notices)


def _source_notice(known: KnownSource | None) -> Iterator[str]:
    """Where somebody may have read the article before."""
    if known:
        words = ngettext("{n} statement rests on it", "{n} statements rest on it", known.count)
        link = Markup('<a href="/sources/{}">{}</a>').format(known.id, words)
        yield Markup("{} {}.").format(_("The record has an article of this address:"), link)


def _rest_notice(count: int) -> Iterator[str]:
    if count > MOST:
        yield _(
            "Only the first {most} of {n} candidates are shown: read the rest by itself.", most=MOST, n=count
        )


def _confirmed(request: Request, typed: Typed, checked: Checked, sent: FormData, action: str) -> Response:
    """Save what is accepted; add one that was not found; or look at everything again."""
    database = request.app.state.database
    with reading(request) as r:
        entries = sent_entries(r.connection, sent, typed, _day_of(checked), add=action == ADD)
        verdicts = consulted(r.connection, entries)
    accepted = [entry for entry in entries if entry.is_accepted]
    if action != SAVE or checked.faults:
        faults = checked.faults if action == SAVE else ()
        return _read_page(request, typed, entries, verdicts, faults, added=action == ADD)
    if not accepted:
        return _read_page(
            request, typed, entries, verdicts, notices=[_("Nothing is accepted yet, so nothing is saved.")]
        )
    person, source = person_of(request), _source_of(typed)
    if not person.may("editor"):
        return _propose(request, typed, entries, look(database, person.name, source, entries))
    try:
        numbers = save(database, person.name, typed.get("form_id", ""), source, entries)
    except NotSaved as refused:
        return _look_again(request, typed, entries, refused.looked)
    except Resent:
        typed.pop("form_id", None)
        return _resent(request, typed, entries, look(database, person.name, source, entries))
    return RedirectResponse(address("/articles/saved", {"statements": ",".join(map(str, numbers))}), 303)


def _look_again(request: Request, typed: Typed, entries: Sequence[Entry], looked: Looked) -> Response:
    """Nothing is saved: something is wrong, or reads otherwise than when it was accepted."""
    notices = []
    if looked.otherwise and not looked.faults:
        numbers = ", ".join(map(str, looked.otherwise))
        notices = [
            _(
                "Nothing is saved yet. You changed something, or the record did: this is how it reads now. "
                "Look at number {numbers} and save again.",
                numbers=numbers,
            )
        ]
    return _read_page(request, typed, entries, looked.verdicts, looked.faults, notices, looked.otherwise)


def _resent(request: Request, typed: Typed, entries: Sequence[Entry], looked: Looked) -> Response:
    notice = _("This page was saved before with other content. Save it again only if this is new.")
    return _read_page(request, typed, entries, looked.verdicts, looked.faults, [notice])


def _propose(request: Request, typed: Typed, entries: Sequence[Entry], looked: Looked) -> Response:
    """Keep what is accepted for an editor, where it is what was read."""
    if not looked.is_fine:
        return _look_again(request, typed, entries, looked)
    source = _source_of(typed)
    forms = [(looked.keys[entry.number], entry.form(source)) for entry in entries if entry.is_accepted]
    came = send_all_in(request, forms, typed)
    if came.tokens:
        return _private(
            RedirectResponse(address("/articles/proposed", {"proposals": ",".join(came.tokens)}), 303)
        )
    notices = [wait_words(came.wait)] if came.wait else came.doubts
    answer = _read_page(request, typed, entries, looked.verdicts, notices=notices)
    if came.wait:
        answer.status_code = 429
        answer.headers["Retry-After"] = str(came.wait)
    return answer


@router.get("/articles/saved")
def saved_page(request: Request) -> Response:
    """What was saved of an article: each statement with its pledge, and where it is counted."""
    with reading(request) as r:
        view = saved_view(r.connection, request.query_params.get("statements", ""))
    return render(request, "articles/saved.html", {"nav": "articles", **view})


@router.get("/articles/proposed")
def proposed_page(request: Request) -> Response:
    """What was proposed of an article, for whoever has the links."""
    with reading(request) as r:
        view = proposed_view(r.connection, request.query_params.get("proposals", ""))
    return _private(render(request, "articles/proposed.html", {"nav": "articles", **view}))


def _paste_page(request: Request, typed: Typed, faults: Sequence[Fault] = ()) -> Response:
    with reading(request) as r:
        view = paste_view(typed, read_form_choices(r.connection, typed), faults)
        view |= way_of(r.connection, request, typed)
    return _private(render(request, "articles/new.html", view, 422 if view["errors"] else 200))


def _read_page(
    request: Request,
    typed: Typed,
    entries: Sequence[Entry],
    verdicts: Sequence[Verdict],
    faults: Sequence[Fault] = (),
    notices: Sequence[str] = (),
    otherwise: Sequence[int] = (),
    added: bool = False,
) -> Response:
    """The article beside its candidates, with all that was typed."""
    first = len(entries) if added else min(otherwise, default=0)
    typed = {**typed, "form_id": typed.get("form_id") or secrets.token_urlsafe(18)}
    with reading(request) as r:
        view = read_view(typed, entries, verdicts, read_form_choices(r.connection, typed), faults)
        view |= way_of(r.connection, request, typed)
    context = {**view, "notices": list(notices), "otherwise": otherwise, "first": first}
    return _private(render(request, "articles/read.html", context, 422 if view["errors"] else 200))


def _source_of(typed: Typed) -> Typed:
    return {name: typed[name] for name in SOURCE if name in typed}


def _day_of(checked: Checked) -> date | None:
    return checked.sent.statement.source.published_on


def _private(answer: Response) -> Response:
    """Kept by nobody: neither an article's text nor a sender's links."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
