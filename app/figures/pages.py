"""The dashboard: of the featured operation at /, and of any other at its own address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Fault, NotFound
from app.figures.asked import path_of, understood
from app.figures.content import content_of
from app.figures.first_steps import counts_of, first_steps
from app.figures.ground import ground_of
from app.operations.queries import get_operation, list_operations
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.links import with_filter
from app.pledges.queries import SORTS
from app.pledges.views import notices_of
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def front_page(request: Request) -> Response:
    """The dashboard of the featured operation, or of the only one; where there is neither, the way to one."""
    return kept(request, _front)


def _front(r: Reading) -> Response:
    featured = r.request.app.state.settings.featured
    try:
        operation = get_operation(r.connection, featured)
    except NotFound:
        operations, counts = list_operations(r.connection), counts_of(r.connection)
        if len(operations) != 1 or not counts["pledges"]:
            return _welcome(r, featured, operations, counts)
        [operation] = operations
    return _dashboard(r, "/", operation)


def _welcome(
    r: Reading, featured: str, operations: list[dict[str, Any]], counts: Mapping[str, int]
) -> Response:
    context = {
        "nav": "dashboard",
        "featured": featured,
        "operations": operations,
        "is_empty": not counts["pledges"],
        "steps": first_steps(operations, counts),
    }
    return render(r.request, "figures/welcome.html", context)


@router.get("/operations/{code}")
def operation_page(request: Request, code: str) -> Response:
    """The dashboard of an operation. NotFound."""
    return kept(request, lambda r: _operation(r, code))


def _operation(r: Reading, code: str) -> Response:
    operation = get_operation(r.connection, code)
    return _dashboard(r, f"/operations/{quote(operation['code'])}", operation)


def _dashboard(r: Reading, path: str, operation: dict[str, Any]) -> Response:
    parsed = r.filter()
    scope = r.scope(parsed.filter)
    notices = notices_of(parsed, scope)
    asked = understood(r, scope)
    if elsewhere := _elsewhere(r, asked, operation):
        return RedirectResponse(elsewhere, 307)
    chosen = asked if len(asked.operation) > 1 else asked.but(operation=(operation["code"],))
    chosen, refused = _sorted(chosen)
    ground = ground_of(r, path if len(chosen.operation) == 1 else "/", chosen)
    context = {
        **content_of(ground),
        "nav": "dashboard" if path == "/" else "operations",
        "notices": notices + notices_of(*refused),
    }
    return render(r.request, "figures/dashboard.html", context)


def _sorted(filter: PledgeFilter) -> tuple[PledgeFilter, list[Any]]:
    if filter.sort.removeprefix("-") in ("", *SORTS):
        return filter, []
    fault = Fault("sort", f"{filter.sort!r}: {', '.join(SORTS)}")
    return filter.but(sort=""), [Parsed(filter, faults=[fault])]


def _elsewhere(r: Reading, asked: PledgeFilter, here: dict[str, Any]) -> str | None:
    """The address of another operation, or of several, where these were chosen.

    A day that is only the one this operation opens on is dropped: the other one has its own.
    """
    codes = {code.lower() for code in asked.operation}
    if not codes or codes == {here["code"].lower()}:
        return None
    if len(codes) > 1:
        return with_filter("/", asked) if r.request.url.path != "/" else None
    own_day = asked.as_of == (here["opens_on"] or r.today)
    code = get_operation(r.connection, asked.operation[0])["code"]
    featured = r.request.app.state.settings.featured
    return with_filter(
        path_of([code], featured), asked.but(operation=(), as_of=None if own_day else asked.as_of)
    )
