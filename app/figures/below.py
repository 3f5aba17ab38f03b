"""What stands below the figures of a dashboard: the pledges themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.figures.ground import Ground
from app.i18n import _, day, ngettext
from app.pledges.queries import list_pledges
from app.pledges.views import column, pledge_cells, table
from app.pledges.wholes import own_rows

ENDINGS = ("csv", "xlsx", "json")
A_LIST = 50
STAGES = ("deployed", "committed", "announced", "requested", "under_review", "declined", "lapsed")


def pledge_list(ground: Ground) -> dict[str, Any] | None:
    """The first pledges in scope, and where the rest is; None where there is none."""
    reader, scope = ground.reading.connection, ground.whole
    in_order = replace(scope, filter=scope.filter.but(sort=scope.filter.sort or "category"))
    page = list_pledges(reader, in_order, limit=A_LIST)
    if not page.rows:
        return None
    own = own_rows(reader, page.rows, scope.as_of, scope.filter.recorded_by)
    ordered = page.rows if scope.filter.sort else sorted(page.rows, key=_by_weight(ground))
    rows = [pledge_cells(row, ground.links, scope.as_of, own.get(row["key"])) for row in ordered]
    labels = {
        "contributor": _("Contributor"),
        "what": _("What"),
        "category": _("Category"),
        "number": _("Number"),
        "stage": _("Stage"),
        "stated_on": _("Last counted"),
    }
    columns = [column(key, label) for key, label in labels.items()]
    return {
        "table": table(_("Pledges, {day}", day=day(scope.as_of)), columns, rows),
        "title": ngettext("{n} pledge", "{n} pledges", page.count),
        "rest": page.count - len(page.rows),
        "url": ground.pledges(),
        "links": {ending: _beside(ground.pledges(), ending) for ending in ENDINGS},
    }


def _by_weight(ground: Ground) -> Callable[[dict[str, Any]], tuple[int, int, int]]:
    """Within each category what is in force comes first, the largest before the others."""
    order = [row["category"] for row in ground.categories]
    return lambda row: (
        order.index(row["category"]),
        STAGES.index(row["stage"]) if row["stage"] in STAGES else len(STAGES),
        -(row["claim"] or 0),
    )


def _beside(address: str, ending: str) -> str:
    path, sign, query = address.partition("?")
    return f"{path}.{ending}{sign}{query}"


def nothing_in_words(ground: Ground) -> str:
    """The sentence that stands where there is nothing to draw."""
    if ground.is_filtered:
        return _("No pledge is what you asked for on this day. Take another day, or ask for less.")
    return _("Nothing is recorded by this day.")
