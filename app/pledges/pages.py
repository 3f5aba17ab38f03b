"""The list of pledges, and each pledge's own page: its life, its evidence, its history."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.errors import InvalidQuery, NotFound
from app.i18n import _, day, ngettext
from app.paging import Page
from app.pledges.charts import life_chart
from app.pledges.choices import read_choices
from app.pledges.coverage import coverage_of
from app.pledges.detail import get_pledge, history_of
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.filterbar import Bar, filter_form
from app.pledges.history import history_entry
from app.pledges.links import Links, address, links_of, with_filter
from app.pledges.portrait import (
    age_sentence,
    days_beside,
    life_of,
    position_facts,
    standing_table,
    title_of,
    whole_and_parts,
)
from app.pledges.queries import list_pledges
from app.pledges.saved import saved_notices
from app.pledges.scope import Scope
from app.pledges.views import day_sentence, notices_of, only_clocks, pledge_cells, sortable, table
from app.pledges.wholes import own_row, own_rows
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
    page, refused = _page_of(r, scope, parsed)
    links = links_of(parsed.filter, scope.as_of, r.today)
    bar = Bar("/pledges", FIELDS, read_choices(r.connection, sources=True))
    return {
        "nav": "pledges",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope) + refused,
        "form": filter_form(bar, parsed.filter, scope.as_of),
        "count": _count_sentence(page.count, scope),
        "coverage": coverage_of(r.connection, scope, "/pledges"),
        "table": _table(r, scope, page, links) if page.rows else None,
        "next_url": with_filter("/pledges", parsed.filter, cursor=page.next) if page.next else None,
        "first_url": with_filter("/pledges", parsed.filter) if "cursor" in parsed.others else None,
        "page": page,
        "data": [(label, _data_url(parsed.filter, links, ending)) for ending, label in DATA],
        "wider": _wider(parsed.filter),
    }


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


def _data_url(filter: PledgeFilter, links: Links, ending: str) -> str:
    return address(f"/pledges.{ending}", {**filter.to_query(), **links.clocks})


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


def _table(r: Reading, scope: Scope, page: Page, links: Links) -> Any:
    filter = scope.filter
    own = own_rows(r.connection, page.rows, scope.as_of, filter.recorded_by)
    rows = [pledge_cells(row, links, scope.as_of, own.get(row["key"])) for row in page.rows]
    return table(_("Pledges, {day}", day=day(scope.as_of)), _columns(filter), rows)


def _columns(filter: PledgeFilter) -> list[dict[str, Any]]:
    def to(sort: str) -> str:
        return with_filter("/pledges", filter.but(sort=sort))

    return [
        sortable("contributor", _("Contributor"), "contributor", filter.sort, to),
        sortable("what", _("What"), "item", filter.sort, to),
        sortable("category", _("Category"), "category", filter.sort, to),
        sortable("operation", _("Operation"), "operation", filter.sort, to),
        sortable("stage", _("Stage"), "stage", filter.sort, to),
        sortable("number", _("Number"), "claim", filter.sort, to, down=True),
        sortable("stated_on", _("Last counted"), "stated_on", filter.sort, to, down=True),
    ]


@router.get("/pledges/{key}")
def pledge_page(request: Request, key: str) -> Response:
    """One pledge. NotFound; Gone, with its reason, where it was retracted."""
    if not key.isprintable():
        raise NotFound(_("There is no pledge {key}.", key=key))
    return kept(request, lambda r: render(request, "pledges/pledge.html", _pledge(r, key)))


def _pledge(r: Reading, key: str) -> dict[str, Any]:
    parsed = r.filter(also=("saved",))
    scope = r.scope(only_clocks(parsed))
    row = get_pledge(r.connection, key, scope.as_of, parsed.filter.recorded_by)
    links = links_of(parsed.filter, scope.as_of, r.today)
    own = own_row(row, row["statements"], scope.as_of) if row["parts"] else row
    until, after = life_of(row, links)
    return {
        "nav": "pledges",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed) + saved_notices(row, scope.as_of, parsed.others),
        "links": links,
        "pledge": row,
        "day": day(scope.as_of),
        "is_past": scope.as_of < r.today,
        "title": title_of(row, own),
        "form": _day_form(r, scope, row),
        "facts": position_facts(row, own),
        "age": age_sentence(row),
        "parts": whole_and_parts(row, own, links),
        "chart": life_chart(row["standings"], scope.as_of),
        "standings": standing_table(row) if row["standings"] else None,
        "entries": until,
        "later": after,
        "history": _history(r, row),
        "head": _head_facts(row, links),
    }


def _day_form(r: Reading, scope: Scope, row: dict[str, Any]) -> dict[str, Any]:
    earlier, later = days_beside(row["standings"], scope.as_of)
    bar = Bar(f"/pledges/{row['key']}", (), earlier=earlier, later=later, own_days=True)
    return filter_form(bar, scope.filter, scope.as_of)


def _head_facts(row: dict[str, Any], links: Links) -> list[tuple[str, str, str | None]]:
    return [
        (_("Contributor"), row["contributor_name"], links.contributor(row["contributor"])),
        (_("Operation"), row["operation_name"], links.operation(row["operation"])),
        (_("Category"), row["category_name"], links.to("/pledges", category=row["category"])),
        (_("What"), row["item"], None),
        (_("Part of"), row["part_of"], links.pledge(row["part_of"]) if row["part_of"] else None),
    ]


def _history(r: Reading, row: dict[str, Any]) -> list[dict[str, Any]]:
    ids = [s["id"] for s in row["statements"]]
    return [history_entry(revision) for revision in history_of(r.connection, row["key"], ids)]
