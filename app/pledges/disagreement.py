"""Sources that disagree with the figure in use: each beside the statement that counts, with the reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import _, ngettext
from app.pledges.links import Links
from app.pledges.views import statement_entry

Row = Mapping[str, Any]
# Statements of one track speak of the same thing, and can disagree (docs/method.md, "What a source can say").
TRACKS = (
    ("requested", "under_review"),
    ("announced", "committed", "declined", "lapsed"),
    ("deployed", "ended"),
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A statement that is known and not counted, and the one that is: as templates/macros/evidence.html draws them.

    `counted` is None where nothing of the same track counts. `why` is the record's note on the other.
    """

    other: Mapping[str, Any]
    counted: Mapping[str, Any] | None
    is_same_day: bool
    why: str


def disagreements_of(row: Row, links: Links) -> list[Disagreement]:
    """The statements of a pledge that are not accepted, oldest first; retracted ones are no disagreement."""
    live = [s for s in row["statements"] if not s["retracted_at"]]
    accepted = [s for s in live if s["accepted"]]
    return [_disagreement(s, accepted, row, links) for s in live if not s["accepted"]]


def said_of_disagreements(found: Sequence[Disagreement]) -> str:
    """The heading over them."""
    return ngettext("{n} source says otherwise", "{n} sources say otherwise", len(found))


def _disagreement(other: Row, accepted: Sequence[Row], row: Row, links: Links) -> Disagreement:
    counted = _beside(other, accepted)
    return Disagreement(
        other=statement_entry({**other, "note": ""}, links, row["unit"], row["category"]),
        counted=statement_entry(counted, links, row["unit"], row["category"]) if counted else None,
        is_same_day=bool(counted and counted["on"] == other["on"]),
        why=other["note"] or _("The record uses the other source; no reason is noted."),
    )


def _beside(other: Row, accepted: Sequence[Row]) -> Row | None:
    """The accepted statement of the same track that counted on its day; before there was one, the first after it."""
    track = next(codes for codes in TRACKS if other["status"] in codes)
    same = [s for s in accepted if s["status"] in track]
    before = [s for s in same if s["on"] <= other["on"]]
    # Of one day, the same status before another, and one with a number before one without.
    known = max(
        before,
        key=lambda s: (s["on"], s["status"] == other["status"], s["quantity"] is not None),
        default=None,
    )
    return known or next(iter(same), None)
