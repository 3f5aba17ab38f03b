"""Reading an article for programs: what it may say, beside what the record knows. Nothing is stored."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import WrapValidator
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, json_answer, picked
from app.articles.article import ArticleAsked
from app.articles.consulting import consulted, operation_names
from app.articles.entries import entries_read
from app.articles.queries import read_vocabulary
from app.articles.reading import read_article
from app.articles.record import names_of_contributors
from app.articles.schemas import Candidate
from app.articles.shapes import GIVEN, ArticleAnswer, CandidateItem, KnownItem
from app.articles.verdicts import Verdict
from app.documented import problems
from app.errors import Fault, InvalidInput
from app.i18n import _
from app.listing import API, only
from app.pledges.intake import checked
from app.reading import Reading, reading
from app.web.writing import WriteRoute

router = APIRouter(route_class=WriteRoute)
# Documented as the shape it is, and read by `checked`, which tells every fault at once.
AsSent = WrapValidator(lambda value, _read: value)
PASTED = Body(openapi_examples={"article": {"value": GIVEN}})
DOCS: dict[str, Any] = {
    "tags": ["Articles"],
    "summary": "Read an article: the statements it may make",
    "responses": {200: {"model": ArticleAnswer}, **problems(400, 401, 403, 413, 415, 422)},
}


@router.post(f"{API}/articles", **DOCS)
def create_reading(request: Request, sent: Annotated[ArticleAsked, AsSent, PASTED]) -> Response:
    """Each with its phrase, the words that gave each field its value, and whether the record has it. Stores nothing.

    Confirm what is right and send it to POST /pledges or POST /pledges/{key}/statements.
    """
    with reading(request) as r:
        only(r)
        asked = checked(ArticleAsked, sent)
        items = _items(r, asked)
    answer = json_answer({"items": items, "count": len(items)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _items(r: Reading, asked: ArticleAsked) -> list[Row]:
    if asked.operation and asked.operation not in operation_names(r.connection):
        raise InvalidInput(Fault("operation", _("{written!r} is not known here", written=asked.operation)))
    candidates = read_article(asked.text, asked.published_on, read_vocabulary(r.connection))
    entries = entries_read(candidates, names_of_contributors(r.connection), asked.operation, None)
    verdicts = consulted(r.connection, entries)
    return [
        _item(candidate, candidate.operation or asked.operation, verdict)
        for candidate, verdict in zip(candidates, verdicts, strict=True)
    ]


def _item(candidate: Candidate, operation: str, verdict: Verdict) -> Row:
    fields = {**asdict(candidate), "operation": operation}
    said = picked(fields, [name for name in CandidateItem.model_fields if name not in ("clues", "known")])
    clues = [asdict(clue) for clue in candidate.clues]
    return {**said, "clues": clues, "known": picked(asdict(verdict), tuple(KnownItem.model_fields))}
