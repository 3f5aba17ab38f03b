"""A contributor's shares in words, bars and a table: said no more exactly than their numbers are. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.figures.charts import longest
from app.figures.schemas import PROMISED, Amount, Bar, Cell, Column, Numbers, Segment, Table
from app.figures.sentences import done, share
from app.figures.words import figure, things, written
from app.i18n import _, percent
from app.pledges.words import stage_label


@dataclass(frozen=True, slots=True)
class Share:
    """One total, and what of it is the contributor's; how many pledges of either have no number."""

    name: str
    unit: str
    noun: str
    tie: str
    own: Numbers
    whole: Numbers
    own_unknown: int
    whole_unknown: int
    own_url: str
    whole_url: str


def share_in_words(own: Amount, whole: Amount, own_unknown: int = 0, others_unknown: int = 0) -> str:
    """A share, said no more exactly than its numbers are: "17%", "at least 17%", "at most 17%", "about 17%".

    It grows with what is the contributor's and shrinks with what is the others'. A pledge without a number is more than
    its sum says.
    """
    others = _rest(own, whole)
    more, less = _leeway(own, own_unknown)
    others_more, others_less = _leeway(others, others_unknown)
    up, down = more or others_less, less or others_more
    said = percent(own.value, whole.value)
    if own.value == whole.value and not others_more and not others_less:
        return _("all")
    if up and down:
        return _("about {share}", share=said)
    if up:
        return _("at least {share}", share=said)
    return _("at most {share}", share=said) if down else said


def _rest(own: Amount, whole: Amount) -> Amount:
    """What is the others'. A number that is 0 is exactly 0; of an open whole nobody knows whose part is open."""
    value = whole.value - own.value
    if not value:
        return Amount()
    high = None if whole.high is None or own.high is None else max(0, whole.high - own.high)
    return Amount(value, max(0, whole.low - own.low), high)


def _leeway(amount: Amount, unknown: int) -> tuple[bool, bool]:
    """Whether it can be more than its figure, and whether less."""
    more = amount.high is None or amount.high > amount.value or bool(unknown)
    return more, amount.low < amount.value


def _of(s: Share, name: str) -> str:
    """Its share of one of the numbers, in words."""
    own, whole = (getattr(numbers, name) for numbers in (s.own, s.whole))
    return share_in_words(own, whole, s.own_unknown, s.whole_unknown - s.own_unknown)


def said_of_share(name: str, s: Share) -> str:
    """Its share of what is in place, else of what is promised: "France had 81% of the soldiers deployed for Mali"."""
    is_done = bool(s.own.deployed.value)
    values = {
        "name": name,
        "share": _spoken(s, "deployed" if is_done else "total"),
        "things": things(s.unit, s.noun),
        "tie": s.tie,
    }
    if is_done:
        return _("{name} had {share} of the {things} {done}{tie}", done=done(s.unit), **values)
    return _("{name} promised {share} of the {things} in force{tie}", **values)


def _spoken(s: Share, name: str) -> str:
    """A share that is exact, as people say it; else with its leeway."""
    own, whole = (getattr(numbers, name) for numbers in (s.own, s.whole))
    said = _of(s, name)
    return share(own.value, whole.value) if said == percent(own.value, whole.value) else said


def share_bars(shares: Sequence[Share]) -> list[Bar]:
    """A bar each: the whole of it is the total, the coloured part the contributor's."""
    reach = max(1.0 / longest(_of_whole(s)) for s in shares)
    return [_bar(s, reach) for s in shares]


def _bar(s: Share, reach: float) -> Bar:
    whole = s.whole.total.value
    pieces = [(name, getattr(s.own, name)) for name in PROMISED if getattr(s.own, name).value]
    segments, start = [], 0.0
    for name, amount in pieces:
        width = 100 * amount.value / whole / reach
        segments.append(Segment(name, round(start, 3), round(width, 3), written(amount, s.unit)))
        start += width
    if (rest := 100 / reach - start) > 0:
        segments.append(Segment("closed", round(start, 3), round(rest, 3), ""))
    return Bar(key=s.name, label=s.name, url=s.own_url, segments=segments, end_text=_of_whole(s))


def _of_whole(s: Share) -> str:
    total = s.whole.total
    return _("{share} of {n}", share=_of(s, "total"), n=written(total, s.unit))


def share_legend(shares: Sequence[Share]) -> list[tuple[str, str]]:
    """The marks that these bars use."""
    used = [(name, stage_label(name)) for name in PROMISED if any(getattr(s.own, name).value for s in shares)]
    rest = any(s.own.total.value < s.whole.total.value for s in shares)
    return [*used, ("closed", _("What others gave or promised"))] if rest else used


def share_table(shares: Sequence[Share], caption: str) -> Table:
    """The same rows: its number leads to its own pledges, the share to everybody's."""
    columns = [
        Column("name", _("Of what")),
        Column("deployed", _("In place"), numeric=True),
        Column("deployed_share", _("Its share"), numeric=True),
        Column("total", _("In all"), numeric=True),
        Column("total_share", _("Share of all"), numeric=True),
    ]
    return Table(caption, columns, [_row(s) for s in shares])


def _row(s: Share) -> dict[str, Cell]:
    cells = {"name": Cell(s.name)}
    for name in ("deployed", "total"):
        own, whole = (getattr(numbers, name) for numbers in (s.own, s.whole))
        if own.value:
            words = _("{share} of {n}", share=_of(s, name), n=figure(whole.value, s.unit))
            cells |= {name: Cell(written(own, s.unit), s.own_url), f"{name}_share": Cell(words, s.whole_url)}
    return cells
