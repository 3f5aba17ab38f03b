"""A chart at its own address: as a page that other sites frame, as a picture, as data and as a citation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.errors import Fault, InvalidQuery, NotFound
from app.figures.actions import Actions, with_actions
from app.figures.asked import path_of, understood
from app.figures.below import nothing_in_words
from app.figures.compare.ground import compare_ground
from app.figures.ground import Ground, ground_of
from app.figures.keyfigures import kicker_of
from app.figures.poster.colours import THEMES
from app.figures.poster.png import png
from app.figures.poster.sheet import SIZES, SOCIAL_SIZE, Caption, poster
from app.figures.registry import EMBEDDED
from app.figures.schemas import Figure
from app.i18n import _
from app.operations.queries import get_operation
from app.pledges.filter import Parsed, PledgeFilter
from app.pledges.views import notices_of
from app.reading import Reading, kept
from app.web.addresses import public
from app.web.assets import asset_file
from app.web.headers import PICTURE_POLICY
from app.web.templating import render

router = APIRouter(include_in_schema=False)
PAGE_THEMES = (*THEMES, "auto")
ALSO = ("theme", "size")
# A picture in pixels has twice those of its measures, for print and for fine screens; one for networks has theirs.
FINE = 2.0
SCRIPT_AGE = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """A chart that was asked for, what it stands on, and what an address says of its looks."""

    figure: Figure
    ground: Ground
    theme: str
    size: str
    notices: list[str]

    @property
    def actions(self) -> Actions:
        """What can be taken of it."""
        actions: Actions = self.figure.actions
        return actions


@router.get("/embed/resize.js")
def resize_script(request: Request) -> Response:
    """What a newsroom's page loads beside its frames, at an address that stays."""
    script = asset_file("js/embed-resize.js").read_bytes()
    headers = {"Cache-Control": f"public, max-age={SCRIPT_AGE}"}
    return Response(script, media_type="text/javascript; charset=utf-8", headers=headers)


@router.get("/embed/{chart}.svg")
def embed_svg(request: Request, chart: str) -> Response:
    """The chart as a picture that can be edited. NotFound, InvalidQuery."""
    return kept(request, lambda r: _svg(asked_of(r, chart, strict=True), alone=True))


@router.get("/embed/{chart}.png")
def embed_png(request: Request, chart: str) -> Response:
    """The chart in pixels: its own size, or that of a social preview. NotFound, InvalidQuery."""
    answer = kept(request, lambda r: _svg(asked_of(r, chart, strict=True), alone=False))
    if answer.status_code != 200:
        return answer
    # Drawn after the connection went back: drawing takes longer than reading.
    zoom = 1.0 if request.query_params.get("size") == SOCIAL_SIZE else FINE
    drawn = Response(png(bytes(answer.body).decode(), zoom), media_type="image/png")
    for name in ("ETag", "Cache-Control", "X-Data-Version", "Content-Disposition"):
        drawn.headers[name] = answer.headers[name].replace(".svg", ".png")
    return drawn


@router.get("/embed/{chart}.txt")
def embed_text(request: Request, chart: str) -> Response:
    """The citation in a line."""
    return kept(request, lambda r: _cited(r, chart, "txt", "text/plain", lambda a: a.citation.text + "\n"))


@router.get("/embed/{chart}.bib")
def embed_bib(request: Request, chart: str) -> Response:
    """The citation for LaTeX."""
    return kept(
        request, lambda r: _cited(r, chart, "bib", "application/x-bibtex", lambda a: a.citation.bibtex)
    )


@router.get("/embed/{chart}.ris")
def embed_ris(request: Request, chart: str) -> Response:
    """The citation for programs that keep references."""
    media_type = "application/x-research-info-systems"
    return kept(request, lambda r: _cited(r, chart, "ris", media_type, lambda a: a.citation.ris))


@router.get("/embed/{chart}.{ending}")
def embed_data(request: Request, chart: str, ending: str) -> Response:
    """The chart's data, where they are. NotFound."""
    return kept(request, lambda r: _data(asked_of(r, chart, strict=True), ending))


@router.get("/embed/{chart}")
def embed_page(request: Request, chart: str) -> Response:
    """The chart as a page to be framed. NotFound."""
    return kept(request, lambda r: _page(r, asked_of(r, chart)))


