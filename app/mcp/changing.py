"""The tool `changes`: what happened in the world, or what the record corrected, as the API has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.answers import picked
from app.changes.corrections import list_corrections
from app.changes.events import list_events
from app.changes.sentences import event_sentence
from app.figures.boundary import filter_in_words
from app.i18n import _
from app.mcp.amounts import standing
from app.mcp.asked import Changes
from app.mcp.asking import Question, question_of
from app.mcp.queries import sources_of_statements
from app.mcp.shapes import Correction
from app.reading import Reading

Row = Mapping[str, Any]
NAMES = ("on", "contributor", "operation", "category", "unit", "recorded_at")
PROMISED = ("deployed", "committed", "announced")
CORRECTION = tuple(Correction.model_fields)


def changes(r: Reading, asked: Changes) -> dict[str, Any]:
    """The newest first."""
    question = question_of(r, asked)
    return _world(question, asked.limit) if asked.of == "world" else _record(question, asked.limit)


def _world(question: Question, limit: int) -> dict[str, Any]:
    """Up to the day asked for, else today: an operation's opening day is no end of what happened."""
    until = question.scope.filter.as_of or question.reading.today
    question = replace(question, scope=replace(question.scope, as_of=until))
    reader, filter = question.reading.connection, question.final
    page = list_events(reader, question.scope, until, limit=limit)
    said = {statement["id"] for row in page.rows for statement in row["statements"]}
    return {
        "events": [_event(row) for row in page.rows],
        "corrections": [],
        "count": page.count,
        **question.said(
            filter_in_words(reader, question.scope),
            sources_of_statements(reader, said),
            question.page("/changes", filter),
            question.data("events", filter),
        ),
    }


def _record(question: Question, limit: int) -> dict[str, Any]:
    filter = question.timeless
    page = list_corrections(question.reading.connection, question.scope, limit=limit)
    return {
        "events": [],
        "corrections": [picked(row, CORRECTION) for row in page.rows],
        "count": page.count,
        **question.said(
            _("What this record corrected, with what it said before and why."),
            ([], 0),
            question.page("/corrections", filter),
            question.data("corrections", filter),
            of_a_day=False,
        ),
    }


def _event(row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] for name in NAMES},
        "pledge": row["key"],
        "sentence": event_sentence(row),
        "before": _stood(row["before"]) if row["before"] else None,
        "after": _stood(row["after"]),
    }


def _stood(row: Row) -> dict[str, Any]:
    numbers = standing(row)
    return {
        "stage": row["stage"],
        "pending": row["pending"] or None,
        **{name: numbers[name] for name in PROMISED},
    }
