"""One contributor's page, from rows to what its template draws: figures, pledges, members, sizes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from app.contributors.overview import stages_in_words
from app.figures.queries import Totals
from app.i18n import _, ngettext, number, short_day
from app.operations.portrait import days_in_words
from app.pledges.links import Links
from app.pledges.views import Cell, cell, column, pledge_cells, said_in_words, table
from app.pledges.words import IN_ORDER, amount_in_words, quantity_of, sum_in_words, unit_label

Row = Mapping[str, Any]
SAID = ("declined", "lapsed")
OVER = ("ended", "closed")


def figures_table(
    totals: Totals, stages: Totals, operations: Mapping[str, str], links: Links
) -> dict[str, Any]:
    """Its figures by operation and unit, and the sum of each unit. `stages`: the same by operation and stage."""
    columns = [
        column("operation", _("Operation")),
        column("unit", _("Counted in")),
        column("deployed", _("Deployed"), numeric=True),
        column("committed", _("Committed"), numeric=True),
        column("announced", _("Announced"), numeric=True),
        column("delivered", _("Most ever delivered"), numeric=True),
        column("pledges", _("Pledges"), numeric=True),
        column("stages", _("Pledges by stage")),
    ]
    rows = [
        _figures(row, cell(operations[row["operation"]], links.operation(row["operation"])), stages)
        for row in totals.items
    ]
    several = [row for row in totals.totals if sum(one["unit"] == row["unit"] for one in totals.items) > 1]
    foot = [_figures(row, cell(_("In all")), stages) for row in sorted(several, key=_people_first)]
    return table(_("Figures by operation"), columns, rows, foot=foot)


def _people_first(row: Row) -> tuple[bool, str]:
    return row["unit"] != "people", row["unit"]


def _figures(row: Row, first: Cell, stages: Totals) -> dict[str, Cell]:
    return {
        "operation": first,
        "unit": cell(unit_label(row["unit"])),
        **{name: cell(_figure(row, name, stages)) for name in (*IN_ORDER, "delivered")},
        "pledges": cell(str(row["pledges"])),
        "stages": cell(stages_in_words(row["stages"])),
    }


def _figure(row: Row, name: str, stages: Totals) -> str:
    """A sum; words where every pledge that should make it up has no number."""
    return sum_in_words(quantity_of(row, name)) or (
        _("not given") if _lacks_number(row, name, stages) else ""
    )


def _lacks_number(row: Row, stage: str, stages: Totals) -> bool:
    """Whether a pledge at this stage, in this operation (in a sum: in any) and unit, has no number."""
    same = (one for one in stages.items if one["stage"] == stage and one["unit"] == row["unit"])
    return any(one["unquantified"] for one in same if row.get("operation") in (None, one["operation"]))


def by_operation(
    rows: Sequence[Row], operations: Sequence[Row], links: Links, as_of: date, own: Mapping[str, Row]
) -> list[dict[str, Any]]:
    """Its pledges, a table for each operation, in the order in which these started."""
    ordered = sorted(
        operations, key=lambda row: (row["started_on"] is None, row["started_on"] or as_of, row["code"])
    )
    groups = (
        (operation, [row for row in rows if row["operation"] == operation["code"]]) for operation in ordered
    )
    return [
        {
            "code": operation["code"],
            "name": operation["name"],
            "url": links.operation(operation["code"]),
            "days": days_in_words(operation),
            "table": _pledges(operation, mine, links, as_of, own),
        }
        for operation, mine in groups
        if mine
    ]


def _pledges(
    operation: Row, rows: Sequence[Row], links: Links, as_of: date, own: Mapping[str, Row]
) -> dict[str, Any]:
    """After the operation's record nothing is in force: then the most that was delivered says more than the number."""
    is_over = all(row["stage"] in OVER for row in rows)
    shown = [column("number", _("Number")), column("stated_on", _("Last counted"))]
    columns = [
        column("what", _("What")),
        column("category", _("Category")),
        column("stage", _("Stage")),
        *([column("most", _("Most delivered"))] if is_over else shown),
    ]
    cells = [
        {**pledge_cells(row, links, as_of, own.get(row["key"])), "most": cell(_most(row))} for row in rows
    ]
    return table(_("Its pledges for {name}", name=operation["name"]), columns, cells)


def _most(row: Row) -> str:
    """The most of a pledge that was ever in place, in words."""
    if not row["delivered"]:
        return ""
    return amount_in_words(quantity_of(row, "delivered"), row["unit"], row["category"])


