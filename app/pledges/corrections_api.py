"""Correcting for programs: pledges described better or retracted, statements replaced or mended, retractions undone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body
from starlette.requests import Request
from starlette.responses import Response

from app.answers import json_answer
from app.documented import write_docs
from app.ledger.change import Change, changing
from app.listing import API, number_of
from app.models import Pledge
from app.pledges.api import AsSent, written
from app.pledges.commands import pledge_for_writing, statement_for_writing
from app.pledges.correcting import (
    SLIPS_OF_PLEDGE,
    SLIPS_OF_STATEMENT,
    correct_statement,
    edit_pledge,
    edit_statement,
    restore_pledge,
    restore_statement,
    retract_pledge,
    tombstone,
)
from app.pledges.intake import checked
from app.pledges.matching import check_match
from app.pledges.retracted_shape import RetractedPledge
from app.pledges.schemas import Correction, PledgeEdit, Retraction, StatementEdit
from app.pledges.shapes import GIVEN_STATEMENT, PledgeAnswer
from app.pledges.submissions import fingerprint_of, once
from app.web.person import require
from app.web.writing import WriteRoute, idempotency_key

TAG = "Pledges"
CORRECTION = {"reason": "the paper corrected its number", "statement": GIVEN_STATEMENT}
CORRECTED = Body(openapi_examples={"correction": {"value": CORRECTION}})
WHY = Body(openapi_examples={"reason": {"value": {"reason": "it speaks of another operation"}}})
SAID_BETTER = Body(openapi_examples={"item": {"value": {"item": "C-17 Globemaster III", "reason": "a slip"}}})
MENDED = Body(openapi_examples={"speaker": {"value": {"speaker": "Laurent Fabius", "reason": "misspelt"}}})

router = APIRouter(route_class=WriteRoute)


@router.patch(
    f"{API}/pledges/{{key}}", **write_docs(PledgeAnswer, TAG, "Describe a pledge better", 200, versioned=True)
)
def patch_pledge(request: Request, key: str, sent: Annotated[PledgeEdit, AsSent, SAID_BETTER]) -> Response:
    """Its item and its caveats, nothing that a figure follows from. Needs `If-Match`."""

    def make(change: Change) -> str:
        check_match(change, pledge_for_writing(change, key), request.headers.get("if-match"))
        given = checked(PledgeEdit, sent)
        return edit_pledge(change, key, _given(given, SLIPS_OF_PLEDGE), given.reason).key

    return written(request, sent, 200, make)


@router.post(
    f"{API}/pledges/{{key}}/retraction",
    **write_docs(RetractedPledge, TAG, "Retract a pledge", 200, versioned=False),
)
def create_pledge_retraction(
    request: Request, key: str, sent: Annotated[Retraction, AsSent, WHY]
) -> Response:
    """Take it out of every figure. Its address then answers 410 with the reason. 409 while others are part of it."""
    submission = idempotency_key(request)
    with changing(request.app.state.database, require(request, "editor").name) as change:

        def make() -> str:
            check_match(
                change, pledge_for_writing(change, key), request.headers.get("if-match"), needed=False
            )
            return retract_pledge(change, key, checked(Retraction, sent).reason).key

        known = once(change, submission, fingerprint_of(request.url.path, sent), make)
        answer = tombstone(change, known)
    return json_answer(answer)


@router.post(f"{API}/pledges/{{key}}/restoration", **write_docs(PledgeAnswer, TAG, "Undo a retraction", 200))
def create_pledge_restoration(
    request: Request, key: str, sent: Annotated[Retraction, AsSent, WHY]
) -> Response:
    """The pledge counts again, from now on."""
    return written(
        request, sent, 200, lambda change: restore_pledge(change, key, checked(Retraction, sent).reason).key
    )


@router.post(
    f"{API}/statements/{{number}}/correction",
    **write_docs(PledgeAnswer, TAG, "Replace a statement", 200, versioned=False),
)
def create_correction(
    request: Request, number: str, sent: Annotated[Correction, AsSent, CORRECTED]
) -> Response:
    """Retract it with the reason and enter another in its place, in one step."""

    def make(change: Change) -> str:
        key = _matched(request, change, number)
        given = checked(Correction, sent)
        correct_statement(change, number_of(number), given.statement, given.reason)
        return key

    return written(request, sent, 200, make)


@router.post(
    f"{API}/statements/{{number}}/restoration",
    **write_docs(PledgeAnswer, TAG, "Undo a statement's retraction", 200),
)
def create_restoration(request: Request, number: str, sent: Annotated[Retraction, AsSent, WHY]) -> Response:
    """Enter it again, as a new statement that points back; what had replaced it is retracted."""

    def make(change: Change) -> str:
        new = restore_statement(change, number_of(number), checked(Retraction, sent).reason)
        return change.session.get_one(Pledge, new.pledge_id).key

    return written(request, sent, 200, make)


@router.patch(
    f"{API}/statements/{{number}}",
    **write_docs(PledgeAnswer, TAG, "Mend a slip in a statement", 200, versioned=True),
)
def patch_statement(
    request: Request, number: str, sent: Annotated[StatementEdit, AsSent, MENDED]
) -> Response:
    """Its speaker and its note. What a source said is never edited: correct the statement. Needs `If-Match`."""

    def make(change: Change) -> str:
        key = _matched(request, change, number, needed=True)
        given = checked(StatementEdit, sent)
        edit_statement(change, number_of(number), _given(given, SLIPS_OF_STATEMENT), given.reason)
        return key

    return written(request, sent, 200, make)


def _matched(request: Request, change: Change, number: str, *, needed: bool = False) -> str:
    """The key of the statement's pledge, which is as the writer read it."""
    _statement, pledge = statement_for_writing(change, number_of(number))
    check_match(change, pledge, request.headers.get("if-match"), needed=needed)
    return pledge.key


def _given(edit: PledgeEdit | StatementEdit, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields that were sent; null empties one."""
    return {name: getattr(edit, name) or "" for name in names if name in edit.model_fields_set}
