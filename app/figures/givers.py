"""Contributors as a figure shows them: their numbers, and the words where there is no number. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.figures.schemas import PROMISED, Amount, Numbers, numbers_of
from app.figures.words import figure, name_in_text, short_name, written
from app.i18n import _, short_day
from app.ledger.standing import UNCOUNTED
from app.pledges.words import is_old, stage_label

ASKED = ("requested", "under_review")
# Rows of a chart: the largest, those without a number among them; and of those with words alone.
MOST_BARS, MOST_WORDS = 15, 8


@dataclass(frozen=True, slots=True)
class Giver:
    """One contributor's pledges in one unit on a day. `claim`: what an organisation said in all, its members' share
    included; `named`: what those members named of it.
    """

    code: str
    name: str
    alpha2: str
    unit: str
    as_of: date
    numbers: Numbers = field(default_factory=Numbers)
    pledges: int = 0
    unknown: int = 0
    asked: int = 0
    stages: Mapping[str, int] = field(default_factory=dict)
    whole: Amount | None = None
    counted_on: date | None = None

    @property
    def label(self) -> str:
        """Its name beside a bar."""
        return short_name(self.code, self.name)

    @property
    def in_text(self) -> str:
        """Its name inside a sentence."""
        return name_in_text(self.code, self.name)

    def written(self, amount: Amount) -> str:
        """One of its numbers, as its bar and its cells write it."""
        return written(amount, self.unit)

    @property
    def total(self) -> Amount:
        """What its bar amounts to."""
        return self.numbers.total

    @property
    def is_live(self) -> bool:
        """Whether it gives or promised something, counted or not."""
        return any(self.stages.get(stage) for stage in PROMISED)

    @property
    def is_stale(self) -> bool:
        """Whether one of its figures was last counted so long ago that a page shades it."""
        return is_old(self.counted_on, self.as_of)

    @property
    def has_declined(self) -> bool:
        """Whether it refused something."""
        return bool(self.stages.get("declined"))

    @property
    def has_words(self) -> bool:
        """Whether it has no bar but something a chart must say: asked, declined."""
        return not self.is_live and bool(self.asked or self.has_declined)


def givers_of(
    items: Sequence[Mapping[str, Any]],
    known: Mapping[str, Mapping[str, Any]],
    wholes: Mapping[str, Amount],
    as_of: date,
) -> list[Giver]:
    """Totals by contributor (of one unit) with what is known of each: in the order in which a figure shows them."""
    givers = [_giver(row, known[row["contributor"]], wholes.get(row["contributor"]), as_of) for row in items]
    return sorted(givers, key=_order)


def _giver(row: Mapping[str, Any], known: Mapping[str, Any], whole: Amount | None, as_of: date) -> Giver:
    return Giver(
        code=row["contributor"],
        name=known["name"],
        alpha2=known["alpha2"],
        unit=row["unit"],
        as_of=as_of,
        numbers=numbers_of(row),
        pledges=row["pledges"],
        unknown=row["unquantified"],
        asked=known["asked"],
        stages=row["stages"],
        whole=whole,
        counted_on=known["counted_on"],
    )


def _order(giver: Giver) -> tuple[int, int, str]:
    """Numbers first, the largest before the others; then what has no number; asked; declined; what is over."""
    ranks = (
        giver.total.value > 0,
        giver.unknown > 0,
        giver.is_live,
        giver.asked > 0,
        giver.has_declined,
        giver.stages.get("lapsed", 0) > 0,
        giver.stages.get("ended", 0) > 0,
    )
    rank = next((i for i, holds in enumerate(ranks) if holds), len(ranks))
    return rank, -giver.total.value, giver.name


def charted(givers: Sequence[Giver]) -> list[Giver]:
    """Those that a chart has room for, in order."""
    bars = [giver for giver in givers if giver.is_live][:MOST_BARS]
    return bars + [giver for giver in givers if giver.has_words][:MOST_WORDS]


def note_of(giver: Giver) -> tuple[str, str]:
    """The words beside its number, or in its place; and the mark before them. The most telling comes first."""
    # The day of an old count stands where there is nothing else to say; the table of pledges has it for each.
    notes = [*_missing(giver), *_claimed(giver), *_beside(giver)] or _counted_long_ago(giver)
    return "; ".join(words for words, _code in notes), notes[0][1] if notes else ""


def told_in_full(giver: Giver) -> tuple[str, str]:
    """The same where there is room: of an organisation what it said, what its members named, and what is left."""
    note, code = note_of(giver)
    if giver.whole is None:
        return note, code
    said = written(giver.whole, giver.unit)
    named = giver.whole.value - giver.total.value
    if not giver.total.value:
        return _("said {n} in all; its members named all of it", n=said), code
    values = {"n": said, "named": figure(named, giver.unit), "left": written(giver.total, giver.unit)}
    return _("said {n} in all; its members named {named}, and {left} are not yet named", **values), code


def _counted_long_ago(giver: Giver) -> list[tuple[str, str]]:
    if not giver.is_stale or giver.counted_on is None:
        return []
    return [(_("counted {day}", day=short_day(giver.counted_on)), "")]


def _missing(giver: Giver) -> list[tuple[str, str]]:
    if not giver.unknown:
        return []
    if giver.total.value:
        return [(_("+ number not given"), "unquantified")]
    words = {
        "deployed": _("deployed, number not given"),
        "committed": _("committed, number not given"),
        "announced": _("announced, number not given"),
    }
    stage = next((name for name in PROMISED if giver.stages.get(name)), "announced")
    return [(words[stage], "unquantified")]


def _claimed(giver: Giver) -> list[tuple[str, str]]:
    if giver.whole is None:
        return []
    said = written(giver.whole, giver.unit)
    if giver.total.value:
        return [(_("not yet named, of {n} in all", n=said), "")]
    return [(_("{n} in all, named by its members", n=said), "")]


def _beside(giver: Giver) -> list[tuple[str, str]]:
    notes: list[tuple[str, str]] = []
    if giver.unit == UNCOUNTED and giver.is_live:
        stage = next(name for name in PROMISED if giver.stages.get(name))
        words = {"deployed": _("being given"), "committed": _("committed"), "announced": _("announced")}
        notes.append((words[stage], stage))
    if giver.asked:
        notes.append(_asked(giver))
    if giver.has_declined:
        notes.append((_("also declined") if giver.is_live else _("declined"), "declined"))
    return notes or _over(giver)


def _asked(giver: Giver) -> tuple[str, str]:
    if giver.is_live:
        return _("asked for more"), "requested"
    if giver.stages.get("requested"):
        return _("asked, no promise"), "requested"
    return _("under review, no promise"), "under_review"


def _over(giver: Giver) -> list[tuple[str, str]]:
    """What is left to say of a contributor with nothing in force and nothing asked or refused."""
    if giver.is_live:
        return []
    stage = next((name for name in ("lapsed", "ended", "closed") if giver.stages.get(name)), "")
    return [(stage_label(stage), stage)] if stage else []
