"""A number as printed, put in words while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.ledger.quantity import Quantity, QuantityError, add_to_known, parse_added, parse_quantity
from app.models.columns import K, P
from app.pledges.forms import MORE
from app.pledges.in_force import known_number
from app.pledges.read_back import sum_in_words
from app.pledges.words import amount_in_words

Params = Mapping[str, str]


def quantity_answer(reader: Connection, params: Params) -> dict[str, str]:
    """{"words": ...} or {"error": ...} for `text`, counted in `unit` or the unit of `category` or `pledge`.

    With `mode` "more" it is added to `known`, or else to the number of `pledge` that is in force `on` a day for a
    `status`.
    """
    pledge = _pledge(reader, params.get("pledge", ""))
    category = pledge.category if pledge else params.get("category", "")
    unit = pledge.unit if pledge else params.get("unit") or _unit_of(reader, category)
    try:
        if params.get("mode") != MORE:
            return {"words": amount_in_words(parse_quantity(params.get("text", "")), unit, category)}
        more = parse_added(params.get("text", ""))
        known = _known(reader, params, pledge)
        total = amount_in_words(add_to_known(more, known), unit, category)
    except QuantityError as refused:
        return {"error": str(refused)}
    return {"words": sum_in_words(more, known, total) if more.value is not None else total}


def _pledge(reader: Connection, key: str) -> Any:
    if not key or not key.isprintable():
        return None
    columns = select(P.id, P.unit, K.code.label("category")).join_from(
        P.id.table, K.id.table, K.id == P.category_id
    )
    return reader.execute(columns.where(P.key == key)).first()


def _unit_of(reader: Connection, category: str) -> str:
    named = category if category.isprintable() else ""
    return reader.execute(select(K.unit).where(K.code == named)).scalar() or "none"


def _known(reader: Connection, params: Params, pledge: Any) -> Quantity:
    if "known" in params:
        return parse_quantity(params["known"])
    return known_number(reader, pledge, params.get("on", ""), params.get("status", ""))
