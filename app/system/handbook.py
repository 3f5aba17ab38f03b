"""The handbook at /help: docs/handbook, a document a page, in the reader's language."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.errors import NotFound
from app.i18n import _, tongue
from app.reading import Reading, kept
from app.system.document_links import PAGES
from app.system.documents import read_document
from app.system.queries import HANDBOOK
from app.web.templating import render

router = APIRouter(include_in_schema=False)
CONTENTS = "index"


@router.get("/help")
def help_page(request: Request) -> Response:
    """What the handbook holds, by what somebody wants to do."""
    return _page(request, CONTENTS)


@router.get("/help/{name}")
def chapter_page(request: Request, name: str) -> Response:
    """One of its pages. NotFound."""
    if name not in HANDBOOK:
        raise NotFound(_("There is nothing at this address."))
    return _page(request, name)


def _page(request: Request, name: str) -> Response:
    def make(r: Reading) -> Response:
        document = read_document(f"handbook/{name}", tongue())
        return render(
            request,
            "system/method.html",
            {"nav": "help", "document": document, "chapters": _chapters(name), "trail": _trail(name)},
        )

    return kept(request, make)


def _chapters(here: str) -> list[tuple[str, str, bool]]:
    """Each page: its title, its address, and whether it is the one shown."""
    pages = [(one, read_document(f"handbook/{one}", tongue())) for one in (CONTENTS, *HANDBOOK)]
    return [(document.title, PAGES[f"handbook/{one}"], one == here) for one, document in pages]


def _trail(name: str) -> list[tuple[str, str | None]]:
    if name == CONTENTS:
        return []
    contents, document = (read_document(f"handbook/{one}", tongue()) for one in (CONTENTS, name))
    return [(contents.title, "/help"), (document.title, None)]
