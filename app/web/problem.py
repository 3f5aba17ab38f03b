"""Errors for programs: application/problem+json (RFC 9457), with what is wrong with which field."""

from collections.abc import Iterable
from http import HTTPStatus

import orjson
from starlette.responses import Response

from app.errors import Fault


def problem(status: int, detail: str, faults: Iterable[Fault] = (), **more: object) -> Response:
    """A problem answer. `faults` become `errors`, each with a JSON pointer (of a query: the parameter's name)."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    errors = [{"pointer": pointer(fault.field), "message": fault.message} for fault in faults]
    if errors:
        body["errors"] = errors
    return Response(orjson.dumps(body), status, media_type="application/problem+json")


def pointer(field: str) -> str:
    """statement.source.title -> /statement/source/title."""
    return "/" + field.replace(".", "/") if field else ""
