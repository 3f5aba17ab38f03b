"""Who gives: everybody in one table, and each contributor's own page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.contributors.content import content_of
from app.contributors.everybody import groups_of, named, standings_on
from app.contributors.overview import SORTS
from app.contributors.queries import get_contributor
from app.errors import Fault
from app.i18n import _, day
from app.pledges.choices import read_choices
from app.pledges.coverage import coverage_of
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.filterbar import Bar, filter_form
from app.pledges.links import links_of, with_filter
from app.pledges.views import day_sentence, notices_of
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)
LIST_FIELDS = ("q", "operation", "category", "member_of")
OWN_FIELDS = ("operation", "category", "stage", "unit", "q")


@router.get("/contributors")
def contributors_page(request: Request) -> Response:
    """Countries and organisations with pledges first, the others folded."""
    return kept(request, lambda r: render(request, "contributors/list.html", _list(r)))


def _list(r: Reading) -> dict[str, Any]:
    parsed = r.filter()
    refused = _known_sort(parsed)
    filter = parsed.filter
    scope = r.scope(filter)
    links = links_of(filter, scope.as_of, r.today)
    standings = standings_on(r, filter, scope)
    rows = named(r, scope, filter)
    return {
        "nav": "contributors",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope) + refused,
        "form": filter_form(
            Bar("/contributors", LIST_FIELDS, read_choices(r.connection)), filter, scope.as_of
        ),
        "day_words": day_sentence(scope.as_of, filter.recorded_by),
        "day": day(scope.as_of),
        "coverage": coverage_of(r.connection, scope, "/contributors"),
        "soldiers": not filter.category,
        "groups": groups_of(r, rows, standings, links, scope),
        "others": [row for row in rows if row["code"] not in standings],
        "links": links,
        "found": len(rows),
        "q": filter.q,
        "reset_url": with_filter("/contributors", PledgeFilter(as_of=filter.as_of)),
    }


def _known_sort(parsed: Parsed) -> list[str]:
    """A notice where the list cannot be sorted as the address asks; it is sorted by name then."""
    sort = parsed.filter.sort
    if not sort or sort.removeprefix("-") in SORTS:
        return []
    parsed.filter = parsed.filter.but(sort="")
    message = _(
        "{written!r} is no column to sort by: accepted are {names}", written=sort, names=", ".join(SORTS)
    )
    return notices_of(Parsed(parsed.filter, faults=[Fault("sort", message)]))


@router.get("/contributors/{code}")
def contributor_page(request: Request, code: str) -> Response:
    """One contributor, by its code; by any of its names, the way to its code."""
    return kept(request, lambda r: _contributor(r, request, code))


def _contributor(r: Reading, request: Request, code: str) -> Response:
    row = get_contributor(r.connection, code)
    if row["code"] != code:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/contributors/{quote(row['code'], safe='')}{query}", 308)
    return render(request, "contributors/contributor.html", _portrait(r, row))


def _portrait(r: Reading, row: dict[str, Any]) -> dict[str, Any]:
    parsed = _own_filter(r, row["code"])
    scope = r.scope(parsed.filter.but(contributor=(row["code"],)))
    links = links_of(parsed.filter, scope.as_of, r.today)
    path = f"/contributors/{row['code']}"
    bar = Bar(path, OWN_FIELDS, read_choices(r.connection))
    return {
        "nav": "contributors",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope),
        "contributor": row,
        "links": links,
        "day": day(scope.as_of),
        "form": filter_form(bar, parsed.filter, scope.as_of),
        "wider_url": with_filter(path, PledgeFilter(as_of=parsed.filter.as_of)),
        **content_of(r, row, parsed.filter, scope, links),
    }


def _own_filter(r: Reading, code: str) -> Parsed:
    """The page's filter: whose pledges it shows is fixed by its address, and their order by the page."""
    parsed = r.filter()
    other = [c for c in parsed.filter.contributor if c != code]
    if other or parsed.filter.member_of:
        name = "contributor" if other else "member_of"
        parsed.faults.append(Fault(name, _("means nothing here: this page is of one contributor")))
    parsed.filter = parsed.filter.but(contributor=(), member_of="", sort="")
    return parsed
