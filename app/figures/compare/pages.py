"""Two to eight contributors side by side: in numbers, or per person, per dollar, per soldier they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.figures.asked import understood
from app.figures.below import nothing_in_words
from app.figures.boundary import boundary_of
from app.figures.compare.form import compare_form
from app.figures.compare.ground import PATH, CompareGround, compare_ground, sides_of
from app.figures.compare.panel import first_given, over_categories, over_operations, sizes, sizes_links
from app.figures.compare.queries import named_by_id
from app.figures.compare.schemas import FEWEST, MOST
from app.figures.compare.tables import sources_of_sizes
from app.figures.compare.words import subject_label
from app.figures.ground import ground_of
from app.figures.keyfigures import kicker_of
from app.figures.registry import figures_of
from app.figures.words import short_name
from app.i18n import _, day, listing
from app.operations.queries import list_operations
from app.pledges.coverage import coverage_of
from app.pledges.filter import PER, Parsed, PledgeFilter
from app.pledges.links import with_filter
from app.pledges.views import notices_of
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)
SUGGESTED = 5


@router.get(PATH)
def compare_page(request: Request) -> Response:
    """The contributors of the address side by side; with fewer than two, the way to choose them."""
    return kept(request, _compare)


def _compare(r: Reading) -> Response:
    parsed = r.filter(also=("per", "add"))
    if elsewhere := _whole_address(r, parsed):
        return RedirectResponse(elsewhere, 307)
    scope = r.scope(parsed.filter)
    notices = notices_of(parsed, scope)
    rows = named_by_id(r.connection, scope.contributor_ids)
    names = [short_name(row["code"], row["name"]) for row in rows]
    if len(rows) > MOST:
        notices.append(_("Left out: {names}. Eight can be compared.", names=listing(names[MOST:])))
    rows = rows[:MOST]
    codes = tuple(row["code"] for row in rows)
    filter = understood(r, scope).but(sort="")
    operation = filter.operation or _featured(r)
    # Whoever chooses sees who gives most: the ground is then the whole operation's.
    compared = codes if len(codes) >= FEWEST else ()
    ground = compare_ground(ground_of(r, PATH, filter.but(operation=operation, contributor=compared)))
    context = {
        "nav": "compare",
        "as_of_query": ground.links.as_of_query,
        "notices": notices,
        "kicker": kicker_of(ground),
        "form": compare_form(ground, codes),
        "chosen": _chosen(ground, rows),
        **(_side_by_side(ground) if compared else _chooser(ground, rows)),
    }
    return render(r.request, "compare/compare.html", context)


def _whole_address(r: Reading, parsed: Parsed) -> str | None:
    """The address with what was added among the contributors, and with the operation: it then means its data too."""
    filter, added = parsed.filter, parsed.others.get("add")
    operation = filter.operation or (_featured(r) if filter.contributor or added else ())
    if not added and operation == filter.operation:
        return None
    named = (*filter.contributor, *([added] if added else []))
    replaced = {"contributor": ",".join(named), "operation": ",".join(operation)}
    query = [(name, text) for name, text in r.request.query_params.multi_items() if text.strip()]
    others = [(name, text) for name, text in query if name not in ("add", *replaced)]
    written = [(name, text) for name, text in replaced.items() if text]
    return f"{PATH}?{urlencode([*written, *others], safe=',:')}"


def _featured(r: Reading) -> tuple[str, ...]:
    """The operation that the dashboard opens on; all of them where the record has none of that name."""
    featured = r.request.app.state.settings.featured
    return tuple(row["code"] for row in list_operations(r.connection) if row["code"] == featured)


def _chosen(ground: CompareGround, rows: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The contributors chosen, each with the address of the page without it."""
    codes = [row["code"] for row in rows]
    return [
        {
            "name": short_name(row["code"], row["name"]),
            "alpha2": row["alpha2"] or "",
            "url": ground.links.contributor(row["code"]),
            "without": ground.board(contributor=tuple(code for code in codes if code != row["code"])),
        }
        for row in rows
    ]


def _side_by_side(ground: CompareGround) -> dict[str, Any]:
    reader, sides = ground.reading.connection, sides_of(ground)
    subject, figures = ground.subject, figures_of(ground, ["compare"])
    said = subject_label(subject.unit, subject.noun, ground.per)
    tables = [over_operations(ground, sides), over_categories(ground, sides)]
    return {
        "title": figures["compare"].title,
        # The page's headline is the finding: the figure below it says what it draws.
        "figure": replace(figures["compare"], title=said),
        "is_empty": not ground.by_contributor.items,
        "nothing": nothing_in_words(ground),
        "wider": _wider(ground),
        "coverage": None if ground.is_over else coverage_of(reader, ground.whole, PATH),
        "ways_back": _ways_back(ground),
        "boundary": boundary_of(reader, ground.own, ground.totals),
        "tables": [table for table in tables if table.rows],
        "sizes": sizes(ground, sides),
        "sizes_links": sizes_links(ground),
        "sizes_sources": [(title, ground.links.source(id_)) for title, id_ in sources_of_sizes(sides)],
    }


def _ways_back(ground: CompareGround) -> list[tuple[str, str]]:
    """From a day after the record to those with something to see: the one it opens on, and its last."""
    if not ground.is_over:
        return []
    opens = [row["opens_on"] for row in ground.operations if row["opens_on"]][:1]
    days = dict.fromkeys([*opens, *([ground.closes_after] if ground.closes_after else [])])
    return [(_("See {day}", day=day(on)), ground.board(as_of=on)) for on in days]


def _wider(ground: CompareGround) -> list[tuple[str, str]]:
    """What to change where nothing is found: another day, or all categories."""
    days = [row["opens_on"] for row in ground.operations if row["opens_on"]][:1]
    ways = [(_("See {day}", day=day(on)), ground.board(as_of=on)) for on in days if on != ground.as_of]
    filter = ground.whole.filter
    plain = PledgeFilter(
        contributor=filter.contributor, operation=filter.operation, as_of=ground.as_of, per=ground.per
    )
    if filter.but(as_of=ground.as_of) != plain:
        ways.append((_("Compare in every category"), with_filter(PATH, plain)))
    return ways


def _chooser(ground: CompareGround, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Whom to compare: those who give most, together or each with the one that is chosen."""
    most = first_given(ground, SUGGESTED)
    codes = [row["code"] for row in rows]
    together = tuple(dict.fromkeys([*codes, *(giver.code for giver in most)]))
    ways = [(code, ground.board(contributor=together, per=code)) for code in ("", *PER)]
    return {
        "title": _("Compare contributors"),
        "figure": None,
        "coverage": None,
        "one": rows[0]["name"] if rows else "",
        "together": listing([*(r["name"] for r in rows), *(g.label for g in most if g.code not in codes)]),
        "things": ground.subject.things,
        "ways": ways if len(together) >= FEWEST else [],
        "pairs": [
            (giver.label, giver.alpha2, ground.board(contributor=(*codes, giver.code)))
            for giver in most
            if codes and giver.code not in codes
        ],
    }
