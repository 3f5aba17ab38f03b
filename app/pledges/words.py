"""What a pledge is, in words: its stage, its numbers with their bounds, the kinds of sources. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.i18n import _, day, month, ngettext, number
from app.ledger.quantity import Quantity, quantity_in_words
from app.ledger.standing import is_stock

IN_ORDER = ("deployed", "committed", "announced")
# A figure older than this is shaded, and the page says when it was last counted.
LONG_AGO = 90


def stage_label(code: str | None) -> str:
    """A stage as its chip says it."""
    labels = {
        "requested": _("Asked"),
        "under_review": _("Under review"),
        "announced": _("Announced"),
        "committed": _("Committed"),
        "declined": _("Declined"),
        "lapsed": _("Lapsed"),
        "deployed": _("Deployed"),
        "ended": _("Ended"),
        "closed": _("Outcome not in this record"),
    }
    return labels.get(code or "", _("Nothing said yet"))


def status_label(code: str) -> str:
    """A statement's status: what it says happened on its day."""
    return {"requested": _("Requested"), "ended": _("Ended")}.get(code) or stage_label(code)


def pending_label(code: str) -> str:
    """What is asked for beside any stage and not yet answered."""
    labels = {"requested": _("asked for more"), "under_review": _("more under review")}
    return labels.get(code, "")


def kind_label(code: str) -> str:
    """The kind of a source."""
    labels = {
        "government": _("government"),
        "parliament": _("parliament"),
        "organisation": _("organisation"),
        "agency": _("news agency"),
        "newspaper": _("newspaper"),
        "broadcaster": _("broadcaster"),
        "specialist": _("specialist publication"),
        "think_tank": _("think tank"),
        "reference": _("reference work"),
        "social": _("social media"),
        "other": _("other"),
    }
    return labels.get(code, code)


def unit_label(code: str) -> str:
    """A unit by itself, in a heading or a choice."""
    labels = {
        "people": _("people"),
        "aircraft": _("aircraft"),
        "vessels": _("vessels"),
        "vehicles": _("vehicles"),
        "sorties": _("sorties"),
        "tonnes": _("tonnes"),
        "passengers": _("passengers"),
        "hours": _("hours"),
        "none": _("not counted in numbers"),
    }
    return labels.get(code, code)


def stated_day(on: date, precision: str) -> str:
    """The day, month or year that a source speaks of, as a reader writes it."""
    return {"month": month(on), "year": str(on.year)}.get(precision) or day(on)


def quantity_of(row: Mapping[str, Any], name: str) -> Quantity:
    """One of a row's numbers with its bounds."""
    return Quantity(row[name], row[f"{name}_low"], row[f"{name}_high"], "")


# What the things of a category are called where the unit alone says too little: trainers are people, not troops.
_NOUNS: dict[tuple[str, str], Callable[[int, str], str]] = {
    ("troops", "people"): lambda n, a: ngettext("{amount} soldier", "{amount} soldiers", n, amount=a),
    ("trainers", "people"): lambda n, a: ngettext(
        "{amount} military trainer", "{amount} military trainers", n, amount=a
    ),
    ("police", "people"): lambda n, a: ngettext(
        "{amount} police officer", "{amount} police officers", n, amount=a
    ),
    ("uniformed-personnel", "people"): lambda n, a: ngettext(
        "{amount} soldier or police officer", "{amount} soldiers and police", n, amount=a
    ),
    ("combat-aircraft", "aircraft"): lambda n, a: ngettext(
        "{amount} combat aircraft", "{amount} combat aircraft", n, amount=a
    ),
    ("transport-aircraft", "aircraft"): lambda n, a: ngettext(
        "{amount} transport aircraft", "{amount} transport aircraft", n, amount=a
    ),
    ("tanker-aircraft", "aircraft"): lambda n, a: ngettext(
        "{amount} tanker aircraft", "{amount} tanker aircraft", n, amount=a
    ),
    ("surveillance-aircraft", "aircraft"): lambda n, a: ngettext(
        "{amount} surveillance aircraft", "{amount} surveillance aircraft", n, amount=a
    ),
    ("helicopters", "aircraft"): lambda n, a: ngettext(
        "{amount} helicopter", "{amount} helicopters", n, amount=a
    ),
}


