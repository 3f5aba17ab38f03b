"""What was left out of a total, in words: why, and of each row what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.i18n import _, ngettext, number
from app.ledger.quantity import Quantity
from app.pledges.left_out import LeftOut
from app.pledges.links import Links
from app.pledges.views import source_entry, statement_entry
from app.pledges.wholes import left_over, named_by_members
from app.pledges.words import amount_in_words, standing_in_words, unit_label

Row = Mapping[str, Any]
# What the title of the reason has said already.
_SAID_BY_TITLE = ("members_share", "declined", "lapsed", "uncounted")
# Rows of a reason that a page shows; the file has all.
SHOWN = 60
# A reason with more rows than this is folded.
FEW = 6


def why(row: Row) -> str:
    """The reason for which one row is left out, in a sentence."""
    own = _OWN_WORDS.get(row["reason"])
    return own(row) if own else _REASONS[row["reason"]]()


_REASONS: dict[str, Callable[[], str]] = {
    "members_share": lambda: _(
        "An organisation's share that its members have named counts in the members' own rows, "
        "and here only what nobody has named."
    ),
    "unquantified": lambda: _("No source gives a number. It adds nothing, and that is not 0."),
    "not_accepted": lambda: _("Sources disagree: the record uses another figure, and these are never added."),
    "retracted": lambda: _("Taken out of every figure; it stays in the record with its reason."),
    "other_unit": lambda: _("Numbers of different units are not added."),
    "asked": lambda: _("Asked for or under review: nobody has promised it."),
    "declined": lambda: _("A refusal is not a number."),
    "lapsed": lambda: _("The promise was taken back, or turned down by the one it was made to."),
    "ended": lambda: _("No longer in place on this day."),
    "closed": lambda: _("The outcome is not in this record: nothing is known that could be counted."),
    "uncounted": lambda: _("Never counted in numbers."),
    "zero": lambda: _("A source counted 0."),
}


def _named(row: Row) -> str:
    values = {
        "claim": _amount(row, row["claim"]),
        "named": number(named_by_members(dict(row))),
        "left": number(left_over(dict(row))),
    }
    return _(
        "Of {claim} in all, members have named {named}, counted in their rows; {left} count here.", **values
    )


def _amount(row: Row, value: int) -> str:
    return amount_in_words(Quantity(value, value, value, ""), row["unit"], row["category"])


_OWN_WORDS: dict[str, Callable[[Row], str]] = {
    "members_share": _named,
    "not_accepted": lambda row: row["note"] or _("The record uses another source."),
    "retracted": lambda row: row["retraction_reason"] or _("Retracted."),
    "other_unit": lambda row: _("Counted in another unit: {unit}.", unit=unit_label(row["unit"])),
}

_TITLES: dict[str, Callable[[int], str]] = {
    "members_share": lambda n: ngettext(
        "{n} share that members have named", "{n} shares that members have named", n
    ),
    "unquantified": lambda n: ngettext("{n} pledge without a number", "{n} pledges without a number", n),
    "not_accepted": lambda n: ngettext("{n} statement not accepted", "{n} statements not accepted", n),
    "retracted": lambda n: ngettext("{n} retracted", "{n} retracted", n),
    "other_unit": lambda n: ngettext("{n} pledge in another unit", "{n} pledges in other units", n),
    "asked": lambda n: ngettext("{n} asked for, not promised", "{n} asked for, not promised", n),
    "declined": lambda n: ngettext("{n} declined", "{n} declined", n),
    "lapsed": lambda n: ngettext("{n} withdrawn or turned down", "{n} withdrawn or turned down", n),
    "ended": lambda n: ngettext("{n} ended", "{n} ended", n),
    "closed": lambda n: ngettext("{n} of unknown outcome", "{n} of unknown outcome", n),
    "uncounted": lambda n: ngettext("{n} not counted in numbers", "{n} not counted in numbers", n),
    "zero": lambda n: ngettext("{n} counted as 0", "{n} counted as 0", n),
}


def groups_of(left_out: Sequence[LeftOut], links: Links) -> list[dict[str, Any]]:
    """What is left out by reason, as templates/pledges/left_out.html draws it."""
    return [_group(group, links) for group in left_out]


def _group(left_out: LeftOut, links: Links) -> dict[str, Any]:
    beyond = left_out.count - len(left_out.rows)
    return {
        "code": left_out.reason,
        "title": _TITLES[left_out.reason](left_out.count),
        "why": _REASONS[left_out.reason](),
        "open": left_out.count <= FEW,
        "rows": [_line(row, links) for row in left_out.rows],
        "more": ngettext("{n} more is in the file", "{n} more are in the file", beyond) if beyond else "",
    }


def _line(row: Row, links: Links) -> dict[str, Any]:
    pledge = row["pledge"]
    gone = row["reason"] == "retracted" and row["statement"] is None
    anchor = f"#statement-{row['statement']}" if row["statement"] else ""
    return {
        "alpha2": row["alpha2"],
        "contributor": row["contributor_name"],
        "what": row["item"] or row["category_name"],
        "operation": row["operation_name"],
        # A retracted pledge has a page that says why, and no more.
        "url": "" if gone else links.pledge(pledge) + anchor,
        "said": _said(row, links),
        "source": _source(row, links),
        "why": why(row) if row["reason"] in ("members_share", "not_accepted", "retracted") else "",
    }


def _said(row: Row, links: Links) -> str:
    if row["said"] is None:
        return standing_in_words(row) if row["stage"] and row["reason"] not in _SAID_BY_TITLE else ""
    entry = statement_entry(row["said"], links, row["unit"], row["category"])
    told = {"day": entry["on_text"], "status": entry["status_label"]}
    if not entry["quantity_words"]:
        return _("{day}: {status}", **told)
    return _("{day}: {status}, {amount}", amount=entry["quantity_words"], **told)


def _source(row: Row, links: Links) -> dict[str, Any] | None:
    return source_entry(row["source"], links, row["statement"]) if row["source"] else None
