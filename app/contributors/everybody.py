"""Everybody who has pledges on a day, read for one page: who the reader asks for, and what their pledges amount to."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from app.contributors.directory import Directory
from app.contributors.overview import (
    SOLDIERS,
    Standing,
    countries_table,
    organisations_table,
    pledge_line,
    sorted_rows,
    standings_by,
)
from app.contributors.queries import list_contributors
from app.figures.queries import totals_by
from app.i18n import _
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links, with_filter
from app.pledges.queries import list_pledges
from app.pledges.scope import Scope
from app.pledges.wholes import own_rows
from app.reading import Reading

# Organisations are few, and so are their pledges.
MOST_PLEDGES = 200


def standings_on(r: Reading, filter: PledgeFilter, scope: Scope) -> dict[str, Standing]:
    """What each contributor's pledges amount to on the day. The words of the search name contributors, not pledges."""
    day_filter = filter.but(q="", sort="", as_of=scope.as_of)
    return standings_by(
        totals_by(r.connection, r.scope(day_filter), ("contributor",)),
        _of_unit(r, day_filter.but(category=filter.category or SOLDIERS), "people"),
        _of_unit(r, day_filter, "aircraft"),
    )


def _of_unit(r: Reading, filter: PledgeFilter, unit: str) -> list[dict[str, Any]]:
    """Sums by contributor and stage, of one unit. A record that knows none of the categories has nothing in them."""
    scope = r.scope(filter)
    unknown = [fault for fault in scope.faults if fault.field == "category"]
    if filter.category and len(unknown) == len(filter.category):
        return []
    items = totals_by(r.connection, scope, ("contributor", "stage")).items
    return [row for row in items if row["unit"] == unit]


def named(r: Reading, scope: Scope, filter: PledgeFilter) -> list[dict[str, Any]]:
    """The contributors that the words name; as institutions write them where no name or alias has the words."""
    rows = list_contributors(r.connection, scope)
    if rows or not filter.q:
        return rows
    found = Directory(r.connection).find(filter.q)
    everybody = list_contributors(r.connection, r.scope(filter.but(q="", as_of=scope.as_of)))
    return [row for row in everybody if row["id"] == found]


def groups_of(
    r: Reading, rows: list[dict[str, Any]], standings: dict[str, Standing], links: Links, scope: Scope
) -> list[dict[str, Any]]:
    """Countries, then organisations, that have pledges on the day."""
    filter = scope.filter

    def to(sort: str) -> str:
        return with_filter("/contributors", filter.but(sort=sort))

    given = [row for row in rows if row["code"] in standings]
    countries = sorted_rows([row for row in given if row["kind"] == "country"], standings, filter.sort)
    organisations = [row for row in given if row["kind"] == "organisation"]
    groups = []
    if countries:
        table = countries_table(countries, standings, links, filter.sort, to)
        groups.append({"id": "country", "title": _("Countries"), "table": table})
    if organisations:
        table = organisations_table(organisations, standings, _lines(r, organisations, scope, links), links)
        groups.append({"id": "organisation", "title": _("Organisations"), "table": table})
    return groups


def _lines(
    r: Reading, organisations: list[dict[str, Any]], scope: Scope, links: Links
) -> dict[str, list[Markup]]:
    """What each organisation said of each of its pledges as a whole, by its code."""
    codes = tuple(row["code"] for row in organisations)
    of_them = r.scope(scope.filter.but(contributor=codes, member_of="", q="", sort="", as_of=scope.as_of))
    page = list_pledges(r.connection, of_them, limit=MOST_PLEDGES)
    own = own_rows(r.connection, page.rows, scope.as_of, scope.filter.recorded_by)
    lines: dict[str, list[Markup]] = {code: [] for code in codes}
    for row in page.rows:
        lines[row["contributor"]].append(pledge_line(row, links, own.get(row["key"])))
    return lines
