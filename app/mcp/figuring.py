"""The tools `figure` and `compare`: totals of one day, as /api/v1/totals has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.errors import Fault, InvalidQuery
from app.figures.boundary import boundary_of
from app.figures.compare.queries import named_by_id
from app.figures.per import left_out_of_ratios, with_ratios
from app.figures.queries import totals_by
from app.i18n import _
from app.mcp.amounts import added
from app.mcp.asked import Compare, Figure
from app.mcp.asking import Question, operation_page, question_of
from app.mcp.queries import names_of, sources_behind
from app.pledges.words import stage_label
from app.reading import Reading

Row = Mapping[str, Any]
RATIOS = ("deployed", "committed", "announced", "delivered", "total")


def figure(r: Reading, asked: Figure) -> dict[str, Any]:
    """How much is deployed, committed and announced on a day, in all or split by one column."""
    question = question_of(r, asked)
    by = asked.by or "contributor"
    found = totals_by(r.connection, question.scope, (by,))
    page, filter = operation_page(question.final)
    rows = found.items if asked.by else []
    return {
        "totals": [added(row) for row in found.totals],
        "by": asked.by,
        "rows": _named(question, by, rows[: asked.limit]),
        "row_count": len(rows),
        **question.said(
            boundary_of(r.connection, question.scope, found),
            sources_behind(r.connection, question.scope),
            question.page(page, filter),
            question.data("totals", question.final, by=by),
        ),
    }


def compare(r: Reading, asked: Compare) -> dict[str, Any]:
    """Two to eight contributors side by side, each in its own rows; with `per`, for their size."""
    question = _compared(r, asked)
    found = totals_by(r.connection, question.scope, ("contributor",))
    boundary = boundary_of(r.connection, question.scope, found)
    rows: list[dict[str, Any]] = found.items
    if asked.per:
        rows = with_ratios(r.connection, rows, question.scope)
        boundary = f"{boundary} {left_out_of_ratios(r.connection, rows, question.scope)}"
    there = {row["contributor"] for row in rows}
    codes = _codes(question)
    sides = _named(question, "contributor", rows)
    ratios = [_ratio(row, asked.per) if asked.per else None for row in rows]
    return {
        "sides": [side | {"ratio": ratio} for side, ratio in zip(sides, ratios, strict=True)],
        "without": [code for code in codes if code not in there],
        **question.said(
            boundary,
            sources_behind(r.connection, question.scope),
            question.page("/compare", question.final.but(contributor=tuple(codes))),
            question.data("totals", question.final, by="contributor"),
        ),
    }


def _compared(r: Reading, asked: Compare) -> Question:
    """A comma inside a name would make two contributors of it. InvalidQuery."""
    names = [name.strip() for name in asked.contributors]
    if any("," in name or not name for name in names):
        raise InvalidQuery(
            Fault("contributors", _("give each country or organisation as an item of its own"))
        )
    more = {"contributor": ",".join(names)} | ({"per": asked.per} if asked.per else {})
    question = question_of(r, asked, **more)
    if len(set(question.scope.contributor_ids)) < 2:
        raise InvalidQuery(
            Fault("contributors", _("these are one and the same: give two to eight different ones"))
        )
    return question


def _codes(question: Question) -> list[str]:
    rows = named_by_id(question.reading.connection, question.scope.contributor_ids)
    return [row["code"] for row in rows]


def _named(question: Question, by: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = names_of(question.reading.connection, by, {row[by] for row in rows})
    if by == "stage":
        names = {row[by]: stage_label(row[by]) for row in rows}
    return [{"key": row[by], "name": names.get(row[by], row[by]), **added(row)} for row in rows]


def _ratio(row: Row, per: str) -> dict[str, Any]:
    size = {"per": per, "denominator": row["denominator"], "year": row["denominator_year"]}
    unknown = row["unquantified"]
    numbers = {name: row[f"{name}_per"] if row[name] or not unknown else None for name in RATIOS}
    return size | numbers
