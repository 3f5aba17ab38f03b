"""Everything on one contributor's page, read for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.changes.latest import feeds_of, latest_changes
from app.contributors.finding import Told, finding
from app.contributors.given import shares_in, sizes_of
from app.contributors.grounds import Portrayed, portrayed, told_of
from app.contributors.keyfigures import key_figures
from app.contributors.life import life_figure, promise_life
from app.contributors.per_size import per_size
from app.contributors.portrait import (
    SAID,
    by_operation,
    figures_table,
    members_table,
    memberships_table,
    other_members,
    sizes_table,
    sources_of_sizes,
    summary,
)
from app.contributors.promises import Promises, promises_of
from app.contributors.refusals import ASKED, refusals_of
from app.contributors.shares import shares_figure
from app.figures.boundary import boundary_of
from app.figures.kept.queries import promises_on
from app.figures.keyfigures import share_bar
from app.figures.queries import totals_of
from app.figures.sourced import sources_of
from app.i18n import _, day, number, short_day
from app.paging import Page
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links, address, with_filter
from app.pledges.queries import list_pledges
from app.pledges.scope import Scope
from app.pledges.wholes import own_rows
from app.pledges.words import unit_label
from app.reading import Reading
from app.sources.numbered import numbered_sources

# More are in the list of pledges.
MOST_PLEDGES = 100
NO_PROMISE: Mapping[str, Any] = {"life_title": "", "chart": None, "standings": None}
Row = Mapping[str, Any]


def content_of(r: Reading, row: Row, page_filter: PledgeFilter, scope: Scope, links: Links) -> dict[str, Any]:
    """What templates/contributors/contributor.html draws below the page's frame."""
    p = portrayed(r, row, page_filter, scope)
    told = told_of(p)
    sources = sources_of(r.connection, scope).count
    page = list_pledges(r.connection, scope, limit=MOST_PLEDGES)
    totals = totals_of(p.sums.own(scope.as_of), ("operation",))
    refusals = refusals_of(r.connection, scope, links, _all_pledges(scope))
    shown = told.height.on if p.is_over and told.height else scope.as_of
    return {
        "head": _head(
            p, told, page, totals.totals, links, sources, len({row["operation"] for row in totals.items})
        )
        | {"kpis": key_figures(p, told, totals.totals, refusals)},
        "coverage": _coverage(p, told),
        "latest": latest_changes(r.connection, scope, links),
        "feeds": feeds_of(scope.filter),
        **numbered_sources(r.connection, scope, sources, links),
        "is_unknown": p.first_day is None and not p.is_filtered,
        "life": life_figure(p, told),
        **NO_PROMISE,
        **promise_life(p, page.rows),
        "shares": shares_figure(p, shown),
        "promises": _promises(p, told, links),
        "per_size": per_size(p, told, shown, links) if row["kind"] == "country" else None,
        "refusals": [list_ for list_ in refusals if list_.entries],
        **_pledges(r, p, page, links),
        **_figures(r, p, totals, links),
        **_about(r, row, scope, links),
    }


def _head(
    p: Portrayed, told: Told, page: Page, totals: Sequence[Row], links: Links, sources: int, operations: int
) -> dict[str, Any]:
    own = {"contributor": p.contributor["code"]}
    bar = share_bar(told.numbers, told.unit, lambda **order: with_filter("/pledges", p.counted(**order)))
    return {
        "title": finding(told),
        "kicker": "",
        "dek": " ".join([*_counted_here(p), *([summary(page.count, totals)] if page.count else [])]),
        "stamp": [
            (_("As of"), short_day(p.scope.as_of), ""),
            (_("Pledges"), number(page.count), links.to("/pledges", **own) if page.count else ""),
            (_("Operations"), number(operations), ""),
            (_("Sources"), number(sources), links.to("/sources", **own) if sources else ""),
        ],
        "bar": bar if len(bar) > 1 and not p.is_over else [],
    }


def _counted_here(p: Portrayed) -> list[str]:
    """What is counted, where the headline has no word for it but "people"."""
    if p.first_day is None or p.subject.unit != "people" or p.subject.things != unit_label("people"):
        return []
    return [_("Counted here: {label}.", label=p.subject.label)]


def _coverage(p: Portrayed, told: Told) -> dict[str, Any] | None:
    """On a day after all that the record follows of it: which days have something to see."""
    if not p.is_over:
        return None
    days = {row["opens_on"]: _("See {day}") for row in p.operations if row["opens_on"]}
    days |= {p.last: _("See {day}, the last")}
    if told.height and told.height.is_done:
        days |= {told.height.on: _("See {day}, its height")}
    return {
        "sentence": _(
            "This record follows the operations of {name} until {last}. What became of a promise after that day is not "
            "in it. On other days there is more to see:",
            name=told.name,
            last=day(p.last),
        ),
        "links": [(label.format(day=day(on)), p.on(on)) for on, label in sorted(days.items())],
    }


def _promises(p: Portrayed, told: Told, links: Links) -> Promises | None:
    found = promises_on(p.reading.connection, p.scope)
    return promises_of(told.name, found, links, _all_pledges(p.scope))


def _all_pledges(scope: Scope) -> str:
    return address("/pledges", scope.filter.but(as_of=scope.as_of, sort="").to_query())


def _pledges(r: Reading, p: Portrayed, page: Page, links: Links) -> dict[str, Any]:
    """Its pledges by operation: all but what stands among what it declined and what it is asked."""
    own = own_rows(r.connection, page.rows, p.scope.as_of, p.scope.filter.recorded_by)
    given = [row for row in page.rows if row["stage"] not in (*SAID, *ASKED)]
    filter = p.scope.filter.but(as_of=p.scope.as_of, sort="")
    return {
        "count": page.count,
        "groups": by_operation(given, p.operations, links, p.scope.as_of, own),
        "more": _("These are {n} of its {all} pledges.", n=number(len(page.rows)), all=number(page.count))
        if page.count > len(page.rows)
        else "",
        "pledges_url": _all_pledges(p.scope),
        "pledges_data": [
            (label, address(f"/pledges.{label.lower()}", filter.to_query()))
            for label in ("CSV", "XLSX", "JSON")
        ],
    }


def _figures(r: Reading, p: Portrayed, totals: Any, links: Links) -> dict[str, Any]:
    stages = totals_of(p.sums.own(p.scope.as_of), ("operation", "stage"))
    names = {row["code"]: row["name"] for row in p.operations}
    return {
        "figures": figures_table(totals, stages, names, links) if totals.items else None,
        "boundary": boundary_of(r.connection, p.scope, totals),
    }


def _about(r: Reading, row: Row, scope: Scope, links: Links) -> dict[str, Any]:
    """What it belongs to, who belongs to it, and how large it is."""
    shares = shares_in(r.connection, row["id"], scope) if row["kind"] == "organisation" else []
    sizes = sizes_of(r.connection, row["id"])
    members, memberships = row["members"], row["memberships"]
    return {
        "memberships": memberships_table(memberships, links, scope.as_of) if memberships else None,
        "members": members_table(members, shares, links, scope.as_of) if shares else None,
        "others": other_members(members, shares, links, scope.as_of),
        "sizes": sizes_table(sizes) if sizes else None,
        "sizes_sources": sources_of_sizes(sizes, links),
    }
