"""The dashboard: of the featured operation at /, and of any other at its own address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Fault, NotFound
from app.figures.below import nothing_in_words, others, pledge_list
from app.figures.boundary import boundary_of
from app.figures.facts import asked_and_declined
from app.figures.filterbar import dashboard_form
from app.figures.ground import Ground, ground_of
from app.figures.keyfigures import head_of
from app.figures.lists import lists_of, said_of_lists
from app.figures.registry import figures_of
from app.i18n import _, day
from app.operations.portrait import operation_facts, parts_of
from app.operations.queries import get_operation, list_operations
from app.pledges.coverage import coverage_of
from app.pledges.filter import LISTS, Parsed, PledgeFilter
from app.pledges.links import with_filter
from app.pledges.queries import SORTS
from app.pledges.scope import Scope, scope_of
from app.pledges.views import notices_of
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def front_page(request: Request) -> Response:
    """The dashboard of the featured operation; where there is no such operation, the way to one."""
    return kept(request, _front)


def _front(r: Reading) -> Response:
    featured = r.request.app.state.settings.featured
    try:
        operation = get_operation(r.connection, featured)
    except NotFound:
        context = {"nav": "dashboard", "featured": featured, "operations": list_operations(r.connection)}
        return render(r.request, "figures/welcome.html", context)
    return _dashboard(r, "/", operation)


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
    asked = _understood(r, scope)
    if elsewhere := _elsewhere(r, asked, operation):
        return RedirectResponse(elsewhere, 307)
    chosen = asked if len(asked.operation) > 1 else asked.but(operation=(operation["code"],))
    chosen, refused = _sorted(chosen)
    ground = ground_of(r, path if len(chosen.operation) == 1 else "/", chosen)
    context = {
        **_context(ground),
        "nav": "dashboard" if path == "/" else "operations",
        "notices": notices + notices_of(*refused),
    }
    return render(r.request, "figures/dashboard.html", context)


def _understood(r: Reading, scope: Scope) -> PledgeFilter:
    """The filter without the values that the record does not know; the page says which these were."""
    filter = scope.filter
    for name in {fault.field for fault in scope.faults}:
        given = getattr(filter, name)
        kept_values = tuple(v for v in given if _is_known(r, name, (v,))) if name in LISTS else None
        filter = filter.but(**{name: kept_values if name in LISTS else "" if name != "source" else None})
    return filter


def _is_known(r: Reading, name: str, value: tuple[str, ...]) -> bool:
    return not scope_of(r.connection, PledgeFilter().but(**{name: value})).faults


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
    path = "/" if code == featured else f"/operations/{quote(code)}"
    return with_filter(path, asked.but(operation=(), as_of=None if own_day else asked.as_of))


def _context(ground: Ground) -> dict[str, Any]:
    reader = ground.reading.connection
    said = asked_and_declined(reader, ground.whole)
    head = head_of(ground, said, ground.all_sources.count)
    figures = [*figures_of(ground).values()]
    return {
        "as_of_query": ground.links.as_of_query,
        "head": head,
        "description": _description(head, figures),
        "form": dashboard_form(ground),
        "coverage": None if ground.is_over else coverage_of(reader, ground.whole, ground.path),
        "ways_back": _ways_back(ground),
        "asked_of": _asked_of(ground),
        "figures": figures,
        "boundary": boundary_of(reader, ground.own, ground.totals),
        "lists_title": said_of_lists(said, ground.chosen),
        "lists": lists_of(said, ground.links.pledge, ground.links.contributor),
        "others": others(ground),
        "pledges": pledge_list(ground),
        "about": operation_facts(ground.operations, ground.everything, ground.names, ground.links),
        "parts": [(row["name"], ground.links.operation(row["code"])) for row in _parts(ground)],
        "canonical": _public(ground),
        "is_empty": not ground.by_contributor.items,
        "nothing": nothing_in_words(ground),
        "wider": _wider(ground),
    }


def _ways_back(ground: Ground) -> list[tuple[str, str]]:
    """From a day after the record to one with something to see: the day it opens on, and its last."""
    if not ground.is_over:
        return []
    opens = [row["opens_on"] for row in ground.operations if row["opens_on"]]
    days = [*opens[:1], *([ground.closes_after] if ground.closes_after else [])]
    return [(_("See {day}", day=day(on)), ground.board(as_of=on)) for on in dict.fromkeys(days)]


def _asked_of(ground: Ground) -> str:
    words = (
        _("As of {day}.", day=day(ground.as_of))
        if ground.whole.filter.category
        else _("In every category, as of {day}.", day=day(ground.as_of))
    )
    return f"{words} {_('A refusal or a request is not a number, and is never counted as 0.')}"


def _parts(ground: Ground) -> list[Any]:
    return parts_of(ground.operations[0], ground.everything) if len(ground.operations) == 1 else []


def _description(head: dict[str, Any], figures: Iterable[Any]) -> str:
    sentences = [figure.sentence for figure in figures][:1]
    return " ".join([f"{head['title']}.", *sentences])


def _public(ground: Ground) -> str:
    """The page's address for others, with the day it shows; empty where the installation has no public one."""
    base: str = ground.reading.request.app.state.settings.public_url
    return base.rstrip("/") + ground.board() if base else ""


def _wider(ground: Ground) -> list[tuple[str, str]]:
    """What to change where nothing is found."""
    ways = []
    if ground.is_filtered:
        ways.append(
            (_("Show the whole operation"), with_filter(ground.path, PledgeFilter(as_of=ground.as_of)))
        )
    if ground.first_day and ground.as_of < ground.first_day:
        ways.append((_("See {day}", day=day(ground.first_day)), ground.board(as_of=ground.first_day)))
    return ways
