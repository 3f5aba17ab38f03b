"""Who gives: everybody in one table, and each contributor's own page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.contributors.everybody import groups_of, named, standings_on
from app.contributors.given import shares_in, sizes_of
from app.contributors.overview import SORTS, stages_in_words
from app.contributors.portrait import (
    SAID,
    declined_table,
    figures_table,
    members_table,
    memberships_table,
    pledges_table,
    sizes_table,
    sources_of_sizes,
)
from app.contributors.queries import get_contributor
from app.errors import Fault
from app.figures.boundary import boundary_of
from app.figures.queries import totals_by
from app.i18n import _, day, ngettext
from app.operations.queries import list_operations
from app.paging import Page
from app.pledges.choices import read_choices
from app.pledges.coverage import coverage_of
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.filterbar import Bar, filter_form
from app.pledges.links import Links, links_of, with_filter
from app.pledges.queries import list_pledges
from app.pledges.scope import Scope
from app.pledges.views import day_sentence, notices_of
from app.pledges.wholes import own_rows
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)
LIST_FIELDS = ("q", "operation", "category", "member_of")
OWN_FIELDS = ("operation", "category", "stage", "unit", "q")
MOST_PLEDGES = 200


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
    page = list_pledges(r.connection, scope, limit=MOST_PLEDGES)
    return {
        "nav": "contributors",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope),
        "contributor": row,
        "links": links,
        "day": day(scope.as_of),
        "form": filter_form(bar, parsed.filter, scope.as_of),
        "coverage": coverage_of(r.connection, r.scope(parsed.filter.but(as_of=scope.as_of)), path),
        "count": page.count,
        "all_url": links.to("/pledges", **_without_day(scope.filter)),
        "wider_url": with_filter(path, PledgeFilter(as_of=parsed.filter.as_of)),
        **_figures(r, scope, links, page),
        **_about(r, row, scope, links),
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


def _without_day(filter: PledgeFilter) -> dict[str, str]:
    return {name: text for name, text in filter.to_query().items() if name not in ("as_of", "recorded_by")}


def _figures(r: Reading, scope: Scope, links: Links, page: Page) -> dict[str, Any]:
    """Its figures and its pledges: what it gives or promises, and what it declined."""
    totals = totals_by(r.connection, scope, ("operation",))
    stages = totals_by(r.connection, scope, ("operation", "stage"))
    names = {row["code"]: row["name"] for row in list_operations(r.connection)}
    own = own_rows(r.connection, page.rows, scope.as_of, scope.filter.recorded_by)
    given = [row for row in page.rows if row["stage"] not in SAID]
    declined = [row for row in page.rows if row["stage"] in SAID]
    return {
        "figures": figures_table(totals, stages, names, links) if totals.items else None,
        "boundary": boundary_of(r.connection, scope, totals),
        "summary": _summary(page.count, totals.totals),
        "pledges": pledges_table(_("Its pledges"), given, links, scope.as_of, own) if given else None,
        "declined": declined_table(declined, links, scope.as_of) if declined else None,
        "more": page.count > len(page.rows),
    }


def _summary(count: int, totals: list[dict[str, Any]]) -> str:
    stages: dict[str, int] = {}
    for row in totals:
        for stage, n in row["stages"].items():
            stages[stage] = stages.get(stage, 0) + n
    counted = ngettext("{n} pledge", "{n} pledges", count)
    return (
        _("{counted}: {stages}.", counted=counted, stages=stages_in_words(stages))
        if stages
        else counted + "."
    )


def _about(r: Reading, row: dict[str, Any], scope: Scope, links: Links) -> dict[str, Any]:
    """What it belongs to, who belongs to it, and how large it is."""
    shares = shares_in(r.connection, row["id"], scope) if row["kind"] == "organisation" else []
    sizes = sizes_of(r.connection, row["id"])
    members, memberships = row["members"], row["memberships"]
    return {
        "memberships": memberships_table(memberships, links, scope.as_of) if memberships else None,
        "members": members_table(members, shares, links, scope.as_of) if members or shares else None,
        "sizes": sizes_table(sizes) if sizes else None,
        "sizes_sources": sources_of_sizes(sizes, links),
    }
