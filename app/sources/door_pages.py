"""Pages on which editors enter and edit sources. An address that the record has leads to its source."""

from __future__ import annotations

from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.door.forms import Asked, Frame, open_form, post_form
from app.i18n import _
from app.pledges.filterbar import source_option
from app.pledges.forms import URL
from app.pledges.links import address
from app.reading import reading
from app.sources.door import at_address, read_source
from app.sources.doors import OWN, SOURCE_DOOR
from app.web.forms import Posted, Typed, typed_in
from app.web.person import require

router = APIRouter(include_in_schema=False)
LINK = Markup('<a href="{}">{}</a>')
# Chosen from a list, so that something may stand there without having been meant.
CHOSEN = ("statement.source.kind", "statement.source.language")


@router.get("/sources/new")
def new_source_page(request: Request) -> Response:
    """An empty form for a source; `url` in its address is typed already."""
    url = request.query_params.get("url", "")
    return open_form(_new(request), {URL: url} if url else {})


@router.post("/sources/new")
def post_source(request: Request, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it. Where nothing but an address was typed that is known: its source."""
    require(request, "editor")
    typed = typed_in(sent, OWN)
    if all(name in (URL, *CHOSEN) for name in typed):
        with reading(request) as r:
            known = at_address(r.connection, typed.get(URL, ""))
        if known:
            return RedirectResponse(address(f"/sources/{known[0]['id']}/edit", {"saved": "known"}), 303)
    return post_form(_new(request), sent)


def _new(request: Request) -> Asked:
    def frame(reader: Connection, typed: Typed) -> Frame:
        title = _("Add a source")
        dek = _(
            "A publication that says something of a pledge. One that the record has is found by its address."
        )
        known = [source_option(row) for row in at_address(reader, typed.get(URL, ""))]
        alike = [(label, f"/sources/{number}/edit") for number, label in known]
        return Frame(title, dek, [(_("Sources"), "/sources"), (title, None)], alike=alike)

    return Asked(request, SOURCE_DOOR, frame)


@router.get("/sources/{number}/edit")
def source_form_page(request: Request, number: str) -> Response:
    """The form with what the record says of a source."""
    return open_form(_edited(request, number))


@router.post("/sources/{number}/edit")
def post_source_edit(request: Request, number: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_edited(request, number), sent)


def _edited(request: Request, number: str) -> Asked:
    def frame(reader: Connection, _typed: Typed) -> Frame:
        row = read_source(reader, number)
        name = row["title"] or row["url"]
        trail = [(_("Sources"), "/sources"), (name, f"/sources/{row['id']}"), (_("Edit"), None)]
        dek = _(
            "How it is described. What it said of pledges is not changed here. Every change stays in the history."
        )
        notices, history = _saved(request, number), f"/history/source/{row['id']}"
        return Frame(_("Edit a source"), dek, trail, notices=notices, history=history)

    return Asked(request, SOURCE_DOOR, frame, number)


def _saved(request: Request, number: str) -> list[Markup]:
    saved = {"source": _("Saved."), "known": _("The record has this address already: this is its source.")}
    words = saved.get(request.query_params.get("saved", ""))
    if not words:
        return []
    ways = [
        LINK.format(address("/pledges/new", {"source": number}), _("Add a pledge from it")),
        LINK.format(f"/sources/{number}", _("See its page")),
    ]
    return [Markup("{} {}").format(words, Markup(" · ").join(ways))]
