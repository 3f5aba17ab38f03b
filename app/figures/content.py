"""Everything on a dashboard, read for its template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.changes.latest import feeds_of, latest_changes
from app.figures.actions import with_actions
from app.figures.below import nothing_in_words, pledge_list
from app.figures.boundary import boundary_of
from app.figures.facts import asked_and_declined
from app.figures.filterbar import dashboard_form
from app.figures.ground import Ground
from app.figures.headline_figure import headline_of
from app.figures.keyfigures import head_of
from app.figures.lists import lists_of, said_of_lists
from app.figures.registry import figures_of
from app.i18n import _, day
from app.operations.about import about_of
from app.pledges.coverage import coverage_of
from app.pledges.filter import PledgeFilter
from app.pledges.links import with_filter
from app.sources.founding import founding_story
from app.sources.numbered import numbered_sources
from app.web.addresses import public


def content_of(ground: Ground) -> dict[str, Any]:
    """What templates/figures/dashboard.html draws below the page's frame."""
    reader = ground.reading.connection
    said = asked_and_declined(reader, ground.whole)
    head = head_of(ground, said, ground.all_sources.count)
    figures = figures_of(ground)
    return {
        "as_of_query": ground.links.as_of_query,
        "head": head,
        "description": _description(head, figures.values()),
        "form": dashboard_form(ground),
        "coverage": None if ground.is_over else coverage_of(reader, ground.whole, ground.path),
        "ways_back": _ways_back(ground),
        "asked_of": _asked_of(ground),
        "figures": figures,
        "boundary": boundary_of(reader, ground.own, ground.totals),
        "lists_title": said_of_lists(said, ground.chosen),
        "lists": lists_of(said, ground.links.pledge, ground.links.contributor, _all_of(ground)),
        "pledges": pledge_list(ground),
        "cite": with_actions(ground, headline_of(ground, head)),
        "founding": founding_story(
            reader, ground.whole.operation_ids, ground.links, ground.as_of, ground.reading.today
        ),
        "latest": latest_changes(reader, ground.whole, ground.links),
        "feeds": feeds_of(ground.whole.filter),
        **numbered_sources(reader, ground.whole, ground.all_sources.count, ground.links),
        "about": about_of(
            reader, ground.operations, ground.everything, ground.names, ground.links, ground.as_of
        ),
        "canonical": _public(ground),
        "is_empty": not ground.by_contributor.items,
        "nothing": nothing_in_words(ground),
        "wider": _wider(ground),
    }


def _all_of(ground: Ground) -> Callable[[str], str]:
    """The list of what is declined; no filter selects what is asked, for it stands beside any stage."""
    return lambda code: ground.pledges(stage=("declined",)) if code == "declined" else ground.pledges()


def _ways_back(ground: Ground) -> list[tuple[str, str]]:
    """From a day after the record to one with something to see: the day it opens on, and its last."""
    if not ground.is_over:
        return []
    opens = [row["opens_on"] for row in ground.operations if row["opens_on"]]
    days = [*opens[:1], *([ground.closes_after] if ground.closes_after else [])]
    return [(_("See {day}", day=day(on)), ground.board(as_of=on)) for on in dict.fromkeys(days)]


def _asked_of(ground: Ground) -> str:
    words = (
        _("As of {day}.", day=day(ground.as_of))
        if ground.whole.filter.category
        else _("In every category, as of {day}.", day=day(ground.as_of))
    )
    never = _("A refusal or a request is not a number, and is never counted as 0.")
    return f"{words} {never}"


def _description(head: dict[str, Any], figures: Iterable[Any]) -> str:
    sentences = [figure.sentence for figure in figures][:1]
    return " ".join([f"{head['title']}.", *sentences])


def _public(ground: Ground) -> str:
    """The one address of this page: with its day, unless it is the day that it opens on anyway."""
    own = ground.reading.scope(ground.whole.filter.but(as_of=None)).as_of
    kept = None if own == ground.as_of else ground.as_of
    return public(ground.reading.request, ground.board(as_of=kept, sort=""))


def _wider(ground: Ground) -> list[tuple[str, str]]:
    """What to change where nothing is found."""
    ways = []
    if ground.is_filtered:
        ways.append(
            (_("Show the whole operation"), with_filter(ground.path, PledgeFilter(as_of=ground.as_of)))
        )
    if ground.first_day and ground.as_of < ground.first_day:
        ways.append((_("See {day}", day=day(ground.first_day)), ground.board(as_of=ground.first_day)))
    return ways
