"""Importing for programs: a sheet as the body, or as a form's file beside a map."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from app.answers import json_answer
from app.documented import problems
from app.errors import Fault, InvalidInput, InvalidQuery
from app.i18n import _
from app.listing import API, only
from app.pledges.submissions import fingerprint_of
from app.reading import reading
from app.sheets.cleaning.mapping import LARGEST, NO_MAP, Map, MapError, read_map
from app.sheets.importing import ALL, GOOD_ROWS, TRY, Outcome, Sent, names_of, run
from app.sheets.outcome import outcome_row
from app.sheets.prepare import prepare
from app.sheets.shapes import DOCS, XLSX, ImportAnswer
from app.web.person import person_of
from app.web.problem import problem
from app.web.writing import idempotency_key, not_allowed, not_signed_in

TAG = "Pledges"
NAME = "sheet"
BLOCK = 1 << 20
PLAIN = ("text/csv", "text/plain", "text/tab-separated-values", "application/octet-stream", XLSX)
# So many faults come with a refusal; a dry run tells all of them.
MOST_ERRORS = 1_000


class SheetRoute(APIRoute):
    """A route whose body is a sheet, and whose caller may write: 401, 403 and 415 come before it is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint behind its checks."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            person = person_of(request)
            if not person.may("editor"):
                return not_signed_in() if person.role == "anybody" else not_allowed()
            if _media_type(request) not in (*PLAIN, "multipart/form-data"):
                accepted = ", ".join((*PLAIN, "multipart/form-data"))
                return problem(
                    415, _("The body is a sheet: send it with one of these types: {types}.", types=accepted)
                )
            return await handle(request)

        return answer


router = APIRouter()
sheets = APIRouter(route_class=SheetRoute)


@sheets.post(
    f"{API}/import",
    tags=[TAG],
    summary="Import a sheet",
    responses={200: {"model": ImportAnswer}, **problems(400, 401, 403, 409, 413, 415, 422)},
    openapi_extra=DOCS,
)
async def import_sheet(request: Request) -> Response:
    """A sheet of statements, CSV or XLSX, as the body, or as the file `sheet` of a form beside the file `map`.

    All of it is stored, or nothing (422 with every fault), unless `good_rows` is true. Again, it changes nothing.
    """
    with tempfile.TemporaryDirectory(prefix="muster-") as folder:
        path = Path(folder) / NAME
        name, how = await _received(request, path)
        return await run_in_threadpool(_imported, request, path, name, how)


async def _received(request: Request, path: Path) -> tuple[str, bytes]:
    """The sheet, put into a file; its name, and the map."""
    if _media_type(request) == "multipart/form-data":
        async with request.form() as form:
            return await _from_form(form.get("sheet"), form.get("map"), path)
    with path.open("wb") as target:
        try:
            async for block in request.stream():
                target.write(block)
        except ClientDisconnect:
            raise InvalidInput(Fault("", _("the body ended early"))) from None
    return NAME, b""


async def _from_form(sheet: object, how: object, path: Path) -> tuple[str, bytes]:
    if not isinstance(sheet, UploadFile):
        raise InvalidInput(Fault("sheet", _("this must be a file")))
    with path.open("wb") as target:
        while block := await sheet.read(BLOCK):
            target.write(block)
    content = await how.read(LARGEST + 1) if isinstance(how, UploadFile) else str(how or "").encode()
    return (sheet.filename or NAME)[:200], content


def _imported(request: Request, path: Path, name: str, content: bytes) -> Response:
    way, how = _way(request), _map(content)
    made = path.with_name("made")
    made.mkdir()
    with reading(request) as r:
        only(r, "dry_run", "good_rows")
        known = names_of(r.connection)
    prepared = prepare(path, name, made, how, known)
    database, actor = request.app.state.database, person_of(request).name
    outcome = run(database, actor, prepared, way, lambda _rows: None, _sent(request, path, content, way))
    if outcome.report is None and way != TRY:
        return _refused(outcome)
    answer = json_answer(outcome_row(outcome, prepared, dry_run=way == TRY), 200)
    answer.headers["X-Data-Version"] = str(outcome.version)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(outcome: Outcome) -> Response:
    """422: every fault with the place of its cell."""
    faults = [
        Fault(f"rows.{f.line}.{f.column}" if f.column else f"rows.{f.line}", f.message)
        for f in outcome.faults[:MOST_ERRORS]
    ]
    n = len(outcome.faults)
    detail = _("The sheet has {n} faults: nothing was stored.", n=n)
    return problem(422, detail, faults)


def _way(request: Request) -> str:
    asked = {name: _flag(request, name) for name in ("dry_run", "good_rows")}
    return TRY if asked["dry_run"] else GOOD_ROWS if asked["good_rows"] else ALL


def _flag(request: Request, name: str) -> bool:
    word = request.query_params.get(name, "false").lower()
    if word not in ("true", "false", "1", "0"):
        raise InvalidQuery(Fault(name, _("accepted are {names}", names="true, false")))
    return word in ("true", "1")


def _map(content: bytes) -> Map:
    try:
        return read_map(content) if content else NO_MAP
    except MapError as error:
        raise InvalidInput(Fault("map", str(error))) from None


def _sent(request: Request, path: Path, content: bytes, way: str) -> Sent:
    key = idempotency_key(request)
    if not key or way == TRY:
        return Sent()
    return Sent(key, fingerprint_of(request.url.path, way, _hash(path), content.decode(errors="replace")))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


router.include_router(sheets)
