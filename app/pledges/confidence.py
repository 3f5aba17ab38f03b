"""How sure a pledge's figure is, in facts: who says it, how many, how exactly, and who says otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.i18n import _, listing, ngettext, number
from app.ledger.printed import is_about, plain
from app.ledger.standing import UNCOUNTED
from app.text import fold

Row = Mapping[str, Any]
# Those that can decide about a pledge, or are its own: the others report.
OFFICIAL = ("government", "parliament", "organisation")
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Confidence:
    """What there is to know. `exact` is None where no source gives a number; `text` is the newest number."""

    statements: int
    official: int
    publishers: Sequence[str]
    exact: bool | None
    text: str
    contradicted: int


def confidence_of(statements: Sequence[Row], as_of: date) -> Confidence | None:
    """Of a pledge's statements up to a day; None where none counts. Retracted ones say nothing."""
    live = [s for s in statements if not s["retracted_at"] and s["on"] <= as_of]
    counted = [s for s in live if s["accepted"]]
    if not counted:
        return None
    numbered = [s for s in counted if s["quantity"] is not None]
    newest = max(numbered, key=lambda s: s["on"], default=None)
    return Confidence(
        statements=len(counted),
        official=sum(s["source"]["kind"] in OFFICIAL for s in counted),
        publishers=_publishers(counted),
        exact=_is_exact(newest) if newest else None,
        text=_printed(newest) if newest else "",
        contradicted=len(live) - len(counted),
    )


def _publishers(counted: Sequence[Row]) -> list[str]:
    """Each once, in the order in which they spoke; a source that names none is no witness of its own."""
    named = {fold(s["source"]["publisher"]): s["source"]["publisher"] for s in reversed(counted)}
    named.pop("", None)
    return list(reversed(named.values()))


def _printed(s: Row) -> str:
    """A plain number as this record writes numbers, anything else in the source's own words."""
    return number(s["quantity"]) if _is_exact(s) else s["quantity_text"]


def _is_exact(s: Row) -> bool:
    return bool(s["quantity"] == s["quantity_low"] == s["quantity_high"]) and not is_about(
        plain(s["quantity_text"])
    )


def confidence_in_words(found: Confidence, unit: str) -> list[str]:
    """The same in whole sentences, one a fact."""
    return [
        _official(found),
        _spoken(found.publishers),
        *([] if unit == UNCOUNTED else [_exactness(found)]),
        ngettext(
            "{n} source says otherwise; it is shown and not counted.",
            "{n} sources say otherwise; they are shown and not counted.",
            found.contradicted,
        )
        if found.contradicted
        else _("No source in this record says otherwise."),
    ]


def _official(found: Confidence) -> str:
    if not found.official:
        return _("No government, parliament or organisation is quoted directly: others report it.")
    if found.official == found.statements:
        return _("It is official: a government, parliament or organisation says so itself.")
    return ngettext(
        "{official} of {n} statement is official: of a government, parliament or organisation itself.",
        "{official} of {n} statements are official: of a government, parliament or organisation itself.",
        found.statements,
        official=found.official,
    )


def _spoken(publishers: Sequence[str]) -> str:
    if not publishers:
        return _("Its sources name no publisher.")
    if len(publishers) == 1:
        return _("It rests on one publisher: {name}.", name=publishers[0])
    if len(publishers) > MOST_NAMES:
        return _("It rests on {n} different publishers.", n=len(publishers))
    return _(
        "It rests on {n} different publishers: {names}.", n=len(publishers), names=listing(list(publishers))
    )


def _exactness(found: Confidence) -> str:
    if found.exact is None:
        return _("No source gives a number.")
    if found.exact:
        return _("The newest number is exact: {text}.", text=found.text)
    return _("The newest number is not exact: its source says “{text}”.", text=found.text)
