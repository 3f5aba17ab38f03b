"""What a headline has to go by. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.figures.chosen import Chosen
from app.figures.schemas import Numbers
from app.figures.words import things
from app.i18n import _, day, tongue
from app.ledger.standing import is_stock


@dataclass(frozen=True, slots=True)
class Place:
    """The operations of a page: their name in a sentence, and the words that tie a promise to them ("for Mali")."""

    name: str
    tie: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a headline has to go by: the sums of its subject on a day, and what has no number."""

    place: Place
    unit: str
    noun: str
    as_of: date
    numbers: Numbers = field(default_factory=Numbers)
    pledges: int = 0
    unknown: int = 0
    unknown_deployed: int = 0
    stages: Mapping[str, int] = field(default_factory=dict)
    live: Sequence[str] = ()
    declined: Sequence[str] = ()
    first_day: date | None = None
    closes_after: date | None = None
    chosen: Chosen = field(default_factory=Chosen)
    is_today: bool = False
    is_present: bool = False
    is_filtered: bool = False

    @property
    def things(self) -> str:
        """What is counted: "soldiers"."""
        return things(self.unit, self.noun)

    @property
    def tie(self) -> str:
        """By whom, for what, and in which pledges: " by Canada for Mali"."""
        return f"{self.chosen.who}{self.place.tie}{self.chosen.which}"

    @property
    def by(self) -> str:
        """By when; of today nothing needs to be said."""
        return "" if self.is_today else _(" by {day}", day=day(self.as_of))

    @property
    def tail(self) -> str:
        """By whom, for what and by when: " by Canada for Mali by 17 January 2013"."""
        return f"{self.chosen.who}{self.own_tail}"

    @property
    def own_tail(self) -> str:
        """The same of a sentence that names its givers itself."""
        return f"{self.place.tie}{self.by}{self.chosen.which}"

    @property
    def done(self) -> str:
        """What happens to a promise that is kept: a stock is deployed, a flow delivered."""
        return _("deployed") if is_stock(self.unit) else _("delivered")


def place_of(operations: Sequence[Mapping[str, Any]]) -> Place:
    """How sentences name the operations. The first alias is the short name people use; none where no words fit."""
    if len(operations) != 1:
        return Place(_("these operations"), _(" for these operations") if operations else "")
    operation = operations[0]
    name = _short_name(operation)
    if operation["kind"] == "donor conference":
        return Place(_("the {name}", name=name), _(" at the {name}", name=name))
    # "Other support for Mali" is a heading, not a thing that soldiers are promised for.
    return Place(name, "" if operation["kind"] == "other" else _(" for {name}", name=name))


def _short_name(operation: Mapping[str, Any]) -> str:
    """The first alias; in French the first that the French name knows: MISMA, where English has AFISMA."""
    aliases, name = operation["aliases"], operation["name"]
    own = [alias for alias in aliases if tongue() == "fr" and alias != name and alias in name]
    return str(next(iter([*own, *aliases]), name))
