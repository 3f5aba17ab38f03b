"""The list of operations: each with its days, its lead, and what was deployed and promised on its own day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.contributors.queries import names_of
from app.figures.keyfigures import share_bar
from app.figures.queries import every_sum, totals_of
from app.figures.schemas import Numbers, numbers_of
from app.figures.subject import SOLDIERS
from app.figures.words import written
from app.i18n import _, day, ngettext, number, short_day
from app.operations.portrait import all_below, days_in_words
from app.operations.queries import list_operations
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links, links_of, with_filter
from app.pledges.views import Cell, cell, column, notices_of, table
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)
Operation = Mapping[str, Any]


@router.get("/operations")
def operations_page(request: Request) -> Response:
    """Every operation, those that are part of another below it."""
    return kept(request, lambda r: render(request, "operations/list.html", _list(r)))


def _list(r: Reading) -> dict[str, Any]:
    parsed = r.filter()
    scope = r.scope(parsed.filter)
    everything = list_operations(r.connection)
    asked = {row["code"] for row in list_operations(r.connection, scope)}
    shown = [row for row in everything if row["code"] in asked]
    links = links_of(parsed.filter, scope.as_of, r.today)
    numbers = _all_numbers(r, shown, everything, parsed.filter)
    codes = set(numbers)
    tops = [row for row in shown if row["part_of"] not in codes]
    names = names_of(r.connection)
    return {
        "nav": "operations",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope),
        "filtered": bool(everything),
        "nothing": _("No operation is what you asked for.")
        if everything
        else _("No operation is recorded yet."),
        "dek": _dek(shown, tops, parsed.filter),
        "groups": [_group(row, shown, numbers, names, links) for row in sorted(tops, key=_by_start)],
        "data": [
            (label, with_filter(f"/operations.{label.lower()}", parsed.filter))
            for label in ("CSV", "XLSX", "JSON")
        ],
    }


def _by_start(row: Operation) -> tuple[bool, date, str]:
    return row["started_on"] is None, row["started_on"] or date.max, row["code"]


def _dek(shown: Sequence[Operation], tops: Sequence[Operation], filter: PledgeFilter) -> str:
    counted = ngettext("{n} operation.", "{n} operations.", len(shown))
    if filter.as_of:
        whose = _("Soldiers and police as of {day}.", day=day(filter.as_of))
    else:
        whose = _("Soldiers and police, each as of the day its dashboard opens on.")
    return f"{counted} {whose}"


def _all_numbers(
    r: Reading, shown: Sequence[Operation], everything: Sequence[Operation], filter: PledgeFilter
) -> dict[str, dict[str, Any]]:
    """By code, what an operation and its parts have of soldiers and police on its day, and how many pledges in all.

    One query a day: most operations are shown on the same one.
    """
    days = {row["code"]: filter.as_of or min(row["opens_on"] or r.today, r.today) for row in shown}
    wide = {day: r.scope(filter.but(operation=(), category=(), as_of=day)) for day in set(days.values())}
    sums = {day: every_sum(r.connection, scope, ("category",)) for day, scope in wide.items()}
    found = {}
    for row in shown:
        day, ids = days[row["code"]], {row["id"], *(part["id"] for part in all_below(row, everything))}
        own = [one for one in sums[day] if one.operation_id in ids]
        found[row["code"]] = _numbers(own, filter.but(operation=(row["code"],), category=(), as_of=day))
    return found


def _numbers(sums: Sequence[Any], of: PledgeFilter) -> dict[str, Any]:
    soldiers = [row for row in sums if row.by_category in SOLDIERS and row.unit == "people"]
    counted = totals_of(soldiers, ("stage",)).totals
    everything = totals_of(sums, ("stage",)).totals
    return {
        "as_of": of.as_of,
        "numbers": numbers_of(counted[0]) if counted else Numbers(),
        "unknown": counted[0]["unquantified"] if counted else 0,
        "pledges": sum(row["pledges"] for row in everything),
        "soldiers_url": with_filter("/pledges", of.but(category=SOLDIERS, unit="people", sort="")),
        "pledges_url": with_filter("/pledges", of.but(sort="")),
    }


def _group(
    row: Operation,
    shown: Sequence[Operation],
    numbers: Mapping[str, dict[str, Any]],
    names: Mapping[str, Any],
    links: Links,
) -> dict[str, Any]:
    parts = all_below(row, shown)
    own = numbers[row["code"]]
    return {
        "operation": row,
        "url": links.operation(row["code"]),
        "days": days_in_words(row),
        "lead": names.get(row["lead"]),
        "lead_url": links.contributor(row["lead"]) if row["lead"] else None,
        "bar": share_bar(own["numbers"], "people"),
        "said": _said(own),
        "own": own,
        "table": _table(row, parts, numbers, names, links) if parts else None,
    }


def _said(own: Mapping[str, Any]) -> str:
    total = own["numbers"].total
    pledges = ngettext("{n} pledge", "{n} pledges", own["pledges"])
    if not total.value:
        return _("{day}: {pledges}, no soldiers or police in force.", day=day(own["as_of"]), pledges=pledges)
    return _(
        "{day}: {pledges}, {n} soldiers and police in force.",
        day=day(own["as_of"]),
        pledges=pledges,
        n=written(total, "people"),
    )


def _table(
    whole: Operation,
    parts: Sequence[Operation],
    numbers: Mapping[str, dict[str, Any]],
    names: Mapping[str, Any],
    links: Links,
) -> dict[str, Any]:
    columns = [
        column("name", _("Part of it")),
        column("kind", _("Kind")),
        column("days", _("Days")),
        column("lead", _("Led by")),
        column("as_of", _("As of")),
        column("pledges", _("Pledges"), numeric=True),
        column("deployed", _("Deployed"), numeric=True),
        column("committed", _("Committed"), numeric=True),
        column("announced", _("Announced"), numeric=True),
    ]
    rows = [_cells(part, numbers[part["code"]], names, links) for part in parts]
    return table(_("Operations that are part of {name}", name=whole["name"]), columns, rows)


def _cells(row: Operation, own: Mapping[str, Any], names: Mapping[str, Any], links: Links) -> dict[str, Cell]:
    lead = names.get(row["lead"])
    amounts = {name: getattr(own["numbers"], name) for name in ("deployed", "committed", "announced")}
    return {
        "name": cell(row["name"], links.operation(row["code"])),
        "kind": cell(row["kind"]),
        "days": cell(days_in_words(row, brief=True)),
        "lead": cell(lead.name, links.contributor(lead.code), alpha2=lead.alpha2) if lead else cell(""),
        "as_of": cell(short_day(own["as_of"]).replace(" ", "\u00a0")),
        "pledges": cell(number(own["pledges"]), own["pledges_url"]) if own["pledges"] else cell(""),
        **{
            name: cell(written(amount, "people") if amount.value else "", own["soldiers_url"])
            for name, amount in amounts.items()
        },
    }
