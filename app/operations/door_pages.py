"""Pages on which editors enter and edit operations, their requirements, and the categories of what is given."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.door.forms import Asked, Frame, open_form, post_form
from app.i18n import _, ngettext, number, short_day
from app.ledger.change import changing
from app.operations.door import get_category, get_requirement, requirements_numbered
from app.operations.doors import CATEGORY, OPERATION, requirement_door
from app.operations.queries import get_operation, list_categories
from app.operations.usual import add_usual_categories
from app.pledges.filterbar import group_label
from app.pledges.links import address
from app.pledges.views import cell, column, table
from app.pledges.words import unit_label
from app.reading import Reading, kept
from app.web.forms import Posted, Typed
from app.web.person import person_of, require
from app.web.templating import render

router = APIRouter(include_in_schema=False)
LINK = Markup('<a href="{}">{}</a>')


@router.get("/operations/new")
def new_operation_page(request: Request) -> Response:
    """An empty form for an operation."""
    return open_form(_new_operation(request))


@router.post("/operations/new")
def post_operation(request: Request, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_new_operation(request), sent)


def _new_operation(request: Request) -> Asked:
    def frame(_reader: Connection, _typed: Typed) -> Frame:
        title = _("Add an operation")
        dek = _("Pledges are made to an operation. Its name is enough to begin with; the rest can follow.")
        return Frame(title, dek, [(_("Operations"), "/operations"), (title, None)])

    return Asked(request, OPERATION, frame)


@router.get("/operations/{code}/edit")
def operation_form_page(request: Request, code: str) -> Response:
    """The form with what the record says of an operation; its requirements below."""
    return open_form(_operation(request, code))


@router.post("/operations/{code}/edit")
def post_operation_edit(request: Request, code: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_operation(request, code), sent)


def _operation(request: Request, code: str) -> Asked:
    def frame(reader: Connection, _typed: Typed) -> Frame:
        row = get_operation(reader, code)
        trail = [(_("Operations"), "/operations"), (row["name"], _at(code)), (_("Edit"), None)]
        return Frame(
            _("Edit {name}", name=row["name"]),
            _("Every change stays in the history. Its code, {code}, stays.", code=row["code"]),
            trail,
            [_requirements(reader, row)],
            notices=_saved(request, row),
            history=f"/history/operation/{quote(row['code'], safe='')}",
        )

    return Asked(request, OPERATION, frame, code, {"code": code})


def _at(code: str, end: str = "") -> str:
    return f"/operations/{quote(code, safe='')}{end}"


def _saved(request: Request, row: dict[str, Any]) -> list[Markup]:
    """What was saved just before, and where one goes on from there."""
    if request.query_params.get("saved") not in ("operation", "requirement"):
        return []
    code = row["code"]
    ways = [
        LINK.format(address("/pledges/new", {"operation": code}), _("Add a pledge to it")),
        LINK.format(_at(code, "/requirements/new"), _("Add what it was required to have")),
        LINK.format(_at(code), _("See its page")),
        LINK.format("/", _("Go to the front page")),
    ]
    return [Markup("{} {}").format(_("Saved."), Markup(" · ").join(ways))]


def _requirements(reader: Connection, operation: dict[str, Any]) -> dict[str, Any]:
    columns = [
        column("category", _("What")),
        column("quantity", _("Required"), numeric=True),
        column("unit", _("Counted in")),
        column("on", _("Stated")),
        column("note", _("Note")),
    ]
    rows = [
        {
            "category": cell(row["name"], _at(operation["code"], f"/requirements/{row['id']}/edit")),
            "quantity": cell(number(row["quantity"])),
            "unit": cell(unit_label(row["unit"])),
            "on": cell(short_day(row["on"])),
            "note": cell(row["note"]),
        }
        for row in requirements_numbered(reader, operation["id"])
    ]
    return {
        "id": "requirements",
        "title": _("What it was required to have"),
        "table": table(_("Requirements of {name}", name=operation["name"]), columns, rows),
        "nothing": _("Nothing is recorded yet."),
        "add": (_("Add a requirement"), _at(operation["code"], "/requirements/new")),
    }


@router.get("/operations/{code}/requirements/new")
def new_requirement_page(request: Request, code: str) -> Response:
    """An empty form for what an operation was required to have."""
    chosen = {"statement.source.id": request.query_params.get("source", "")}
    return open_form(_requirement(request, code), {name: value for name, value in chosen.items() if value})


@router.post("/operations/{code}/requirements/new")
def post_requirement(request: Request, code: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_requirement(request, code), sent)


@router.get("/operations/{code}/requirements/{number}/edit")
def requirement_form_page(request: Request, code: str, number: str) -> Response:
    """The form with what the record says of a requirement."""
    return open_form(_requirement(request, code, number))


@router.post("/operations/{code}/requirements/{number}/edit")
def post_requirement_edit(request: Request, code: str, number: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_requirement(request, code, number), sent)


def _requirement(request: Request, code: str, number: str | None = None) -> Asked:
    def frame(reader: Connection, _typed: Typed) -> Frame:
        row = get_operation(reader, code)
        if number is not None:
            get_requirement(reader, number)
        title = _("Add a requirement") if number is None else _("Edit a requirement")
        dek = _("What {name} was authorised or asked to have, as one source tells it.", name=row["name"])
        trail = [(_("Operations"), "/operations"), (row["name"], _at(code, "/edit")), (title, None)]
        return Frame(title, dek, trail)

    return Asked(request, requirement_door(code), frame, number, {"operation": code})


@router.get("/categories")
def categories_page(request: Request) -> Response:
    """Every category with its unit, by group."""
    return kept(request, lambda r: render(request, "categories/list.html", _categories(r)))


def _categories(r: Reading) -> dict[str, Any]:
    rows = list_categories(r.connection)
    code, is_editor = r.request.query_params.get("saved"), person_of(r.request).may("editor")
    saved = next((row["name"] for row in rows if row["code"] == code), None)
    columns = [column("name", _("Category")), column("code", _("Code")), column("group", _("Group"))]
    cells = [
        {
            "name": cell(
                row["name"], f"/categories/{quote(row['code'], safe='')}/edit" if is_editor else None
            ),
            "code": cell(row["code"]),
            "group": cell(group_label(row["group"])),
            "unit": cell(unit_label(row["unit"])),
        }
        for row in rows
    ]
    return {
        "nav": "operations",
        "notices": [_("Saved: {name}.", name=saved)] if saved else [],
        "count": ngettext("{n} category.", "{n} categories.", len(rows)),
        "table": table(_("Categories"), [*columns, column("unit", _("Counted in"))], cells),
    }


@router.post("/categories/usual")
def post_usual_categories(request: Request) -> Response:
    """Add the categories that most records need; those that are there are left as the founding record has them."""
    person = require(request, "editor")
    with changing(request.app.state.database, person.name) as change:
        add_usual_categories(change)
    return RedirectResponse("/categories", 303)


@router.get("/categories/new")
def new_category_page(request: Request) -> Response:
    """An empty form for a category."""
    return open_form(_category(request))


@router.post("/categories/new")
def post_category(request: Request, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_category(request), sent)


@router.get("/categories/{code}/edit")
def category_form_page(request: Request, code: str) -> Response:
    """The form with what the record says of a category."""
    return open_form(_category(request, code))


@router.post("/categories/{code}/edit")
def post_category_edit(request: Request, code: str, sent: Posted) -> Response:
    """Save it, or tell what is wrong with it."""
    return post_form(_category(request, code), sent)


def _category(request: Request, code: str | None = None) -> Asked:
    def frame(reader: Connection, _typed: Typed) -> Frame:
        row = get_category(reader, code) if code else None
        title = _("Edit {name}", name=row["name"]) if row else _("Add a category")
        dek = _("A kind of thing that is given, and what it is counted in. Different units are never added.")
        history = f"/history/category/{quote(row['code'], safe='')}" if row else ""
        return Frame(title, dek, [(_("Categories"), "/categories"), (title, None)], history=history)

    return Asked(request, CATEGORY, frame, code, {"code": code} if code else {})
