"""Importing on a page: choose a sheet, see what would come of it, load it. Works without a script."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.i18n import _, tongue
from app.sheets.bad_rows import bad_rows
from app.sheets.cleaning.mapping import LARGEST, MapError, read_map
from app.sheets.faults import SheetFault
from app.sheets.importing import ALL, GOOD_ROWS, TRY
from app.sheets.jobs import DONE, FAILED, RUNNING, STOPPED, Importer, phase_of
from app.sheets.maps import map_named, maps
from app.sheets.prepare import Prepared
from app.sheets.uploads import Upload
from app.sheets.views import preview, result
from app.system.documents import read_document
from app.web.forms import Posted
from app.web.person import Person, require
from app.web.templating import render

router = APIRouter(include_in_schema=False)
FORM, HELP = "sheets/import.html", "system/method.html"
AT_ONCE = 100


@router.get("/import")
def import_page(request: Request) -> Response:
    """Choose a sheet, and a map if it is of another make."""
    require(request, "editor")
    return _form(request, "", {})


@router.get("/import/help")
def help_page(request: Request) -> Response:
    """What a sheet may look like, and how a map is written: docs/import.md."""
    return render(request, HELP, {"nav": "import", "document": read_document("import", tongue())})


@router.post("/import")
def post_sheet(request: Request, sent: Posted) -> Response:
    """Keep the sheet, try what would come of it, and show that."""
    person = require(request, "editor")
    sheet, errors = sent.get("sheet"), {}
    if not isinstance(sheet, UploadFile) or not sheet.filename or not sheet.size:
        errors["sheet"] = _("Choose a file that is not empty: CSV or XLSX.")
    how = b""
    try:
        how = _map_of(sent)
    except MapError as error:
        errors["map_file"] = str(error)
    chosen = str(sent.get("map", ""))
    if errors or not isinstance(sheet, UploadFile):
        return _form(request, chosen, errors)
    importer = _importer(request)
    name = (sheet.filename or "").replace("\\", "/").rpartition("/")[2][:200]
    upload = importer.uploads.keep(_owner(person), name, sheet.file, how)
    importer.start(upload, person.name, TRY)
    return _to(upload)


@router.get("/import/{token}")
def sheet_page(request: Request, token: str) -> Response:
    """What would come of loading it, or did; or how far it is."""
    upload = _found(request, require(request, "editor"), token)
    state, about = phase_of(upload), upload.about()
    context: dict[str, Any] = {
        "nav": "import",
        "name": about["name"],
        "here": f"/import/{token}",
        "state": state,
    }
    if state["phase"] in (RUNNING, STOPPED, FAILED):
        answer = render(
            request, f"sheets/{'running' if state['phase'] == RUNNING else 'stopped'}.html", context
        )
    elif state["phase"] == DONE:
        row, is_loaded = state["outcome"], bool(state["outcome"]["stored"])
        seen = (result if is_loaded else preview)(about["name"], f"/import/{token}", row, state["way"])
        answer = render(request, "sheets/outcome.html", {**context, **seen})
    else:
        answer = render(request, "sheets/running.html", {**context, "state": {"rows": 0, "of": 0}})
    return _private(answer)


@router.post("/import/{token}")
def post_way(request: Request, token: str, sent: Posted) -> Response:
    """Load it (all, or its good rows), try it again, or give it up. Sent twice it is one load."""
    person = require(request, "editor")
    importer, upload = _importer(request), _found(request, person, token)
    way = str(sent.get("way", ""))
    if way == "drop":
        importer.uploads.drop(upload)
        return RedirectResponse("/import", 303)
    if way in (ALL, GOOD_ROWS, TRY):
        importer.start(upload, person.name, way)
    return _to(upload)


@router.get("/import/{token}/bad-rows.csv")
def bad_rows_file(request: Request, token: str) -> Response:
    """The rows that cannot be loaded, as they came, with the reasons."""
    upload = _found(request, require(request, "editor"), token)
    state = phase_of(upload)
    if state["phase"] != DONE:
        return _to(upload)
    name = upload.about()["name"]
    prepared = Prepared(name, upload.made, state["header"], state["outcome"]["rows"])
    faults = [
        SheetFault(name, f["line"], f["column"], f["value"], f["message"]) for f in state["outcome"]["faults"]
    ]
    answer = StreamingResponse(bad_rows(prepared, faults), media_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="bad-rows.csv"'
    return _private(answer)


def _form(request: Request, chosen: str, errors: dict[str, str]) -> Response:
    context = {
        "nav": "import",
        "maps": maps(),
        "chosen": chosen,
        "errors": errors,
        "most": request.app.state.settings.import_mb,
    }
    return _private(render(request, FORM, context, 422 if errors else 200))


def _map_of(sent: FormData) -> bytes:
    """The map that was sent, or the kept one that was chosen; empty: none. MapError."""
    file, chosen = sent.get("map_file"), str(sent.get("map", ""))
    if isinstance(file, UploadFile) and file.filename and file.size:
        content = file.file.read(LARGEST + 1)
    else:
        content = map_named(chosen) if chosen else b""
    if content:
        read_map(content)
    return content


def _importer(request: Request) -> Importer:
    found: Importer = request.app.state.importer
    return found


def _found(request: Request, person: Person, token: str) -> Upload:
    return _importer(request).uploads.find(_owner(person), token)


def _owner(person: Person) -> str:
    return f"{person.account}:{person.name}"


def _to(upload: Upload) -> Response:
    return _private(RedirectResponse(f"/import/{upload.token}", 303))


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
