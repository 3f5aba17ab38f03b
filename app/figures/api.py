"""Totals, strength over time and requirements for programs."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from fastapi import APIRouter

from app.answers import Rows, all_picked
from app.figures.boundary import boundary_of
from app.figures.per import PER_COLUMNS, check_by, left_out_of_ratios, with_ratios
from app.figures.queries import SUMMED, Totals, order_of, parse_by, totals_by
from app.figures.requirements import MET, MET_BY, requirements_met
from app.figures.shapes import PeriodItem, RequirementMet, TotalsAnswer
from app.figures.timeline import timeline_of
from app.listing import Asked, Listing
from app.paging import decode_cursor, encode_cursor, page_of
from app.shapes import Listed
from app.vocabulary import BOUNDED

REQUIRED = (
    *("operation", "category", "unit", "quantity", "on", "note", "source"),
    *(f"{name}{bound}" for name in MET for bound in ("", "_low", "_high")),
    "unquantified",
)
TAG = "Figures"

router = APIRouter()


def totals(asked: Asked) -> Rows:
    """Sums of the standings of one day, largest first."""
    by = _by(asked)
    check_by(asked.scope, by)
    found = totals_by(asked.reader, asked.scope, by)
    kinds = (bool, str, int, *(str for _name in by))
    page = page_of(found.items, lambda row: order_of(row, by), asked.cursor, kinds, asked.limit)
    beside = {
        "totals": all_picked(found.totals, ("unit", *SUMMED)),
        "boundary": boundary_of(asked.reader, asked.scope, found),
    }
    answer = Rows((*by, "unit", *SUMMED), page.rows, page.count, page.next, asked.scope.as_of, beside)
    return _with_ratios(asked, answer, found) if asked.scope.filter.per else answer


def _with_ratios(asked: Asked, answer: Rows, found: Totals) -> Rows:
    """The same answer with ratios beside its numbers, and what has none in its boundary."""
    said = f"{answer.beside['boundary']} {left_out_of_ratios(asked.reader, found.items, asked.scope)}"
    return replace(
        answer,
        columns=(*answer.columns, *PER_COLUMNS),
        rows=with_ratios(asked.reader, answer.rows, asked.scope),
        beside={**answer.beside, "boundary": said},
    )


def timeline(asked: Asked) -> Rows:
    """The sums at each period's end, oldest first."""
    by = _by(asked)
    columns = ("period", *by, "unit", *BOUNDED)
    found = timeline_of(asked.reader, asked.scope, by, asked.others.get("interval", "month"))
    if asked.limit is None:
        return Rows(columns, found.rows(), len(found), as_of=asked.scope.as_of)
    names = columns[: len(by) + 2]
    begin = tuple(decode_cursor(asked.cursor, [str] * len(names))) if asked.cursor else ()
    some = list(islice(found.rows(begin), asked.limit + 1))
    shown = some[: asked.limit]
    following = encode_cursor([shown[-1][name] for name in names]) if len(some) > len(shown) else None
    return Rows(columns, shown, len(found), following, asked.scope.as_of)


def requirements(asked: Asked) -> Rows:
    """What was asked for and what stands against it, by operation and category."""
    rows = requirements_met(asked.reader, asked.scope, totals_by(asked.reader, asked.scope, MET_BY))
    page = page_of(
        rows, lambda row: (row["operation"], row["category"]), asked.cursor, (str, str), asked.limit
    )
    return Rows(REQUIRED, page.rows, page.count, page.next, asked.scope.as_of)


def _by(asked: Asked) -> tuple[str, ...]:
    return parse_by(asked.others.get("by", "contributor"))


Listing(
    "totals",
    totals,
    TotalsAnswer,
    TAG,
    "Totals",
    "What stands on the as_of day, summed by one or two columns and by unit; numbers of different units are never "
    "added. The sum of the rows is the total. With per, each row has its numbers as ratios too: of the "
    "contributor's own size, so by names contributor; they are null for organisations and where no size is known.",
    also=("by", "per"),
).serve(router, "/operations/{code}/totals", "/compare")
Listing(
    "timeline",
    timeline,
    Listed[PeriodItem],
    TAG,
    "Strength over time",
    "The four numbers at each period's end, from the first standing to the as_of day.",
    also=("by", "interval"),
).serve(router, "/operations/{code}/timeline")
Listing(
    "requirements",
    requirements,
    Listed[RequirementMet],
    TAG,
    "Requirements",
    "What operations were authorised or asked for, the newest by the as_of day, and what stands against it.",
).serve(router, "/operations/{code}/requirements")