def summary(count: int, totals: Sequence[Row]) -> str:
    """How many pledges it has, and at which stages they are. `totals`: one row a unit."""
    stages: dict[str, int] = {}
    for row in totals:
        for stage, n in row["stages"].items():
            stages[stage] = stages.get(stage, 0) + n
    counted = ngettext("{n} pledge", "{n} pledges", count)
    if not stages:
        return counted + "."
    return _("{counted}: {stages}.", counted=counted, stages=stages_in_words(stages))


def memberships_table(rows: Sequence[Row], links: Links, as_of: date) -> dict[str, Any]:
    """The organisations it belongs or belonged to, each with its days."""
    columns = [
        column("organisation", _("Organisation")),
        column("since", _("Since")),
        column("until", _("Until")),
        column("now", _("On the day shown")),
    ]
    cells = [
        {"organisation": cell(row["name"], links.contributor(row["organisation"])), **_days(row, as_of)}
        for row in rows
    ]
    return table(_("Memberships"), columns, cells)


def _days(row: Row, as_of: date) -> dict[str, Cell]:
    return {
        "since": cell(_narrow(row["since"])),
        "until": cell(_narrow(row["until"])),
        "now": cell(_("member") if is_member(row, as_of) else _("not a member")),
    }


def _narrow(on: date | None) -> str:
    return short_day(on).replace(" ", "\u00a0") if on else ""


def is_member(row: Row, as_of: date) -> bool:
    """Whether a membership holds on a day; days that are not known are open."""
    since, until = row["since"], row["until"]
    return (since is None or since <= as_of) and (until is None or until >= as_of)


def members_table(members: Sequence[Row], shares: Sequence[Row], links: Links, as_of: date) -> dict[str, Any]:
    """Who gave something as part of an organisation's pledges, and what; those that are no members come last."""
    columns = [
        column("member", _("Member")),
        column("share", _("As part of its pledges")),
        column("since", _("Since")),
        column("until", _("Until")),
        column("now", _("On the day shown")),
    ]
    given: dict[str, list[Markup]] = {}
    names = {share["contributor"]: (share["contributor_name"], share["alpha2"]) for share in shares}
    for share in shares:
        given.setdefault(share["contributor"], []).append(_share(share, links))
    belongs = {row["member"]: row for row in members}
    rows = [
        {
            **_who(name, links.contributor(code), alpha2),
            "share": cell(Markup("; ").join(given[code])),
            **(_days(belongs[code], as_of) if code in belongs else {"now": cell(_("not a member"))}),
        }
        for code, (name, alpha2) in sorted(
            names.items(), key=lambda item: (item[0] not in belongs, item[1][0])
        )
    ]
    return table(_("What members named"), columns, rows)


def other_members(
    members: Sequence[Row], shares: Sequence[Row], links: Links, as_of: date
) -> list[tuple[str, str, str]]:
    """The members on the day that named nothing: name, address and flag of each."""
    named = {share["contributor"] for share in shares}
    here = (row for row in members if is_member(row, as_of) and row["member"] not in named)
    return [(row["name"], links.contributor(row["member"]), row["alpha2"]) for row in here]


def _who(name: str, url: str, alpha2: str) -> dict[str, Cell]:
    return {"member": cell(name, url, alpha2=alpha2)}


def _share(share: Row, links: Links) -> Markup:
    return Markup('{}: <a href="{}">{}</a>').format(
        share["category_name"], links.pledge(share["key"]), said_in_words(share)
    )


def sizes_table(rows: Sequence[Row]) -> dict[str, Any]:
    """How large the country is, by year: what ratios are made with."""
    columns = [
        column("year", _("Year")),
        column("population", _("Population"), numeric=True),
        column("gdp_usd", _("GDP, US dollars"), numeric=True),
        column("armed_forces", _("Armed forces"), numeric=True),
    ]
    return table(_("Population, economy and armed forces"), columns, [_sizes(row) for row in rows])


def sources_of_sizes(rows: Sequence[Row], links: Links) -> list[tuple[str, str]]:
    """What the sizes rest on: title and address, each once."""
    return list(dict.fromkeys((row["title"], links.source(row["source"])) for row in rows))


def _sizes(row: Row) -> dict[str, Cell]:
    numbers = ("population", "gdp_usd", "armed_forces")
    return {
        "year": cell(str(row["year"])),
        **{name: cell(number(row[name]) if row[name] is not None else "") for name in numbers},
    }
