"""Searching the record: everything that holds the words, by kind, on one page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Fault, InvalidQuery
from app.i18n import _, listing, tongue
from app.paging import Page
from app.pledges.choices import read_choices
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.filterbar import Bar, filter_form, select_field
from app.pledges.links import links_of, with_filter
from app.pledges.scope import Scope
from app.pledges.views import day_sentence, notices_of
from app.pledges.wholes import own_rows
from app.reading import Reading, kept
from app.search.found import first_of_each
from app.search.kinds import CODES, KINDS, Kind
from app.search.near import finds, near
from app.search.queries import pledges_by
from app.search.views import Shown, all_of, counted, group_title
from app.search.words import unquoted, words_of
from app.web.templating import render

router = APIRouter(include_in_schema=False)
FIELDS = ("q", "operation")
# How many of a kind the page shows where it shows all kinds, and of one that was chosen.
MOST, A_PAGE = 6, 50
# Words to begin with; those that this record has nothing for are left out.
FIRST_TRIES = {
    "en": ("Ivory Coast", "C-17", "field hospital", "Ban Ki-moon"),
    "fr": ("Côte d’Ivoire", "C-17", "formateurs", "Ban Ki-moon"),
}


@router.get("/search")
def search_page(request: Request) -> Response:
    """Contributors, operations, categories, pledges, statements and sources that hold all the words."""
    return kept(request, lambda r: render(request, "search/search.html", _search(r)))


def _search(r: Reading) -> dict[str, Any]:
    parsed = r.filter(also=("kind", "cursor"))
    kind = _kind(parsed)
    filter = parsed.filter = parsed.filter.but(q=unquoted(parsed.filter.q), sort="")
    scope = r.scope(filter)
    links = links_of(filter, scope.as_of, r.today)
    bar = Bar("/search", FIELDS, read_choices(r.connection), extra=(_kind_field(kind),))
    shared = {
        "as_of_query": links.as_of_query,
        "site_q": filter.q,
        "typed": filter.q,
        "form": filter_form(bar, filter, scope.as_of),
        "day_words": day_sentence(scope.as_of, filter.recorded_by),
        "groups": [],
        "near": [],
        "tries": [],
        "count": 0,
    }
    if not words_of(filter.q):
        tries = [words for words in FIRST_TRIES[tongue()] if finds(r, filter.but(q=words))]
        shown = {"tries": [(words, links.to("/search", q=words)) for words in tries], "summary": ""}
        return {**shared, **shown, "notices": notices_of(parsed, scope)}
    found = {**shared, **_found(r, parsed, scope, kind)}
    # A place in the list that is none was told by now.
    return {**found, "notices": notices_of(parsed, scope)}


def _found(r: Reading, parsed: Parsed, scope: Scope, kind: str) -> dict[str, Any]:
    filter = scope.filter
    pages = _pages(r, parsed, scope, kind)
    links = links_of(filter, scope.as_of, r.today)
    shown = Shown(
        words_of(filter.q), filter, scope.as_of, links, pledges_by(r.connection, scope), _own(r, scope, pages)
    )
    groups = [
        _group(each, pages[each.code], shown, scope, kind, "cursor" in parsed.others)
        for each in _best_first(pages)
    ]
    count = sum(page.count for page in pages.values())
    other = [] if count else near(r, filter)
    return {
        "groups": groups,
        "count": count,
        "summary": listing([counted(code, page.count) for code, page in pages.items() if page.count]),
        "near": [(words, with_filter("/search", filter.but(q=words))) for words in other],
        "wider_url": with_filter("/search", PledgeFilter(q=filter.q))
        if filter.is_narrow or filter.as_of
        else None,
    }


def _own(r: Reading, scope: Scope, pages: dict[str, Page]) -> dict[str, dict[str, Any]]:
    rows = [hit["row"] for hit in pages["pledge"].rows] if "pledge" in pages else []
    return own_rows(r.connection, rows, scope.as_of, scope.filter.recorded_by)


def _pages(r: Reading, parsed: Parsed, scope: Scope, kind: str) -> dict[str, Page]:
    """The first of each kind; of one that was chosen, the page that was asked for."""
    if not kind:
        return first_of_each(r.connection, scope, CODES, MOST)
    chosen = next(each for each in KINDS if each.code == kind)
    try:
        return {kind: chosen.rows(r.connection, scope, parsed.others.get("cursor"), A_PAGE)}
    except InvalidQuery:
        parsed.others.pop("cursor", None)
        parsed.faults.append(Fault("cursor", _("is not a place in this list")))
        return {kind: chosen.rows(r.connection, scope, None, A_PAGE)}


def _best_first(pages: dict[str, Page]) -> list[Kind]:
    """The kinds of which something was found, those with a thing of exactly this name first."""
    found = [kind for kind in KINDS if kind.code in pages and pages[kind.code].count]
    return sorted(
        found, key=lambda kind: pages[kind.code].rows[:1] == [] or pages[kind.code].rows[0]["rank"] > 0
    )


def _group(kind: Kind, page: Page, shown: Shown, scope: Scope, chosen: str, moved: bool) -> dict[str, Any]:
    filter = scope.filter
    more = page.count > len(page.rows) and not chosen
    return {
        "code": kind.code,
        "title": group_title(kind.code),
        "count": counted(kind.code, page.count),
        "n": page.count,
        "entries": [shown.entry(row) for row in page.rows],
        "all_url": _all_url(kind, scope) if more else None,
        "all": all_of(kind.code, page.count),
        "next_url": with_filter("/search", filter, kind=kind.code, cursor=page.next)
        if chosen and page.next
        else None,
        "first_url": with_filter("/search", filter, kind=kind.code) if chosen and moved else None,
    }


def _all_url(kind: Kind, scope: Scope) -> str:
    """The list of all of them, with the same words on the same day; without one of its own, this page of that kind."""
    if kind.path in ("/pledges", "/contributors"):
        return with_filter(kind.path, scope.filter.but(as_of=scope.as_of))
    if kind.path:
        return with_filter(kind.path, scope.filter)
    return with_filter("/search", scope.filter, kind=kind.code)


def _kind(parsed: Parsed) -> str:
    kind = parsed.others.get("kind", "")
    if kind and kind not in CODES:
        message = _("{written!r} is no kind: accepted are {names}", written=kind, names=", ".join(CODES))
        parsed.faults.append(Fault("kind", message))
        return ""
    return kind


def _kind_field(kind: str) -> dict[str, Any]:
    options = [(code, group_title(code)) for code in CODES]
    return select_field("kind", _("Show"), _("Everything"), options, (kind,) if kind else ())
