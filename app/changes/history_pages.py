"""Every version of a record, field by field, each at an address that never changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.changes.corrections import what_of
from app.changes.log import explained
from app.changes.log_words import revision_sentence
from app.changes.versions import beside, revisions_of
from app.errors import NotFound
from app.i18n import _, moment
from app.listing import number_of
from app.pledges.told import differences
from app.reading import Reading, kept
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/pledges/{key}/history")
def pledge_history_page(request: Request, key: str) -> Response:
    """Every version of a pledge and of its statements, newest first. NotFound."""
    return kept(request, lambda r: _history(r, "pledge", key, f"/pledges/{quote(key, safe='')}/history"))


@router.get("/pledges/{key}/history/{number}")
def pledge_version_page(request: Request, key: str, number: str) -> Response:
    """What one revision changed in a pledge or in one of its statements. NotFound."""
    path = f"/pledges/{quote(key, safe='')}/history"
    return kept(request, lambda r: _version(r, "pledge", key, number_of(number), path))


@router.get("/history/{entity}/{key}")
def history_page(request: Request, entity: str, key: str) -> Response:
    """Every version of a record of any kind, newest first. NotFound."""
    return kept(request, lambda r: _history(r, entity, key, _path(entity, key)))


@router.get("/history/{entity}/{key}/{number}")
def version_page(request: Request, entity: str, key: str, number: str) -> Response:
    """What one revision changed. NotFound."""
    return kept(request, lambda r: _version(r, entity, key, number_of(number), _path(entity, key)))


def _path(entity: str, key: str) -> str:
    return f"/history/{quote(entity, safe='')}/{quote(key, safe='')}"


def _history(r: Reading, entity: str, key: str, path: str) -> Response:
    versions = explained(r.connection, revisions_of(r.connection, entity, key))
    if not versions:
        raise NotFound(_("There is nothing at this address."))
    context = {
        **_head(entity, key, _name(entity, key, versions[-1])),
        "versions": [_told(row, path) for row in reversed(versions)],
    }
    return render(r.request, "history/history.html", context)


def _version(r: Reading, entity: str, key: str, number: int, path: str) -> Response:
    revisions = revisions_of(r.connection, entity, key)
    found = [row for row in revisions if row["number"] == number]
    if not found:
        raise NotFound(_("There is nothing at this address."))
    [row] = explained(r.connection, found)
    earlier, later = beside([row["number"] for row in revisions], number)
    context = {
        **_head(entity, key, _name(entity, key, row)),
        "history_url": path,
        "version": _told(row, path),
        "previous_hash": row["previous_hash"],
        "earlier_url": f"{path}/{earlier}" if earlier else None,
        "later_url": f"{path}/{later}" if later else None,
    }
    return render(r.request, "history/version.html", context)


def _name(entity: str, key: str, newest: Mapping[str, Any]) -> str:
    """What a reader calls the record; its key where it has no name."""
    says = newest["after"] or newest["before"] or {}
    return what_of(newest) if entity in ("pledge", "statement", "source") else str(says.get("name") or key)


def _head(entity: str, key: str, name: str) -> dict[str, Any]:
    pages = {"pledge": "/pledges/", "source": "/sources/", "operation": "/operations/",
             "contributor": "/contributors/"}  # fmt: skip
    base = pages.get(entity)
    return {
        "nav": "",
        "key": key,
        "name": name,
        "entity": entity,
        "record_url": base + quote(key, safe="") if base else None,
    }


def _told(row: dict[str, Any], path: str) -> dict[str, Any]:
    """A revision as the page draws it: who, when, why, and the fields that differ."""
    source = row["source"]
    titles = {source["id"]: source["title"] or source["url"]} if source else {}
    return {
        "number": row["number"],
        "url": f"{path}/{row['number']}",
        "at": moment(row["at"]),
        "actor": row["actor"],
        "sentence": revision_sentence({**row, "reason": ""}),
        "reason": row["reason"],
        "is_new": not row["before"],
        "changes": differences(row["before"], row["after"], titles),
        "hash": row["hash"],
    }
