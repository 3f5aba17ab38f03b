"""Everybody in one table: who has pledged how much, in people and aircraft, and how far each has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from app.figures.queries import Totals
from app.i18n import _, ngettext
from app.ledger.quantity import Quantity
from app.pledges.links import Links
from app.pledges.views import Cell, cell, column, said_in_words, sortable, table
from app.pledges.words import IN_ORDER, sum_in_words
from app.vocabulary import STAGES

Row = Mapping[str, Any]
# Soldiers and police: a contingent that becomes a UN one must not vanish.
SOLDIERS = ("troops", "uniformed-personnel")
SORTS: dict[str, Callable[[Mapping[str, Any], Standing], Any]] = {
    "name": lambda row, s: (row["name"].casefold(), row["code"]),
    "pledges": lambda row, s: s.pledges,
    "deployed": lambda row, s: s.people.get("deployed", 0),
    "committed": lambda row, s: s.people.get("committed", 0),
    "announced": lambda row, s: s.people.get("announced", 0),
}


@dataclass(slots=True)
class Standing:
    """One contributor on the day: how many pledges at which stages, and its sums of people and of aircraft."""

    pledges: int = 0
    stages: dict[str, int] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    aircraft: dict[str, Any] = field(default_factory=dict)


def standings_by(totals: Totals, people: Iterable[Row], aircraft: Iterable[Row]) -> dict[str, Standing]:
    """By contributor: `totals` grouped by it; `people` and `aircraft`, rows of one unit each, by it and by stage."""
    found: dict[str, Standing] = {}
    for row in totals.items:
        mine = found.setdefault(row["contributor"], Standing())
        mine.pledges += row["pledges"]
        for stage, n in row["stages"].items():
            mine.stages[stage] = mine.stages.get(stage, 0) + n
    for of_people in people:
        _add(found[of_people["contributor"]].people, of_people)
    for of_aircraft in aircraft:
        _add(found[of_aircraft["contributor"]].aircraft, of_aircraft)
    return found


def _add(sums: dict[str, Any], row: Row) -> None:
    """Add a row of one stage: its numbers, with open bounds, and where it has none though it should."""
    for name in IN_ORDER:
        sums[name] = sums.get(name, 0) + row[name]
        sums[f"{name}_low"] = sums.get(f"{name}_low", 0) + row[f"{name}_low"]
        known = sums.get(f"{name}_high", 0)
        high = row[f"{name}_high"]
        sums[f"{name}_high"] = None if known is None or high is None else known + high
    if row["unquantified"] and row["stage"] in IN_ORDER:
        sums[f"{row['stage']}_not_given"] = True


def sums_in_words(sums: Mapping[str, Any], name: str) -> str:
    """A sum of one of the three numbers; words where some pledge has none, empty where there is nothing."""
    if not sums:
        return ""
    known = sum_in_words(Quantity(sums[name], sums[f"{name}_low"], sums[f"{name}_high"], ""))
    if not sums.get(f"{name}_not_given"):
        return known
    return _("{n} and more", n=known) if known else _("not given")


def stages_in_words(stages: Mapping[str, int]) -> str:
    """How many pledges are at which stage: "2 deployed, 1 declined"."""
    furthest = ("deployed", "committed", "announced", "under_review", "requested", "ended", "closed")
    ordered = sorted(
        stages, key=lambda s: furthest.index(s) if s in furthest else len(furthest) + STAGES.index(s)
    )
    return ", ".join(_counted(stage, stages[stage]) for stage in ordered)


def _counted(stage: str, n: int) -> str:
    words = {
        "requested": ngettext("{n} asked", "{n} asked", n),
        "under_review": ngettext("{n} under review", "{n} under review", n),
        "announced": ngettext("{n} announced", "{n} announced", n),
        "committed": ngettext("{n} committed", "{n} committed", n),
        "declined": ngettext("{n} declined", "{n} declined", n),
        "lapsed": ngettext("{n} lapsed", "{n} lapsed", n),
        "deployed": ngettext("{n} deployed", "{n} deployed", n),
        "ended": ngettext("{n} ended", "{n} ended", n),
        "closed": ngettext("{n} with outcome not in this record", "{n} with outcome not in this record", n),
    }
    return words[stage]


def sorted_rows(
    rows: Iterable[Mapping[str, Any]], standings: Mapping[str, Standing], sort: str
) -> list[Mapping[str, Any]]:
    """The contributors in the order asked for; of equals the first by name comes first."""
    by_name = sorted(rows, key=lambda row: SORTS["name"](row, standings[row["code"]]))
    key = SORTS[sort.removeprefix("-") or "name"]
    return sorted(by_name, key=lambda row: key(row, standings[row["code"]]), reverse=sort.startswith("-"))


def countries_table(
    rows: Iterable[Mapping[str, Any]],
    standings: Mapping[str, Standing],
    links: Links,
    sort: str,
    to: Callable[[str], str],
) -> dict[str, Any]:
    """The countries that have pledges, one a row."""
    columns = [
        sortable("name", _("Contributor"), "name", sort or "name", to),
        sortable("pledges", _("Pledges"), "pledges", sort, to, down=True, numeric=True),
        sortable("deployed", _("Deployed"), "deployed", sort, to, down=True, numeric=True),
        sortable("committed", _("Committed"), "committed", sort, to, down=True, numeric=True),
        sortable("announced", _("Announced"), "announced", sort, to, down=True, numeric=True),
        column("aircraft", _("Aircraft")),
        column("stages", _("Pledges by stage")),
    ]
    return table(_("Countries"), columns, [_cells(row, standings[row["code"]], links) for row in rows])


def organisations_table(
    rows: Iterable[Row],
    standings: Mapping[str, Standing],
    lines: Mapping[str, Sequence[Markup]],
    links: Links,
) -> dict[str, Any]:
    """The organisations that have pledges, one a row, with what each said."""
    columns = [
        column("name", _("Contributor")),
        column("pledges", _("Pledges"), numeric=True),
        column("said", _("What it said")),
    ]
    cells = [
        {**_cells(row, standings[row["code"]], links), "said": cell(Markup("<br>").join(lines[row["code"]]))}
        for row in rows
    ]
    return table(_("Organisations"), columns, cells)


def pledge_line(row: Row, links: Links, own: Row | None) -> Markup:
    """A pledge in a line, that leads to it: "West African force: 3,300 soldiers committed in all"."""
    what = row["item"] or row["category_name"]
    return Markup('<a href="{}">{}</a>: {}').format(links.pledge(row["key"]), what, said_in_words(row, own))


def _cells(row: Mapping[str, Any], mine: Standing, links: Links) -> dict[str, Cell]:
    return {
        "name": cell(row["name"], links.contributor(row["code"]), alpha2=row["alpha2"]),
        "pledges": cell(str(mine.pledges), links.to("/pledges", contributor=row["code"])),
        **{name: cell(sums_in_words(mine.people, name)) for name in IN_ORDER},
        "aircraft": cell(_aircraft(mine.aircraft)),
        "stages": cell(stages_in_words(mine.stages)),
    }


def _aircraft(sums: Mapping[str, Any]) -> str:
    said = {
        "deployed": _("{amount} deployed", amount=sums_in_words(sums, "deployed")),
        "committed": _("{amount} committed", amount=sums_in_words(sums, "committed")),
        "announced": _("{amount} announced", amount=sums_in_words(sums, "announced")),
    }
    return ", ".join(said[name] for name in IN_ORDER if sums_in_words(sums, name))
