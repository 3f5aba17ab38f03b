"""The method, as readers see it: docs/method.md as a page with a table of contents, in their language.

A French page shows docs/method.fr.md; where a document is not translated it shows the English one, and says so.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.i18n import tongue
from app.reading import Reading, kept
from app.system.documents import read_document
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/method")
def method_page(request: Request) -> Response:
    """How everything is counted."""

    def make(r: Reading) -> Response:
        document = read_document("method", tongue())
        return render(request, "system/method.html", {"nav": "method", "document": document})

    return kept(request, make)
