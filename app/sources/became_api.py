"""What became of each thing that sources said, for programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from app.answers import Rows
from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.listing import Asked, Listing, number_of
from app.paging import page_of
from app.shapes import Listed
from app.sources.became_shapes import BecameItem
from app.sources.queries import get_source
from app.sources.spoken import statements_in
from app.sources.told import Told, told_of

COLUMNS = tuple(BecameItem.model_fields)

router = APIRouter()


def became(asked: Asked) -> Rows:
    """One row a statement, in the order in which they came into the record."""
    source = _source(asked)
    scope = asked.scope
    rows = statements_in(asked.reader, scope, source)
    page = page_of(rows, lambda s: (s["id"],), asked.cursor, (int,), asked.limit)
    told = told_of(asked.reader, page.rows, scope.as_of, scope.filter.recorded_by)
    return Rows(COLUMNS, _flat(told), page.count, page.next, scope.as_of)


def _source(asked: Asked) -> int | None:
    """The source that the address names (/sources/12.csv), or the filter. NotFound; InvalidQuery for two."""
    number = asked.reading.request.path_params.get("number")
    named = asked.scope.filter.source
    if number is None:
        return named
    here = int(get_source(asked.reader, number_of(number))["id"])
    if named not in (None, here):
        raise InvalidQuery(Fault("source", _("the address names the source {id} already", id=here)))
    return here


def _flat(told: Told) -> list[dict[str, Any]]:
    return [
        {
            **told.stories[s["pledge"]].pledge,
            **{name: s[name] for name in ("on", "status", "quantity_text", "speaker", "evidence", "pledge")},
            "source": s["source"]["id"],
            "statement": s["id"],
            "said": one.group,
            "outcome": one.kind,
            "became": " ".join(one.sentences),
            "told_on": one.on,
            **_standing(told, s["pledge"]),
        }
        for s, one in zip(told.statements, told.outcomes, strict=True)
    ]


def _standing(told: Told, key: str) -> dict[str, Any]:
    row = told.standings.get(key)
    return {"stage": row["stage"] if row else None, "claim": row["claim"] if row else None}


Listing(
    "became",
    became,
    Listed[BecameItem],
    "Sources",
    "What became of it",
    "Each statement of a source (or, without `source`, of all), and what became of it by the as_of day, told from what "
    "was said later of the same pledge. Where the record follows an operation only to a day before, `told_on` is that.",
).serve(router, "/sources/{number}")
