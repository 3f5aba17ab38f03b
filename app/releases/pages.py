"""The SQLite file of the record, and the files of its releases, to take away."""

from __future__ import annotations

from pathlib import PurePosixPath

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from app.reading import kept
from app.releases.cache import database_file
from app.releases.shelf import file_of

DATABASE = "application/vnd.sqlite3"
PLAIN = "text/plain; charset=utf-8"
# A release never changes, so whoever has a file of it need not ask again.
FOR_EVER = "public, max-age=31536000, immutable"
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".db": DATABASE,
    ".json": "application/json",
    ".cff": "application/yaml",
    ".md": "text/markdown; charset=utf-8",
}

router = APIRouter(include_in_schema=False)


@router.get("/data/muster.db")
def show_database(request: Request) -> Response:
    """The public tables as they stand, as a SQLite file."""
    folder = request.app.state.settings.cache
    return kept(
        request,
        lambda r: FileResponse(
            database_file(r.connection, folder), media_type=DATABASE, filename="muster.db"
        ),
    )


@router.get("/data/releases/{release}/{name:path}")
def show_file(request: Request, release: str, name: str) -> Response:
    """A file of a release, as it was frozen."""
    path, digest = file_of(request.app.state.settings.releases, release, name)
    headers = {"ETag": f'"{digest}"', "Cache-Control": FOR_EVER}
    known = request.headers.get("if-none-match", "").replace("W/", "").split(",")
    if headers["ETag"] in (tag.strip() for tag in known):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers, media_type=MEDIA_TYPES.get(PurePosixPath(name).suffix, PLAIN))
