"""Adding and changing records one by one, for programs: 201 with Location, 200, and If-Match to change one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Body
from starlette.requests import Request
from starlette.responses import Response

from app.answers import Row, json_answer
from app.documented import write_docs
from app.door.kind import Kind, tag_of, unchanged
from app.errors import Fault, InvalidInput, NeedsVersion
from app.i18n import _
from app.ledger.change import Change, changing
from app.listing import API, only
from app.pledges.intake import checked
from app.pledges.submissions import fingerprint_of, once
from app.reading import Reading, reading
from app.web.person import person_of
from app.web.writing import idempotency_key

# Any of the fields that a new record is given; read and checked together with those that it has.
Changes = Annotated[
    Any,
    Body(
        description="The fields to change, named as in the record; those that are left out stay.",
        openapi_examples={"change": {"value": {"name": "Another name"}}},
    ),
]
AS_READ = (
    "What you change as you read it: its `version` in quotes, or the ETag of its address or of writing it."
)
# One record as its own address answers it.
MadeBody = Callable[[Reading, str], Row]


def add_record(request: Request, kind: Kind, sent: Any, body: MadeBody) -> Response:
    """Write a new record, once for each Idempotency-Key: 201, and the record. InvalidInput, Conflict."""
    return _written(
        request, kind, sent, body, 201, lambda change: kind.add(change, checked(kind.model, sent))
    )


def edit_record(request: Request, kind: Kind, key: str, sent: Any, body: MadeBody) -> Response:
    """Change what is sent of a record, if it is as it was read: 200, and the record.

    NotFound, Stale, InvalidInput; NeedsVersion without If-Match. That holds the record's version in quotes, the ETag
    that writing it answered, or that of its own address.
    """
    asked = [tag.strip() for tag in request.headers.get("if-match", "").split(",") if tag.strip()]
    if not asked:
        raise NeedsVersion(_("Say in If-Match which version you change: the ETag of what you read."))

    def make(change: Change) -> str:
        record = _as_read(change, kind, key, asked, request)
        return kind.edit(change, key, checked(kind.model, _merged(kind, record, sent)))

    return _written(request, kind, sent, body, 200, make)


def _as_read(change: Change, kind: Kind, key: str, asked: list[str], request: Request) -> Row:
    """The record, if one of the tags is its own now."""
    with reading(request) as r:
        own = tag_of(kind.read(r.connection, key))
        matches = "*" in asked or f'"{own}"' in asked or r.etag in asked
    return unchanged(change, kind, key, own if matches else "")


def _merged(kind: Kind, record: Row, sent: Any) -> Row:
    if not isinstance(sent, dict):
        raise InvalidInput(Fault("", _("this must be an object")))
    return {**kind.given(record), **sent}


def _written(
    request: Request, kind: Kind, sent: Any, body: MadeBody, status: int, make: Callable[[Change], str]
) -> Response:
    with reading(request) as r:
        only(r)
    # The same key with another body, at another address or with another method is another sending.
    fingerprint = fingerprint_of(request.method, request.url.path, sent)
    with changing(request.app.state.database, person_of(request).name) as change:
        key = once(change, idempotency_key(request), fingerprint, lambda: make(change))
    with reading(request) as r:
        answer = json_answer(body(r, key), status)
        answer.headers["ETag"] = f'"{tag_of(kind.read(r.connection, key))}"'
        answer.headers["X-Data-Version"] = str(r.version)
    answer.headers["Cache-Control"] = "no-store"
    if status == 201:
        answer.headers["Location"] = f"{API}/{kind.place}/{quote(key, safe='')}"
    return answer


def add_docs(shape: Any, tag: str, summary: str) -> dict[str, Any]:
    """The documentation of an address that adds a record."""
    return write_docs(shape, tag, summary, 201, accepted=())


def edit_docs(shape: Any, tag: str, summary: str) -> dict[str, Any]:
    """The documentation of an address that changes a record."""
    return write_docs(shape, tag, summary, 200, versioned=True, accepted=(), read_at=AS_READ)