def amount_in_words(quantity: Quantity, unit: str, category: str = "") -> str:
    """An amount as it is counted: "at least 200 military trainers", "1 transport aircraft", "number not given"."""
    noun = _NOUNS.get((category, unit))
    if noun is None or quantity.value is None:
        return quantity_in_words(quantity, unit)
    return noun(quantity.value, quantity_in_words(quantity, "none"))


def standing_in_words(row: Mapping[str, Any]) -> str:
    """What a pledge amounts to on a day: "1,400 soldiers deployed, 1,100 more announced"; never 0 for unknown."""
    stage = row["stage"]
    if stage in ("deployed", "committed", "announced"):
        return _live(row)
    if stage == "ended":
        return _ended(row)
    words = {
        "requested": _("asked, no promise"),
        "under_review": _("under review, no promise"),
        "declined": _("declined"),
        "lapsed": _("withdrawn or turned down"),
        "closed": _closed(row),
    }
    return words.get(stage) or _("nothing said by this day")


def _live(row: Mapping[str, Any]) -> str:
    unit, category = row["unit"], row.get("category", "")
    if unit == "none":
        return _("not counted in numbers")
    parts: list[str] = []
    if row["unquantified"] and not row[row["stage"]]:
        parts.append(_NOT_GIVEN[row["stage"]]())
    for name in IN_ORDER:
        quantity = quantity_of(row, name)
        # A counted 0 is said once, at the pledge's own stage, and nowhere else.
        if quantity.value or (quantity.value == 0 and name == row["stage"]):
            counted = bool(parts) and not row["unquantified"]
            amount = (
                quantity_in_words(quantity, "none") if counted else amount_in_words(quantity, unit, category)
            )
            parts.append(_said(name, unit, amount, more=counted))
    return ", ".join(parts)


_NOT_GIVEN: dict[str, Callable[[], str]] = {
    "deployed": lambda: _("deployed, number not given"),
    "committed": lambda: _("committed, number not given"),
    "announced": lambda: _("announced, number not given"),
}


def _said(name: str, unit: str, amount: str, *, more: bool) -> str:
    if name == "deployed":
        return (
            _("{amount} deployed", amount=amount) if is_stock(unit) else _("{amount} so far", amount=amount)
        )
    if name == "committed":
        return _("{amount} more committed", amount=amount) if more else _("{amount} committed", amount=amount)
    return _("{amount} more announced", amount=amount) if more else _("{amount} announced", amount=amount)


def _ended(row: Mapping[str, Any]) -> str:
    quantity = quantity_of(row, "delivered")
    if not quantity.value:
        return _("ended")
    amount = amount_in_words(quantity, row["unit"], row.get("category", ""))
    return _("{amount} delivered, now ended", amount=amount)


def _closed(row: Mapping[str, Any]) -> str:
    quantity = quantity_of(row, "deployed")
    if quantity.value:  # of a flow, what was delivered stays
        amount = amount_in_words(quantity, row["unit"], row.get("category", ""))
        return _("{amount} by then, outcome not in this record", amount=amount)
    return _("outcome not in this record")


def days_since(stated_on: date | None, as_of: date) -> int:
    """How many days before `as_of` the newest figure was stated; 0 where there is none."""
    return (as_of - stated_on).days if stated_on else 0


def is_old(stated_on: date | None, as_of: date) -> bool:
    """Whether a figure is so old that a page shades it."""
    return days_since(stated_on, as_of) > LONG_AGO


def sum_in_words(quantity: Quantity) -> str:
    """A sum in a table: "3,300"; "3,500+" where more than that is possible and less is not; empty for 0.

    A summed low bound is never printed: docs/method.md, "Bounds".
    """
    if not quantity.value:
        return ""
    is_least = quantity.high is None and quantity.low == quantity.value
    return number(quantity.value) + ("+" if is_least else "")
