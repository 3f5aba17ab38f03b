"""Whether this installation lives, and whether it can answer."""

from __future__ import annotations

import logging

import orjson
from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app import migrate
from app.db import Database

router = APIRouter(include_in_schema=False)
logger = logging.getLogger("muster")
FRESH = {"Cache-Control": "no-store"}


@router.get("/livez")
async def livez() -> Response:
    """The process answers. It touches nothing, so it tells nothing of the database."""
    return PlainTextResponse("ok", headers=FRESH)


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """Whether requests can be served: 200, or 503 with what is wrong."""
    problems = problems_of(request.app.state.database)
    body = orjson.dumps({"ready": not problems, "problems": problems})
    return Response(body, 503 if problems else 200, media_type="application/json", headers=FRESH)


def problems_of(database: Database) -> list[str]:
    """What stands between this installation and an answer; empty where nothing does."""
    try:
        current = migrate.current(database)
    except (SQLAlchemyError, OSError) as error:
        logger.warning("readyz: %s", error)
        return ["the database does not answer"]
    newest = migrate.newest()
    if current != newest:
        return [
            f"the database is at the migration {current or 'none'}, this version needs {newest}: run muster migrate"
        ]
    return []
