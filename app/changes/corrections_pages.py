"""The public log of corrections: as a page, as a feed, and as data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Rows
from app.changes.corrections import FIELDS, list_corrections
from app.changes.entries import tag
from app.changes.feeds import Entry, Feed, atom
from app.changes.shapes import CorrectionItem
from app.errors import InvalidQuery
from app.i18n import _, language_tag, moment, ngettext
from app.listing import Asked, Listing
from app.paging import Page
from app.pledges.choices import read_choices
from app.pledges.filter import Parsed
from app.pledges.filterbar import Bar, filter_form
from app.pledges.links import Links, links_of, with_filter
from app.pledges.scope import Scope
from app.pledges.views import notices_of
from app.reading import Reading, kept
from app.shapes import Listed
from app.web.addresses import public
from app.web.templating import render

router = APIRouter()
NARROWED_BY = ("operation", "contributor", "category")
A_PAGE, IN_FEED = 40, 50
DATA = (("CSV", ".csv"), ("XLSX", ".xlsx"), ("JSON", ".json"))


def corrections(asked: Asked) -> Rows:
    """Corrections, newest first."""
    page = list_corrections(asked.reader, asked.scope, cursor=asked.cursor, limit=asked.limit)
    return Rows(FIELDS, page.rows, page.count, page.next, asked.scope.filter.as_of)


Listing(
    "corrections",
    corrections,
    Listed[CorrectionItem],
    "Changes",
    "Corrections",
    "What was retracted, replaced, restored or mended, newest first, with what it said, what it says and why. As a "
    "feed: /corrections.atom.",
).serve(router, "/corrections")


@router.get("/corrections", include_in_schema=False)
def corrections_page(request: Request) -> Response:
    """What was corrected, newest first, forty at a time."""
    return kept(request, lambda r: render(request, "changes/corrections.html", _content(r)))


@router.get("/corrections.atom", include_in_schema=False)
def corrections_atom(request: Request) -> Response:
    """The same as a feed."""
    return kept(request, _feed)


def _content(r: Reading) -> dict[str, Any]:
    parsed = r.filter(also=("cursor",))
    filter = parsed.filter = parsed.filter.but(sort="")
    scope = r.scope(filter)
    links = links_of(filter, scope.as_of, r.today)
    page = _page_of(r, scope, parsed)
    return {
        "nav": "",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope),
        "form": filter_form(
            Bar("/corrections", NARROWED_BY, read_choices(r.connection)), filter, scope.as_of
        ),
        "count": ngettext("{n} correction.", "{n} corrections.", page.count),
        "corrections": [correction_line(row, links) for row in page.rows],
        "next_url": with_filter("/corrections", filter, cursor=page.next) if page.next else None,
        "first_url": with_filter("/corrections", filter) if "cursor" in parsed.others else None,
        "feed_url": with_filter("/corrections.atom", filter),
        "data": [(label, with_filter(f"/corrections{ending}", filter)) for label, ending in DATA],
    }


def _page_of(r: Reading, scope: Scope, parsed: Parsed) -> Page:
    try:
        return list_corrections(r.connection, scope, cursor=parsed.others.get("cursor"), limit=A_PAGE)
    except InvalidQuery as refused:
        parsed.faults += refused.faults
        parsed.others.pop("cursor", None)
        return list_corrections(r.connection, scope, limit=A_PAGE)


def kind_label(kind: str) -> str:
    """What was done."""
    labels = {
        "retracted": _("Retracted"),
        "replaced": _("Replaced"),
        "restored": _("Put back"),
        "mended": _("Mended"),
    }
    return labels.get(kind, kind)


def correction_line(row: dict[str, Any], links: Links) -> dict[str, Any]:
    """A correction as the page draws it."""
    return {
        **{name: row[name] for name in ("number", "kind", "what", "old", "new", "reason", "actor")},
        "label": kind_label(row["kind"]),
        "at": moment(row["at"]),
        "url": _url(row, links),
        "version_url": f"/history/{row['entity']}/{row['entity_key']}/{row['number']}",
    }


def _url(row: dict[str, Any], links: Links) -> str:
    if row["entity"] == "source":
        return links.source(int(row["entity_key"]))
    number = row["replaced_by"] or row["entity_key"]
    return links.pledge(row["pledge"]) + (f"#statement-{number}" if row["entity"] == "statement" else "")


def _feed(r: Reading) -> Response:
    parsed = r.filter()
    scope = r.scope(parsed.filter.but(sort=""))
    if faults := [*parsed.faults, *scope.faults]:
        raise InvalidQuery(*faults)
    whole, filter = partial(public, r.request), scope.filter
    page = list_corrections(r.connection, scope, limit=IN_FEED)
    feed = Feed(
        id=tag(whole("/"), with_filter("/corrections", filter)),
        title=_("Corrections"),
        about=_("What this record retracted, replaced, put back or mended, and why."),
        url=whole(with_filter("/corrections.atom", filter)),
        page=whole(with_filter("/corrections", filter)),
        language=language_tag(),
        author="Muster",
        home=whole("/"),
        entries=[_entry(row, whole) for row in page.rows],
    )
    return Response(atom(feed), media_type="application/atom+xml; charset=utf-8")


def _entry(row: dict[str, Any], whole: Callable[[str], str]) -> Entry:
    said = [
        _("Before: {words}", words=row["old"]) if row["old"] else "",
        _("After: {words}", words=row["new"]) if row["new"] else "",
        _("Why: {reason}", reason=row["reason"]) if row["reason"] else "",
    ]
    return Entry(
        id=tag(whole("/"), f"/corrections/{row['number']}"),
        title=_("{kind}: {what}", kind=kind_label(row["kind"]), what=row["what"]),
        text="\n".join(text for text in said if text),
        url=whole(_url(row, Links({}))),
        updated=row["at"],
    )
