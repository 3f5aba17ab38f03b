"""The tool `evidence`: pledges with each thing that sources say of them, as /api/v1/pledges/{key} has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from app.answers import picked
from app.errors import Fault, InvalidQuery
from app.figures.boundary import filter_in_words
from app.i18n import _, day
from app.mcp.amounts import standing
from app.mcp.asked import Evidence
from app.mcp.asking import Question, question_of
from app.mcp.queries import sources_of_statements
from app.pledges.detail import get_pledge
from app.pledges.queries import list_pledges
from app.reading import Reading

Row = Mapping[str, Any]
NAMES = ("key", "contributor", "contributor_name", "operation", "category", "item", "caveats", "part_of")


def evidence(r: Reading, asked: Evidence) -> dict[str, Any]:
    """How pledges stand on a day, and the statements that this follows from."""
    question = question_of(r, asked)
    keys, count = _keys(question, asked)
    found = [get_pledge(r.connection, key, question.scope.as_of, question.recorded) for key in keys]
    page, data = _addresses(question, asked.pledge)
    said = [statement["id"] for pledge in found for statement in pledge["statements"]]
    return {
        "pledges": [_pledge(question, pledge) for pledge in found],
        "count": count,
        **question.said(
            _boundary(question, asked.pledge), sources_of_statements(r.connection, said), page, data
        ),
    }


def _keys(question: Question, asked: Evidence) -> tuple[list[str], int]:
    if asked.pledge is None:
        page = list_pledges(question.reading.connection, question.scope, limit=asked.limit)
        return [row["key"] for row in page.rows], page.count
    if question.scope.conditions:
        raise InvalidQuery(
            Fault("pledge", _("names one pledge: leave operation, contributor and category out"))
        )
    return [asked.pledge], 1


def _addresses(question: Question, key: str | None) -> tuple[str, str]:
    if key is None:
        return question.page("/pledges", question.final), question.data("pledges", question.final)
    written = quote(key, safe="")
    return question.page(f"/pledges/{written}", question.final), question.data(
        f"pledges/{written}", question.final
    )


def _boundary(question: Question, key: str | None) -> str:
    if key is None:
        return filter_in_words(question.reading.connection, question.scope)
    return _("The pledge {key}. As of {day}.", key=key, day=day(question.scope.as_of))


def _pledge(question: Question, row: Row) -> dict[str, Any]:
    return {
        **picked(dict(row), NAMES),
        "standing": {
            "unit": row["unit"],
            **standing(row),
            "stage": row["stage"],
            "pending": row["pending"] or None,
            "number_given": not row["unquantified"],
            "stated_on": row["stated_on"],
        },
        "statements": list(_said(question, row["statements"])),
        "page": question.base + question.links.pledge(row["key"]),
    }


def _said(question: Question, statements: Iterable[Row]) -> Iterable[dict[str, Any]]:
    for row in statements:
        counts = row["accepted"] and row["retracted_at"] is None and row["on"] <= question.scope.as_of
        yield {
            "statement": row["id"],
            "on": row["stated"],
            "status": row["status"],
            "quantity": _quantity(row),
            "until": row["until"],
            **{name: row[name] or None for name in ("condition", "speaker")},
            "quotation": row["evidence"] or None,
            "counts": counts,
            "accepted": row["accepted"],
            "retracted": row["retraction_reason"] or None,
            "source": question.source(row["source"]),
        }


def _quantity(row: Row) -> dict[str, Any]:
    bounds = {"value": row["quantity"], "low": row["quantity_low"], "high": row["quantity_high"]}
    return {"printed": row["quantity_text"] or None, **bounds}
