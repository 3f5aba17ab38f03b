"""The page about the API, and what its machine-readable description says beside the addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from app.documented import FILTER, PARAMETERS, components
from app.i18n import _, own_words
from app.system.examples import (
    assistant_examples,
    curl_examples,
    python_examples,
    spreadsheet_examples,
    writing_examples,
)
from app.system.promised import not_promised, promised
from app.web.language import base_of
from app.web.templating import render

ABOUT = """Who promised what to a military operation, who delivered, and how we know.

Reading needs no key. Lists answer `items`, `count` and `next`; the same address with .csv or .xlsx is all of it in one
file. Every answer has an ETag, and X-Data-Version: the number of the record's last revision. The record is under
CC BY 4.0."""
FILES = (".csv", ".xlsx")

router = APIRouter(include_in_schema=False)


@router.get("/api", name="system.api")
def show_api(request: Request) -> Response:
    """What programs can ask, in words, as a list of calls, and to try out."""
    base = base_of(request)
    context = {
        "nav": "api",
        "base": base,
        "parts": _parts(),
        "examples": {
            "curl": curl_examples(base),
            "writing": writing_examples(base),
            "python": python_examples(base),
            "sheets": spreadsheet_examples(base),
            "assistants": assistant_examples(base),
        },
        "tools": _tools(),
        "promised": promised(),
        "not_promised": not_promised(),
        "calls": _calls(request.app.openapi()["paths"]),
        "filter": _filter(),
    }
    return render(request, "system/api.html", context)


def _parts() -> list[tuple[str, str]]:
    """The page's parts: their anchors and names."""
    return [
        ("files", _("As a file")),
        ("rules", _("What holds everywhere")),
        ("curl", _("From a terminal")),
        ("python", _("Python")),
        ("sheets", _("R and Excel")),
        ("assistants", _("Assistants (MCP)")),
        ("writing", _("Writing")),
        ("promised", _("What is promised")),
        ("filter", _("The filter")),
        ("calls", _("Calls")),
        ("try", _("Try it out")),
    ]


def _tools() -> list[tuple[str, str]]:
    """What assistants can ask, for people."""
    return [
        (
            "find",
            _("the codes of operations, contributors and categories, and everything that holds some words"),
        ),
        ("figure", _("how much is deployed, committed and announced on a day, in all or split")),
        ("compare", _("two to eight contributors side by side, also for their size")),
        ("evidence", _("pledges, and each statement of a source on them with its words")),
        ("changes", _("what happened in the world, and what this record corrected")),
    ]


def describe(app: FastAPI) -> None:
    """Make the application's OpenAPI description say what its routes alone do not."""
    app.openapi = _description(app)  # type: ignore[method-assign]  # FastAPI's own way to extend it


def _description(app: FastAPI) -> Callable[[], dict[str, Any]]:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            said = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
            _without_other_errors(said)
            for kind, named in components().items():
                said["components"].setdefault(kind, {}).update(named)
            app.openapi_schema = said
        return app.openapi_schema

    return openapi


def _without_other_errors(said: dict[str, Any]) -> None:
    """FastAPI adds its own form of a 422 to every address with a name in it; none of ours has that form."""
    schemas = said["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for methods in said["paths"].values():
        for call in methods.values():
            if "application/json" in call["responses"].get("422", {}).get("content", {}):
                del call["responses"]["422"]


def _calls(paths: dict[str, Any]) -> dict[str, Any]:
    """Every call as a row; one that files can be had of links to them, where its address names no record."""
    rows = [
        _call(method.upper(), path, said, [path + end for end in FILES if path + end in paths])
        for path, methods in paths.items()
        if not path.endswith(FILES)
        for method, said in methods.items()
    ]
    columns = [
        {"key": "call", "label": _("Call"), "numeric": False},
        {"key": "answer", "label": _("What it answers or does"), "numeric": False},
        {"key": "csv", "label": _("CSV"), "numeric": False},
        {"key": "xlsx", "label": _("XLSX"), "numeric": False},
    ]
    return {"caption": _("Calls"), "columns": columns, "rows": rows, "foot": []}


def _call(method: str, path: str, said: dict[str, Any], files: list[str]) -> dict[str, Any]:
    url = path if method == "GET" and "{" not in path else None
    row = {
        "call": {"text": f"{method} {path}", "url": url, "code": None},
        "answer": {"text": own_words(said["summary"]), "url": None, "code": None},
    }
    named = {address.rpartition(".")[2]: address for address in files}
    return row | {
        kind: {"text": kind if kind in named else "", "url": named.get(kind), "code": None}
        for kind in ("csv", "xlsx")
    }


def _filter() -> dict[str, Any]:
    """The filter's parameters as a table."""
    rows = [
        {
            "name": {"text": name, "url": None, "code": None},
            "about": {"text": own_words(PARAMETERS[name][0]), "url": None, "code": None},
            "example": {"text": (PARAMETERS[name][1].get("examples") or [""])[-1], "url": None, "code": None},
        }
        for name in FILTER
    ]
    columns = [
        {"key": "name", "label": _("Parameter"), "numeric": False},
        {"key": "about", "label": _("What it accepts"), "numeric": False},
        {"key": "example", "label": _("Example"), "numeric": False},
    ]
    return {"caption": _("The filter"), "columns": columns, "rows": rows, "foot": []}
