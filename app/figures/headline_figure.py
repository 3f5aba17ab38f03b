"""The headline with its bar and key figures as a figure: what a whole page is quoted, cited and shared with."""

from __future__ import annotations

from typing import Any

from app.figures.facts import asked_and_declined
from app.figures.ground import Ground
from app.figures.keyfigures import head_of
from app.figures.schemas import Figure
from app.figures.sentences import numbers_in_words

ID = "headline"
TEMPLATE = "embed/headline.html"


def headline_figure(ground: Ground) -> Figure:
    """The headline of a page that is not at hand."""
    said = asked_and_declined(ground.reading.connection, ground.whole)
    return headline_of(ground, head_of(ground, said, ground.all_sources.count))


def headline_of(ground: Ground, head: dict[str, Any]) -> Figure:
    """The headline of a page as a figure; `head` is what the page draws."""
    has_numbers = bool(head["bar"])
    return Figure(
        id=ID,
        title=head["title"],
        sentence=numbers_in_words(ground.givers, ground.subject.unit, ground.subject.noun, ground.as_of)
        if has_numbers
        else "",
        drawing=head,
        template=TEMPLATE,
        source_line=ground.own_sources.line,
        links={
            **{ending: ground.data("totals", ending, by="contributor") for ending in ("csv", "xlsx", "json")},
            "page": ground.board() + f"#{ID}",
        },
    )
