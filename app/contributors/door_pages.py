"""Pages on which editors enter and edit organisations, and who belonged to them when."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.contributors.door import get_membership
from app.contributors.doors import ORGANISATION, membership_door, names_door
from app.contributors.queries import get_contributor
from app.door.forms import Asked, Frame, open_form, post_form
from app.i18n import _, short_day
from app.pledges.views import cell, column, table
from app.reading import reading
from app.web.forms import Posted, Typed
from app.web.person import require

router = APIRouter(include_in_schema=False)
LINK = Markup('<a href="{}">{}</a>')
KIND = {"kind": "organisation"}


@router.get("/contributors/new")
def new_organisation_page(request: Request) -> Response:
    """An empty form for an organisation."""
    return open_form(_new(request))


@router.post("/contributors/new")
def post_organisation(request: Request, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_new(request), sent)


def _new(request: Request) -> Asked:
    def frame(_reader: Connection, _typed: Typed) -> Frame:
        title = _("Add an organisation")
        dek = _("Every country of the world is in the record already; organisations are added.")
        return Frame(title, dek, [(_("Contributors"), "/contributors"), (title, None)])

    return Asked(request, ORGANISATION, frame, fixed=KIND)


@router.get("/contributors/{code}/edit")
def contributor_form_page(request: Request, code: str) -> Response:
    """The form with what a contributor is called; below it who belongs to it."""
    return open_form(_edited(request, code))


@router.post("/contributors/{code}/edit")
def post_contributor_edit(request: Request, code: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_edited(request, code), sent)


def _edited(request: Request, code: str) -> Asked:
    row = _read(request, code)

    def frame(_reader: Connection, _typed: Typed) -> Frame:
        trail = [(_("Contributors"), "/contributors"), (row["name"], _at(row["code"])), (_("Edit"), None)]
        dek = _("Every change stays in the history. Its code, {code}, stays.", code=row["code"])
        lists = [] if row["kind"] == "country" else [_members(row)]
        # A country that nobody has touched came with the software, and has none.
        told = row["kind"] == "organisation" or row["version"] > 1
        history = f"/history/contributor/{quote(row['code'], safe='')}" if told else ""
        title = _("Edit {name}", name=row["name"])
        return Frame(title, dek, trail, lists, notices=_saved(request, row), history=history)

    fixed = {"code": row["code"], "kind": row["kind"], "alpha2": row["alpha2"]}
    return Asked(request, names_door(row["kind"] == "country"), frame, row["code"], fixed)


def _read(request: Request, code: str) -> dict[str, Any]:
    """The contributor with its members. NotSignedIn and NotAllowed come first, then NotFound."""
    require(request, "editor")
    with reading(request) as r:
        return get_contributor(r.connection, code)


def _at(code: str, end: str = "") -> str:
    return f"/contributors/{quote(code, safe='')}{end}"


def _saved(request: Request, row: dict[str, Any]) -> list[Markup]:
    if "saved" not in request.query_params:
        return []
    ways = [
        LINK.format("/contributors/new", _("Add another organisation")),
        LINK.format(_at(row["code"]), _("See its page")),
        LINK.format("/", _("Go to the front page")),
    ]
    return [Markup("{} {}").format(_("Saved."), Markup(" · ").join(ways))]


def _members(row: dict[str, Any]) -> dict[str, Any]:
    columns = [
        column("name", _("Member")),
        column("since", _("First day")),
        column("until", _("Last day")),
        column("change", _("Edit")),
    ]
    rows = [
        {
            "name": cell(member["name"], alpha2=member["alpha2"]),
            "since": cell(short_day(member["since"]) if member["since"] else ""),
            "until": cell(short_day(member["until"]) if member["until"] else ""),
            "change": cell(_("End or correct"), _at(row["code"], f"/members/{member['id']}/edit")),
        }
        for member in row["members"]
    ]
    return {
        "id": "members",
        "title": _("Who belongs to it"),
        "table": table(_("Members of {name}", name=row["name"]), columns, rows),
        "nothing": _("No member is recorded yet."),
        "add": (_("Add a member"), _at(row["code"], "/members/new")),
    }


@router.get("/contributors/{code}/members/new")
def new_membership_page(request: Request, code: str) -> Response:
    """An empty form for a member of an organisation."""
    return open_form(_membership(request, code))


@router.post("/contributors/{code}/members/new")
def post_membership(request: Request, code: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_membership(request, code), sent)


@router.get("/contributors/{code}/members/{number}/edit")
def membership_form_page(request: Request, code: str, number: str) -> Response:
    """The form with the first and the last day of a membership."""
    return open_form(_membership(request, code, number))


@router.post("/contributors/{code}/members/{number}/edit")
def post_membership_edit(request: Request, code: str, number: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_membership(request, code, number), sent)


def _membership(request: Request, code: str, number: str | None = None) -> Asked:
    row = _read(request, code)
    fixed = {"organisation": row["code"]}
    title = _("Add a member of {name}", name=row["name"])
    if number is not None:
        with reading(request) as r:
            member = get_membership(r.connection, number)
        fixed["member"] = member["member"]
        title = _("{member} in {name}", member=member["member_name"], name=row["name"])

    def frame(_reader: Connection, _typed: Typed) -> Frame:
        dek = _("A member counts as one from its first to its last day.")
        trail = [
            (_("Contributors"), "/contributors"),
            (row["name"], _at(row["code"], "/edit")),
            (title, None),
        ]
        return Frame(title, dek, trail)

    return Asked(request, membership_door(row["code"]), frame, number, fixed)
