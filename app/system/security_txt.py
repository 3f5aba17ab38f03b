"""Whom to tell of a weakness, where programs look for it (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.errors import NotFound
from app.frozen import today
from app.i18n import _
from app.web.language import base_of

router = APIRouter(include_in_schema=False)
PATH = "/.well-known/security.txt"
# It is made for each answer, so it is never older than today; RFC 9116 advises less than a year.
HOLDS_FOR = timedelta(days=180)


@router.get(PATH)
def security_txt(request: Request) -> Response:
    """The contact that this installation names. NotFound where it names none."""
    contact = request.app.state.settings.security_contact
    if not contact:
        raise NotFound(_("There is nothing at this address."))
    expires = datetime.combine(today() + HOLDS_FOR, time(), UTC)
    lines = [f"Contact: {contact}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en, fr"]
    if request.app.state.settings.public_url:
        lines.append(f"Canonical: {base_of(request)}{PATH}")
    return PlainTextResponse("\n".join([*lines, ""]), headers={"Cache-Control": "no-cache"})
