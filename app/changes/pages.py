"""What changed: in the world, by day, and in this record, by the moment it was written; with feeds of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.answers import dumps
from app.changes.entries import entries_of, tag
from app.changes.events import list_events
from app.changes.feeds import Feed, atom, json_feed
from app.changes.latest import feeds_of, page_of_changes
from app.changes.log import list_moments
from app.changes.views import days_of, moments_of
from app.contributors.queries import get_contributor
from app.errors import Fault, InvalidQuery
from app.i18n import _, day, language_tag, ngettext
from app.operations.queries import get_operation
from app.paging import Page
from app.pledges.choices import read_choices
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.filterbar import Bar, filter_form
from app.pledges.links import Links, links_of, with_filter
from app.pledges.scope import Scope
from app.pledges.views import notices_of
from app.reading import Reading, kept
from app.web.addresses import public
from app.web.templating import render

router = APIRouter(include_in_schema=False)
FIELDS = ("operation", "contributor", "category")
A_PAGE, MOMENTS = 60, 10
RAW = (("CSV", ".csv"), ("XLSX", ".xlsx"), ("JSON", ""))


@router.get("/changes")
def changes_page(request: Request) -> Response:
    """What changed, of everything that the filter means."""
    return kept(request, lambda r: _page(r, "", "", ""))


@router.get("/operations/{code}/changes")
def operation_changes_page(request: Request, code: str) -> Response:
    """What changed in one operation. NotFound."""
    return kept(request, lambda r: _page(r, "operation", *_operation(r, code)))


@router.get("/contributors/{code}/changes")
def contributor_changes_page(request: Request, code: str) -> Response:
    """What changed in one contributor's pledges. NotFound."""
    return kept(request, lambda r: _page(r, "contributor", *_contributor(r, code)))


@router.get("/changes.atom")
def changes_atom(request: Request) -> Response:
    """The feed of everything that the filter means, as Atom."""
    return kept(request, lambda r: _feed(r, "", "", "", _atom))


@router.get("/changes.feed.json")
def changes_json_feed(request: Request) -> Response:
    """The same as JSON Feed."""
    return kept(request, lambda r: _feed(r, "", "", "", _json))


@router.get("/operations/{code}/changes.atom")
def operation_atom(request: Request, code: str) -> Response:
    """One operation's feed, as Atom. NotFound."""
    return kept(request, lambda r: _feed(r, "operation", *_operation(r, code), _atom))


@router.get("/operations/{code}/changes.feed.json")
def operation_json_feed(request: Request, code: str) -> Response:
    """One operation's feed, as JSON Feed. NotFound."""
    return kept(request, lambda r: _feed(r, "operation", *_operation(r, code), _json))


@router.get("/contributors/{code}/changes.atom")
def contributor_atom(request: Request, code: str) -> Response:
    """One contributor's feed, as Atom. NotFound."""
    return kept(request, lambda r: _feed(r, "contributor", *_contributor(r, code), _atom))


@router.get("/contributors/{code}/changes.feed.json")
def contributor_json_feed(request: Request, code: str) -> Response:
    """One contributor's feed, as JSON Feed. NotFound."""
    return kept(request, lambda r: _feed(r, "contributor", *_contributor(r, code), _json))


def _operation(r: Reading, code: str) -> tuple[str, str]:
    row = get_operation(r.connection, code)
    return row["code"], row["name"]


def _contributor(r: Reading, code: str) -> tuple[str, str]:
    row = get_contributor(r.connection, code)
    return row["code"], row["name"]


def _parsed(r: Reading, field: str, code: str, also: tuple[str, ...] = ()) -> Parsed:
    """The filter, of the record that the address names."""
    parsed = r.filter(also)
    if field and getattr(parsed.filter, field) not in ((), (code,)):
        parsed.faults.append(
            Fault(field, _("means nothing here: the address names {code} already", code=code))
        )
    parsed.filter = parsed.filter.but(sort="", **({field: (code,)} if field else {}))
    return parsed


def _until(r: Reading, filter: PledgeFilter) -> date:
    """Everything up to today, unless a day is asked for: an operation's own day is its dashboard's matter."""
    return filter.as_of or r.today


