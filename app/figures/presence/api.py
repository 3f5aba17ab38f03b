"""Who was there when, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter

from app.answers import Rows
from app.figures.presence.queries import presence_on
from app.figures.presence.schemas import Presence, Stay
from app.figures.presence.shapes import PresenceItem
from app.figures.schemas import Amount
from app.ledger.standing import UNCOUNTED
from app.listing import Asked, Listing
from app.paging import page_of
from app.shapes import Listed

TAG = "Figures"
OF_THE_PLEDGE = ("key", "operation", "contributor", "contributor_name", "category", "item", "unit")

router = APIRouter()


def presence(asked: Asked) -> Rows:
    """A row a stay, by pledge and first day."""
    rows = [row for pledge in presence_on(asked.reader, asked.scope) for row in _rows(pledge)]
    page = page_of(
        rows,
        lambda row: (row["key"], row["from_on"].isoformat() if row["from_on"] else ""),
        asked.cursor,
        (str, str),
        asked.limit,
    )
    return Rows(tuple(PresenceItem.model_fields), page.rows, page.count, page.next, asked.scope.as_of)


def _rows(pledge: Presence) -> Iterator[dict[str, Any]]:
    named = {name: getattr(pledge, name) for name in OF_THE_PLEDGE}
    promise = {"promised": pledge.promised, **_overdue(pledge)}
    for stay in pledge.stays:
        yield {**named, **_stay(stay, pledge.unit), **promise}
    if not pledge.stays:
        nothing = {"from_on": None, "until_on": None, "stage": pledge.stage, "unquantified": 0}
        yield {**named, **nothing, **_bounded("deployed", None), **promise}


def _stay(stay: Stay, unit: str) -> dict[str, Any]:
    return {
        "from_on": stay.from_on,
        "until_on": stay.until_on,
        "stage": stay.stage,
        "unquantified": int(stay.lacks_number and unit != UNCOUNTED),
        **_bounded("deployed", stay.most),
    }


def _overdue(pledge: Presence) -> dict[str, Any]:
    late = pledge.overdue
    return {
        "stated_until": late.until if late else None,
        "overdue_days": late.days if late else None,
        **_bounded("overdue", late.outstanding if late else None),
    }


def _bounded(name: str, amount: Amount | None) -> dict[str, Any]:
    bounds = (amount.value, amount.low, amount.high) if amount else (None, None, None)
    return dict(zip((name, f"{name}_low", f"{name}_high"), bounds, strict=True))


Listing(
    "presence",
    presence,
    Listed[PresenceItem],
    TAG,
    "Who is there when",
    "One row for all days without a gap on which a pledge had something in place, up to the as_of day; and one for "
    "each promise of which nothing came and that is past the last day it stated.",
).serve(router, "/operations/{code}/presence")
