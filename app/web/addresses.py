"""Whole addresses: of what an address inside the record is called by readers, and by search engines."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request

from app.frozen import frozen
from app.web.language import base_of, in_language, prefix_of

# What of an address decides what a page says. The order of a list does not, nor what networks add to links.
SAYING = (
    *(
        "operation",
        "contributor",
        "member_of",
        "category",
        "stage",
        "unit",
        "source",
        "q",
        "as_of",
        "recorded_by",
    ),
    *("per", "by", "outcome", "cursor", "log"),
)
# They say the same whatever they are asked with.
ALWAYS_THE_SAME = ("/api", "/categories", "/data", "/help", "/method")


def public(request: Request, address: str) -> str:
    """The whole address that readers have of one inside the record; in a frozen copy, of its file there."""
    prefix = prefix_of(request)
    own = in_language(address, prefix) if prefix else address
    copy = frozen()
    return copy.public(own) if copy else base_of(request) + own


def canonical(request: Request) -> str:
    """The one address of a page among all that show the same; a day or a moment that is asked for stays in it."""
    path, given = request.url.path, request.query_params.multi_items()
    asked = [(name, value) for name, value in given if name in SAYING and value.strip()]
    if not asked or path.startswith("/help/") or path in ALWAYS_THE_SAME:
        return public(request, path)
    return public(request, f"{path}?{urlencode(asked, safe=',:')}")