def _page(r: Reading, field: str, code: str, name: str) -> Response:
    parsed = _parsed(r, field, code, ("cursor", "log"))
    filter, until = parsed.filter, _until(r, parsed.filter)
    scope = r.scope(filter.but(as_of=until))
    links = links_of(filter, until, r.today)
    events, moments = _events(r, scope, until, parsed), _moments(r, filter, parsed)
    context = {
        **_head(r, field, name, links, filter, until),
        "notices": notices_of(parsed, scope),
        "days": days_of(events.rows, links, filter.operation),
        "count": ngettext("{n} change.", "{n} changes.", events.count),
        "events_next": _to(filter, cursor=events.next) if events.next else None,
        "events_first": _to(filter) if "cursor" in parsed.others else None,
        "moments": moments_of(moments.rows, links),
        "log_next": _to(filter, log=moments.next) + "#log" if moments.next else None,
        "log_first": _to(filter) + "#log" if "log" in parsed.others else None,
    }
    return render(r.request, "changes/changes.html", context)


def _head(
    r: Reading, field: str, name: str, links: Links, filter: PledgeFilter, until: date
) -> dict[str, Any]:
    path, rest = page_of_changes(filter)
    fields = tuple(one for one in FIELDS if one != field)
    back = {"operation": links.operation, "contributor": links.contributor}
    return {
        "nav": {"operation": "operations", "contributor": "contributors"}.get(field, ""),
        "as_of_query": links.as_of_query,
        "title": _("What changed: {name}", name=name) if name else _("What changed"),
        "name": name,
        "back_url": back[field](getattr(filter, field)[0]) if field else None,
        "day": day(until),
        "form": filter_form(Bar(path, fields, read_choices(r.connection)), rest, until),
        "feeds": feeds_of(filter),
        "data": [(label, with_filter(f"/api/v1/events{ending}", filter)) for label, ending in RAW],
        "log_data": [
            (label, with_filter(f"/api/v1/changes{ending}", filter.but(as_of=None))) for label, ending in RAW
        ],
    }


def _to(filter: PledgeFilter, **others: str) -> str:
    path, rest = page_of_changes(filter)
    return with_filter(path, rest, **others)


def _events(r: Reading, scope: Scope, until: date, parsed: Parsed) -> Page:
    return _from(
        parsed, "cursor", lambda cursor: list_events(r.connection, scope, until, cursor=cursor, limit=A_PAGE)
    )


def _moments(r: Reading, filter: PledgeFilter, parsed: Parsed) -> Page:
    """The record's own history has a clock of its own: the day of the world changes nothing in it."""
    scope = r.scope(filter.but(as_of=None))
    return _from(
        parsed, "log", lambda cursor: list_moments(r.connection, scope, cursor=cursor, limit=MOMENTS)
    )


def _from(parsed: Parsed, name: str, read: Callable[[str | None], Page]) -> Page:
    """The page asked for; the first one, with a notice, where its place is none."""
    try:
        return read(parsed.others.get(name))
    except InvalidQuery:
        parsed.others.pop(name, None)
        parsed.faults.append(Fault(name, _("is not a place in this list")))
        return read(None)


def _feed(r: Reading, field: str, code: str, name: str, write: Callable[[Feed], Response]) -> Response:
    parsed = _parsed(r, field, code)
    scope = r.scope(parsed.filter)
    if faults := [*parsed.faults, *scope.faults]:
        raise InvalidQuery(*faults)
    filter, whole = parsed.filter, partial(public, r.request)
    title = (
        _("What changed: {name}", name=name) if name else _("What changed in who promised and who delivered")
    )
    return write(
        Feed(
            id=tag(whole("/"), _to(filter)),
            title=title,
            about=_(
                "Each day on which a pledge began to stand otherwise than before, and what was retracted."
            ),
            url=whole(r.request.url.path + (f"?{r.request.url.query}" if r.request.url.query else "")),
            page=whole(_to(filter)),
            language=language_tag(),
            author="Muster",
            home=whole("/"),
            entries=entries_of(r.connection, scope, _until(r, filter), whole),
        )
    )


def _atom(feed: Feed) -> Response:
    return Response(atom(feed), media_type="application/atom+xml; charset=utf-8")


def _json(feed: Feed) -> Response:
    return Response(dumps(json_feed(feed)), media_type="application/feed+json")
