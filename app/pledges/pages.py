"""The list of pledges, and each pledge's own page: its life, its evidence, its history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Gone, InvalidQuery, NotFound
from app.i18n import _, day, ngettext
from app.paging import Page
from app.pledges.choices import read_choices
from app.pledges.coverage import coverage_of
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.filterbar import Bar, filter_form
from app.pledges.gone import tombstone_of
from app.pledges.left_out import left_out_by_reason
from app.pledges.left_out_words import SHOWN, groups_of
from app.pledges.links import Links, address, links_of, with_filter
from app.pledges.opened import (
    Opened,
    counting_cells,
    counting_columns,
    is_of_one_category,
    open_total,
    sums_of,
)
from app.pledges.opened import (
    title_of as title_of_total,
)
from app.pledges.queries import list_pledges
from app.pledges.scope import Scope
from app.pledges.shown import content_of
from app.pledges.views import day_sentence, notices_of, pledge_cells, sortable, table
from app.pledges.wholes import own_rows
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)
A_PAGE = 50
FIELDS = ("q", "operation", "contributor", "category", "stage", "unit", "member_of", "source")
DATA = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))


@router.get("/pledges")
def pledges_page(request: Request) -> Response:
    """Every pledge that the filter means, as it stands on the day, fifty at a time."""
    return kept(request, lambda r: render(request, "pledges/list.html", _list(r)))


def _list(r: Reading) -> dict[str, Any]:
    parsed = r.filter(also=("cursor",))
    scope = r.scope(parsed.filter)
    listed = _largest_first(scope)
    page, refused = _page_of(r, listed, parsed)
    links = links_of(parsed.filter, scope.as_of, r.today)
    bar = Bar("/pledges", FIELDS, read_choices(r.connection, sources=True))
    opened = open_total(r.connection, scope)
    return {
        "nav": "pledges",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope) + refused,
        "form": filter_form(bar, parsed.filter, scope.as_of),
        "title": title_of_total(opened),
        "count": _count_sentence(page.count, scope),
        "coverage": coverage_of(r.connection, scope, "/pledges"),
        "opened": {"sums": sums_of(opened, parsed.filter), "boundary": opened.boundary},
        "left_out": groups_of(left_out_by_reason(r.connection, scope, SHOWN), links),
        "left_out_data": [
            (label, _data_url(parsed.filter.but(sort=""), links, f"/pledges/left-out.{ending}"))
            for ending, label in DATA
        ],
        "table": _table(r, listed, page, links, opened) if page.rows else None,
        "next_url": with_filter("/pledges", parsed.filter, cursor=page.next) if page.next else None,
        "first_url": with_filter("/pledges", parsed.filter) if "cursor" in parsed.others else None,
        "page": page,
        "data": [(label, _data_url(listed.filter, links, f"/pledges.{ending}")) for ending, label in DATA],
        "wider": _wider(parsed.filter),
    }


def _largest_first(scope: Scope) -> Scope:
    """An opened total of one unit, in no order that was asked for, begins with what counts most."""
    filter = scope.filter
    return replace(scope, filter=filter.but(sort="-claim")) if filter.unit and not filter.sort else scope


def _page_of(r: Reading, scope: Scope, parsed: Parsed) -> tuple[Page, list[str]]:
    """The page asked for; the first one, with a notice, where its order or its place is not to be understood."""
    try:
        page = list_pledges(r.connection, scope, cursor=parsed.others.get("cursor"), limit=A_PAGE)
    except InvalidQuery as error:
        parsed.filter = parsed.filter.but(sort="") if error.faults[0].field == "sort" else parsed.filter
        parsed.others.pop("cursor", None)
        scope.filter = parsed.filter
        return list_pledges(r.connection, scope, limit=A_PAGE), notices_of(error)
    return page, []


def _count_sentence(count: int, scope: Scope) -> str:
    counted = ngettext("{n} pledge.", "{n} pledges.", count)
    return f"{counted} {day_sentence(scope.as_of, scope.filter.recorded_by)}"


def _data_url(filter: PledgeFilter, links: Links, path: str) -> str:
    return address(path, {**filter.to_query(), **links.clocks})


def _wider(filter: PledgeFilter) -> list[tuple[str, str]]:
    """What to change where nothing is found."""
    ways = [(_("Show all pledges"), with_filter("/pledges", PledgeFilter(as_of=filter.as_of)))]
    if filter.as_of:
        ways.append((_("Leave the day open"), with_filter("/pledges", filter.but(as_of=None))))
    if filter.q and filter.is_narrow:
        ways.append(
            (_("Search everything"), with_filter("/pledges", PledgeFilter(q=filter.q, as_of=filter.as_of)))
        )
    return ways


def _table(r: Reading, scope: Scope, page: Page, links: Links, opened: Opened) -> Any:
    filter = scope.filter
    own = own_rows(r.connection, page.rows, scope.as_of, filter.recorded_by)
    rows = [
        {**pledge_cells(row, links, scope.as_of, own.get(row["key"])), **counting_cells(row)}
        for row in page.rows
    ]
    return table(_("Pledges, {day}", day=day(scope.as_of)), _columns(filter, opened), rows)


def _columns(filter: PledgeFilter, opened: Opened) -> list[dict[str, Any]]:
    """The columns; those whose cells add up to the total only where all rows are of one unit."""

    def to(sort: str) -> str:
        return with_filter("/pledges", filter.but(sort=sort))

    category = sortable("category", _("Category"), "category", filter.sort, to)
    return [
        sortable("contributor", _("Contributor"), "contributor", filter.sort, to),
        sortable("what", _("What"), "item", filter.sort, to),
        *([] if is_of_one_category(opened, filter) else [category]),
        sortable("operation", _("Operation"), "operation", filter.sort, to),
        sortable("stage", _("Stage"), "stage", filter.sort, to),
        sortable("number", _("Number"), "claim", filter.sort, to, down=True),
        *counting_columns(opened, filter.sort, to),
        sortable("stated_on", _("Last counted"), "stated_on", filter.sort, to, down=True),
    ]


@router.get("/pledges/{key}")
def pledge_page(request: Request, key: str) -> Response:
    """One pledge; where it was retracted, 410 with its reason and its history. NotFound."""
    if not key.isprintable():
        raise NotFound(_("There is no pledge {key}.", key=key))

    def make(r: Reading) -> Response:
        try:
            return render(request, "pledges/pledge.html", content_of(r, key))
        except Gone as gone:
            return render(request, "pledges/gone.html", tombstone_of(r, key, gone.reason), 410)

    return kept(request, make)
