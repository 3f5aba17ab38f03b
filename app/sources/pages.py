"""Every source, and what became of each thing it said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Fault, NotFound
from app.i18n import _, day, ngettext
from app.pledges.choices import read_choices
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.filterbar import Bar, filter_form, select_field
from app.pledges.links import links_of, with_filter
from app.pledges.scope import Scope
from app.pledges.slider import Days
from app.pledges.views import notices_of, only_clocks, outward
from app.pledges.words import kind_label
from app.reading import Reading, kept
from app.sources.became import OUTCOMES
from app.sources.numbered import sources_numbered
from app.sources.queries import get_source, list_sources
from app.sources.spoken import countries_sized_on, requirements_on, statements_on
from app.sources.told import Told, told_of
from app.sources.verdict import days_to_see, finding, tally
from app.sources.views import BY_DEFAULT, SORTS, in_order, reference_facts, sources_table, then_and_now
from app.vocabulary import KINDS_OF_SOURCE
from app.web.templating import render

router = APIRouter(include_in_schema=False)
A_PAGE = 50
FIELDS = ("q", "operation", "contributor", "category")
DATA = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))


@router.get("/sources")
def sources_page(request: Request) -> Response:
    """The sources, newest first, fifty at a time; all of them unless a day is asked for."""
    return kept(request, lambda r: render(request, "sources/list.html", _list(r)))


def _list(r: Reading) -> dict[str, Any]:
    parsed = r.filter(also=("kind", "cursor"))
    kind = _kind(parsed)
    sort = _sort(parsed)
    filter = parsed.filter
    scope = r.scope(filter)
    rows = in_order(list_sources(r.connection, scope).rows, sort)
    rows = [row for row in rows if kind in ("", row["kind"])]
    start = _start(rows, parsed)
    shown = rows[start : start + A_PAGE]
    links = links_of(PledgeFilter(as_of=filter.as_of, recorded_by=filter.recorded_by), r.today, r.today)
    links = links_of(filter, scope.as_of, r.today) if filter.as_of else links
    bar = Bar("/sources", FIELDS, read_choices(r.connection), extra=(_kind_field(kind),))

    def to(sort: str) -> str:
        return with_filter("/sources", filter.but(sort=sort), **_kept(kind))

    return {
        "nav": "sources",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed, scope),
        "form": filter_form(bar, filter, filter.as_of),
        "count": len(rows),
        "sentence": _sentence(rows, filter),
        "table": sources_table(shown, links, sort, to) if shown else None,
        "next_url": _next(filter, kind, shown, rows, start),
        "first_url": with_filter("/sources", filter, **_kept(kind)) if start else None,
    }


def _kind(parsed: Parsed) -> str:
    kind = parsed.others.get("kind", "")
    if kind and kind not in KINDS_OF_SOURCE:
        message = _(
            "{written!r} is no kind: accepted are {names}", written=kind, names=", ".join(KINDS_OF_SOURCE)
        )
        parsed.faults.append(Fault("kind", message))
        return ""
    return kind


def _sort(parsed: Parsed) -> str:
    sort = parsed.filter.sort or BY_DEFAULT
    if sort.removeprefix("-") in SORTS:
        return sort
    message = _(
        "{written!r} is no column to sort by: accepted are {names}", written=sort, names=", ".join(SORTS)
    )
    parsed.faults.append(Fault("sort", message))
    parsed.filter = parsed.filter.but(sort="")
    return BY_DEFAULT


def _start(rows: list[Mapping[str, Any]], parsed: Parsed) -> int:
    """Where the page begins: after the source that the cursor names."""
    cursor = parsed.others.get("cursor", "")
    place = next((i for i, row in enumerate(rows) if str(row["id"]) == cursor), None)
    if cursor and place is None:
        parsed.faults.append(Fault("cursor", _("is not a place in this list")))
    return 0 if place is None else place + 1


def _next(
    filter: PledgeFilter, kind: str, shown: list[Mapping[str, Any]], rows: list[Mapping[str, Any]], start: int
) -> str | None:
    if start + len(shown) >= len(rows):
        return None
    return with_filter("/sources", filter, **_kept(kind), cursor=str(shown[-1]["id"]))


def _kept(kind: str) -> dict[str, str]:
    return {"kind": kind} if kind else {}


def _kind_field(kind: str) -> dict[str, Any]:
    options = [(code, kind_label(code)) for code in KINDS_OF_SOURCE]
    return select_field("kind", _("Kind"), _("All kinds"), options, (kind,) if kind else ())


def _sentence(rows: list[Mapping[str, Any]], filter: PledgeFilter) -> str:
    statements = sum(row["statements"] for row in rows)
    counted = ngettext("{n} source", "{n} sources", len(rows))
    resting = ngettext("{n} statement", "{n} statements", statements)
    if filter.as_of:
        told = {"sources": counted, "statements": resting, "day": day(filter.as_of)}
        return _("{sources}, published by {day}, of {statements}.", **told)
    return _("{sources} of {statements}.", sources=counted, statements=resting)


@router.get("/sources/{source_id}")
def source_page(request: Request, source_id: str) -> Response:
    """One source, with everything it is quoted for and where that stands. NotFound."""
    if not (source_id.isascii() and source_id.isdigit() and len(source_id) < 10):
        raise NotFound(_("There is no source {id}.", id=source_id))
    return kept(request, lambda r: render(request, "sources/source.html", _source(r, int(source_id))))


def _source(r: Reading, source_id: int) -> dict[str, Any]:
    parsed = r.filter(also=("outcome",))
    filter = only_clocks(parsed)
    chosen = _outcome(parsed)
    scope = r.scope(filter)
    links = links_of(filter, scope.as_of, r.today)
    source = get_source(r.connection, source_id)
    statements = statements_on(r.connection, source_id, filter.recorded_by)
    told = told_of(r.connection, statements, scope.as_of, filter.recorded_by)
    title = source["title"] or source["url"]
    path = f"/sources/{source_id}"
    return {
        "nav": "sources",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed),
        "links": links,
        "source": source,
        "title": title,
        "finding": finding(told.outcomes, source["publisher"], is_present=_is_present(r, scope, told)),
        "url": outward(source["url"]),
        "archived_url": outward(source["archived_url"]),
        "dead": _dead(source),
        "facts": reference_facts(source),
        "form": filter_form(_bar(path, told, scope, source), filter, scope.as_of),
        "days": days_to_see(source["published_on"], told.last_day, links, path),
        "until": _until(told, scope),
        "tally": tally(told.outcomes, lambda kind: links.to(path, outcome=kind), chosen),
        "entries": then_and_now(told, links, chosen),
        "every": len(statements),
        "pledges": len(told.stories),
        "data": [(label, links.to(f"{path}.{ending}")) for ending, label in DATA] if statements else [],
        "requirements": requirements_on(r.connection, source_id),
        "sized": countries_sized_on(r.connection, source_id),
        "numbered": sources_numbered(r.connection, [source_id]),
    }


def _dead(source: Mapping[str, Any]) -> str:
    """That its address no longer answers, and what is left to read; empty while it does."""
    if not source["dead_on"]:
        return ""
    if outward(source["archived_url"]):
        return _(
            "Its address no longer answers: it was found dead on {day}. An archived copy is kept.",
            day=day(source["dead_on"]),
        )
    return _(
        "Its address no longer answers: it was found dead on {day}. No archived copy is known to this record.",
        day=day(source["dead_on"]),
    )


def _outcome(parsed: Parsed) -> str:
    outcome = parsed.others.get("outcome", "")
    if outcome and outcome not in OUTCOMES:
        message = _(
            "{written!r} is no outcome: accepted are {names}", written=outcome, names=", ".join(OUTCOMES)
        )
        parsed.faults.append(Fault("outcome", message))
        return ""
    return outcome


def _is_present(r: Reading, scope: Scope, told: Told) -> bool:
    """Whether the page speaks of now: of today, and of an operation that the record still follows."""
    return scope.as_of == r.today and told.last_day is None


def _bar(path: str, told: Told, scope: Scope, source: Mapping[str, Any]) -> Bar:
    """The day, a slider over what sources said of these pledges, and the days before and after."""
    changes = sorted({s["on"] for story in told.stories.values() for s in story.said})
    first = min([*changes[:1], *([source["published_on"]] if source["published_on"] else [])], default=None)
    last = told.last_day or (max(changes[-1], scope.as_of) if changes else None)
    return Bar(
        path,
        (),
        earlier=max((on for on in changes if on < scope.as_of), default=None),
        later=min((on for on in changes if on > scope.as_of), default=None),
        own_days=True,
        days=Days(first, last, changes) if first and last else None,
    )


def _until(told: Told, scope: Scope) -> str:
    """Where the day shown is after the record's last: that each outcome is told of that day."""
    if told.last_day is None or told.last_day >= scope.as_of:
        return ""
    return _(
        "You see {as_of}. This record follows these pledges until {last} at the latest: each outcome is told as of "
        "the last day that its operation is followed.",
        as_of=day(scope.as_of),
        last=day(told.last_day),
    )
