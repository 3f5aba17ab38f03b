"""What a contributor has in force for its size: its people, its economy, its armed forces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.contributors.finding import Told
from app.contributors.given import largest_givers
from app.contributors.grounds import Portrayed
from app.figures.ratios import (
    Denominator,
    per_label,
    ratios_of,
    size_in_words,
    size_label,
    written_ratio,
)
from app.figures.schemas import Amount
from app.figures.sentences import done
from app.figures.words import opening, things
from app.i18n import _, day
from app.ledger.standing import UNCOUNTED
from app.pledges.links import Links, with_filter
from app.pledges.views import cell, column, table

# Whom a contributor is compared with at first: those with most of the same on the day.
OTHERS = 3


@dataclass(frozen=True, slots=True)
class PerSize:
    """A finding, its table, and where it can be compared with others."""

    title: str
    table: dict[str, Any]
    compare_url: str


def per_size(p: Portrayed, told: Told, on: date, links: Links) -> PerSize | None:
    """Its numbers on a day against its sizes; None of organisations, and where it has no number or no size."""
    total, in_place, noun = _numbers(p, told)
    code = p.contributor["code"]
    sizes = ratios_of(p.reading.connection, [code], on, p.scope.filter.recorded_by).get(code, {})
    if not total.value or not sizes or p.subject.unit == UNCOUNTED:
        return None
    rows = [_cells(size, in_place, total, links) for size in sizes.values()]
    columns = [
        column("per", _("Measured against")),
        column("size", _("Its size")),
        column("deployed", opening(done(p.subject.unit)), numeric=True),
        column("total", _("In all"), numeric=True),
    ]
    return PerSize(
        title=_title(told, noun, sizes, in_place, total),
        table=table(_("For its size, {day}", day=day(on)), columns, rows),
        compare_url=_compare(p, on),
    )


def _numbers(p: Portrayed, told: Told) -> tuple[Amount, Amount, str]:
    """In all, in place, and what is counted: on the day; after the record, at its height."""
    if p.is_over and told.height:
        return told.height.amount, told.height.amount if told.height.is_done else Amount(), told.height.noun
    return told.numbers.total, told.numbers.deployed, told.noun


def _title(told: Told, noun: str, sizes: Mapping[str, Denominator], in_place: Amount, total: Amount) -> str:
    size = next(iter(sizes.values()))
    ratio = size.ratio(in_place if in_place.value else total)
    values = {
        "name": told.name,
        "n": written_ratio(ratio) if ratio else _("no"),
        "things": things(told.unit, noun),
        "per": per_label(size.per),
    }
    if in_place.value:
        return opening(_("{name} had {n} {things} {done} {per}", done=done(told.unit), **values))
    return opening(_("{name} promised {n} {things} {per}", **values))


def _cells(size: Denominator, in_place: Amount, total: Amount, links: Links) -> dict[str, Any]:
    return {
        "per": cell(opening(per_label(size.per))),
        "size": cell(f"{size_label(size.per)}: {size_in_words(size)}", links.source(size.source)),
        "deployed": cell(_ratio(size, in_place)),
        "total": cell(_ratio(size, total)),
    }


def _ratio(size: Denominator, amount: Amount) -> str:
    ratio = size.ratio(amount)
    return written_ratio(ratio) if ratio and amount.value else ""


def _compare(p: Portrayed, on: date) -> str:
    """The page that sets it beside those with most of the same."""
    own = p.contributor["code"]
    scope = p.reading.scope(p.counted(operation=p.within, contributor=(), as_of=on))
    largest = largest_givers(p.reading.connection, scope, OTHERS + 1)
    codes = [code for code in largest if code != own]
    filter = p.counted(operation=p.within, contributor=(own, *codes[:OTHERS]), as_of=on)
    return with_filter("/compare", filter)
