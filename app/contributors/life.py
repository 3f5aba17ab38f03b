"""A contributor's life line: what it had in force of its main unit, by day, over the whole of its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.contributors.finding import Told, finding, rise_in_words
from app.contributors.given import claims_of_wholes
from app.contributors.grounds import Portrayed
from app.contributors.life_ground import life_ground
from app.figures.panels import levels_figure
from app.figures.schemas import Figure
from app.figures.words import opening
from app.i18n import _, day
from app.pledges.charts import life_chart
from app.pledges.detail import get_pledge
from app.pledges.portrait import standing_table


def life_figure(p: Portrayed, told: Told) -> Figure | None:
    """The figure over time of one contributor, whatever the page's day; None where no number was ever given.

    What no member has named yet is nobody's strength: an organisation whose members did has `promise_life`.
    """
    if told.first_day is None or p.has_parts:
        return None
    figure = levels_figure(life_ground(p))
    if figure is None:
        return None
    return replace(
        figure,
        id="life",
        title=_title(told, figure),
        sentence=figure.sentence.strip(),
        note=" ".join([figure.note, _whole_record(p)]),
        links={**figure.links, "page": p.address() + "#life"},
    )


def _title(told: Told, figure: Figure) -> str:
    if told.height is None:
        return figure.title
    said = opening(rise_in_words(told, told.height))
    # The headline says it already.
    return said if said != finding(told) else _("{name}, day by day", name=opening(told.name))


def _whole_record(p: Portrayed) -> str:
    return _("Drawn until {day}, the end of its record, whatever the day of the page.", day=day(p.last))


def promise_life(p: Portrayed, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The life of the largest promise of which members named some, as templates/pledges/life.html draws it.

    `rows`: its pledges on the page's day. Nothing where it has no such promise.
    """
    if not p.has_parts or not rows:
        return {}
    reader, filter = p.reading.connection, p.scope.filter
    claims = claims_of_wholes(reader, p.scope)
    keys = [row["key"] for row in rows if row["key"] in claims]
    if not keys:
        return {}
    largest = get_pledge(reader, max(keys, key=lambda key: claims[key]), p.scope.as_of, filter.recorded_by)
    what = largest["item"] or largest["category_name"]
    return {
        "life_title": _("What became of its promise, day by day: {what}", what=what),
        "chart": life_chart(largest["standings"], p.scope.as_of),
        "standings": standing_table(largest),
    }
