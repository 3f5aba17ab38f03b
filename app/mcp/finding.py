"""The tool `find`: everything that holds the words, as /api/v1/search has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.answers import picked
from app.i18n import _
from app.mcp.asked import Find
from app.mcp.asking import question_of
from app.reading import Reading
from app.search.found import first_of_each
from app.search.kinds import CODES
from app.search.shapes import FoundItem
from app.search.words import unquoted

COLUMNS = tuple(FoundItem.model_fields)


def find(r: Reading, asked: Find) -> dict[str, Any]:
    """The best of each kind."""
    question = question_of(r, asked, q=unquoted(asked.words))
    kinds: Sequence[str] = asked.kinds or CODES
    pages = first_of_each(r.connection, question.scope, kinds, asked.each).values()
    rows = [picked(row, COLUMNS) for page in pages for row in page.rows]
    filter = question.timeless
    return {
        "found": [{**row, "address": question.base + row["address"]} for row in rows],
        "count": sum(page.count for page in pages),
        **question.said(
            _("Everything in this record that holds all of these words: {words}.", words=filter.q),
            ([], 0),
            question.page("/search", filter),
            question.data("search", filter, kind=",".join(kinds), each=str(asked.each)),
            of_a_day=False,
        ),
    }