def asked_of(r: Reading, chart: str, *, strict: bool = False) -> Asked:
    """Read a chart. A page names in a notice what it could not read; a file (`strict`) refuses: it has no notices.

    NotFound for a chart or an operation that there is not, so that nobody gets another one's. InvalidQuery.
    """
    if chart not in EMBEDDED:
        names = ", ".join(EMBEDDED)
        raise NotFound(_("There is no chart {name!r}; there are: {names}.", name=chart, names=names))
    parsed = r.filter((*ALSO, "per") if chart == "compare" else ALSO)
    operations = tuple(_code(r, code) for code in parsed.filter.operation or (_featured(r),))
    filter = parsed.filter.but(operation=operations, sort="")
    scope = r.scope(filter)
    faults = [*parsed.faults, *scope.faults, *_faults_of_looks(parsed)]
    if strict and (wrong := [fault for fault in faults if _is_value(fault)]):
        raise InvalidQuery(*wrong)
    ground = ground_of(r, path_of(operations, _featured(r)), understood(r, scope))
    if chart == "compare":
        ground = compare_ground(ground)
    looks = {name: parsed.others.get(name, "") for name in ALSO}
    theme = looks["theme"] if looks["theme"] in PAGE_THEMES else THEMES[0]
    size = looks["size"] if looks["size"] in SIZES else "own"
    return Asked(_figure(ground, chart), ground, theme, size, notices_of(Parsed(filter, faults=faults)))


def _code(r: Reading, code: str) -> str:
    found: str = get_operation(r.connection, code)["code"]
    return found


def _featured(r: Reading) -> str:
    featured: str = r.request.app.state.settings.featured
    return featured


def _faults_of_looks(parsed: Parsed) -> list[Fault]:
    accepted = {"theme": PAGE_THEMES, "size": tuple(SIZES)}
    return [
        Fault(name, _("{written!r}: accepted are {names}", written=value, names=", ".join(accepted[name])))
        for name, value in parsed.others.items()
        if value not in accepted[name]
    ]


def _is_value(fault: Fault) -> bool:
    """Whether a parameter that there is has a value that there is not; networks add parameters of their own."""
    return fault.field in (*PledgeFilter.__dataclass_fields__, *ALSO)


def _figure(ground: Ground, chart: str) -> Figure:
    """The chart; where it has nothing to show, a figure that says so."""
    nothing = Figure(id=chart, title=nothing_in_words(ground), links={"page": ground.board()})
    return with_actions(ground, EMBEDDED[chart](ground) or nothing)


def _svg(asked: Asked, *, alone: bool) -> Response:
    caption = Caption(kicker_of(asked.ground), asked.actions.page.partition("://")[2])
    theme = asked.theme if asked.theme in THEMES else THEMES[0]
    drawn = poster(asked.figure, caption, SIZES[asked.size], theme, alone=alone)
    name = f"muster-{asked.figure.id}-{asked.ground.as_of.isoformat()}.svg"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": PICTURE_POLICY}
    return Response(drawn, media_type="image/svg+xml", headers=headers)


def _cited(r: Reading, chart: str, ending: str, media_type: str, say: Callable[[Actions], str]) -> Response:
    asked = asked_of(r, chart, strict=True)
    name = f"muster-{chart}-{asked.ground.as_of.isoformat()}.{ending}"
    shown = "inline" if ending == "txt" else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}"'}
    return Response(say(asked.actions), media_type=f"{media_type}; charset=utf-8", headers=headers)


def _data(asked: Asked, ending: str) -> Response:
    address = asked.figure.links.get(ending, "")
    if ending == "page" or not address:
        raise NotFound(_("There is nothing at this address."))
    return RedirectResponse(address, 307)


def _page(r: Reading, asked: Asked) -> Response:
    figure, actions = asked.figure, asked.actions
    context: dict[str, Any] = {
        # The frame's own foot has the links: the figure's would be too many for a column of a newspaper.
        "figure_alone": replace(figure, actions=None, links={}),
        "kicker": kicker_of(asked.ground),
        "actions": actions,
        "theme": asked.theme,
        "notices": asked.notices,
        "live": public(r.request, figure.links["page"]),
        "description": figure.sentence or figure.title,
    }
    return render(r.request, "embed/chart.html", context)
