"""The forms of operations, categories and requirements: their fields, and what is wrong when one is left empty."""

from __future__ import annotations

import re

from sqlalchemy import Connection, select

from app.door.forms import Door, Places
from app.i18n import _
from app.ledger.change import Change
from app.models.columns import OP, C, K
from app.models.naming import name_of, sorting_name_of
from app.operations.door import CATEGORIES, OPERATIONS, REQUIREMENTS
from app.operations.schemas import CategoryCreate, OperationCreate, RequirementCreate
from app.pledges.form_choices import read_form_choices
from app.pledges.form_fields import Field, Fields, pair, source_part
from app.pledges.forms import SOURCE, SOURCE_ID, TITLE, URL, published_on
from app.pledges.links import address
from app.text import fold
from app.web.forms import Binding, Typed

LONGEST_CODE = 40


def made_code(name: str) -> str:
    """The code of what has this name, where nobody writes one: "Operation Serval" is operation-serval."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:LONGEST_CODE].strip("-")


def _with_code(_change: Change, typed: Typed) -> Typed:
    code = typed.get("code", "").strip() or made_code(typed.get("name", ""))
    return {**typed, "code": code} if code else typed


def _operation(make: Fields, reader: Connection) -> list[Field]:
    names = reader.execute(select(name_of(C)).order_by(sorting_name_of(C))).scalars().all()
    kinds = reader.execute(select(OP.kind).where(OP.kind != "").distinct().order_by(OP.kind)).scalars().all()
    countries = _("Countries as people write them, with ; between them: Mali; Niger.")
    main = [
        make.make("name", _("Name"), required=True, hint=_("“Operation Serval”")),
        make.make(
            "kind", _("Kind"), list=kinds, width="medium", hint=_("“combat”, “training”, “peacekeeping”")
        ),
        make.make("summary", _("What it is"), "textarea", hint=_("One or two sentences, for its page.")),
        make.make("theatre", _("Where"), hint=countries),
        make.make("lead", _("Led by"), list=names, hint=_("A country or an organisation: France, ECOWAS.")),
        pair(
            make.day("started_on", _("First day")),
            make.day("ended_on", _("Last day"), hint=_("Empty: it goes on.")),
        ),
        make.details(_("Code, other names, mandate, part of"), _more_of_operation(make, reader)),
        make.details(_("What this record follows"), _followed(make)),
    ]
    return [{"id": "operation", "title": _("The operation"), "fields": main}]


def _more_of_operation(make: Fields, reader: Connection) -> list[Field]:
    wholes = reader.execute(select(OP.code, name_of(OP)).order_by(sorting_name_of(OP))).all()
    options = [("", _("Of nothing larger")), *((row.code, row.name) for row in wholes)]
    return [
        *_code(make),
        make.make("name_fr", _("Name in French")),
        make.make("aliases", _("Other names"), hint=_("With ; between them: they are found in searches.")),
        make.make("mandate", _("Mandate"), hint=_("“UN Security Council resolution 2085”")),
        make.select(
            "part_of", _("Part of"), options, hint=_("A larger intervention, whose numbers take it in.")
        ),
    ]


def _code(make: Fields) -> list[Field]:
    """Of a new record alone: links hold the code."""
    if make.typed.get("version"):
        return []
    hint = _("Letters, digits and hyphens; it stands in addresses and stays. Empty: made from the name.")
    return [make.make("code", _("Code"), width="medium", hint=hint)]


def _followed(make: Fields) -> list[Field]:
    until = _(
        "The last day that this record speaks about; empty: its last day, or no end. After it nothing counts."
    )
    opens = _("The day its dashboard opens on, where today says little.")
    return [
        make.day("covered_until", _("Followed until"), hint=until),
        make.day("opens_on", _("Opens on"), hint=opens),
    ]


def _category(make: Fields, reader: Connection) -> list[Field]:
    groups = reader.execute(select(K.group).where(K.group != "").distinct().order_by(K.group)).scalars().all()
    units = [("", _("Choose")), *read_form_choices(reader, {}).units]
    fixed = _("Every number in it counts this. It stays once something is counted.")
    fields = [
        make.make("name", _("Name"), required=True, hint=_("“Transport aircraft”")),
        make.select("unit", _("Counted in"), units, required=True, width="medium", hint=fixed),
        make.make(
            "group", _("Group"), list=groups, width="medium", hint=_("“aircraft”: categories shown together.")
        ),
        make.details(_("Code, name in French, order"), [*_code(make), *_more_of_category(make)]),
    ]
    return [{"id": "category", "title": _("The category"), "fields": fields}]


def _more_of_category(make: Fields) -> list[Field]:
    order = _("A whole number: smaller ones come first.")
    return [make.make("name_fr", _("Name in French")), make.make("sort", _("Order"), "number", hint=order)]


def _requirement(make: Fields, reader: Connection) -> list[Field]:
    choices = read_form_choices(reader, make.typed)
    categories = [("", _("Choose")), *choices.categories]
    on = _("The day it was asked or authorised: 2013-01-15. Empty: the day of the source.")
    fields = [
        make.select(
            "category", _("What"), categories, required=True, hint=_("It is counted in the category’s unit.")
        ),
        make.make("quantity", _("How many"), "number", required=True, hint=_("A whole number: 3,300")),
        make.make("on", _("Day"), hint=on, width="short"),
        make.make("note", _("Note"), "textarea", hint=_("“Planned strength of the force.”")),
    ]
    asked = {"id": "requirement", "title": _("What is required"), "fields": fields}
    return [source_part(make, choices), asked]


def _on_the_source_s_day(change: Change, typed: Typed) -> Typed:
    if typed.get("on", "").strip() or not (published := published_on(change.session, typed)):
        return typed
    return {**typed, "on": published}


def requirement_door(operation: str) -> Door:
    """The form of a requirement of one operation."""
    own = {name: name for name in ("category", "quantity", "on", "note")}
    source = {name: name.removeprefix("statement.") for name in SOURCE}
    return Door(
        REQUIREMENTS,
        "operations",
        {**own, **source},
        Binding(
            RequirementCreate,
            {
                "category": lambda: _("choose what is required"),
                "quantity": lambda: _("say how many"),
                "on": lambda: _("give the day: the source has no day of its own to take instead"),
            },
            Places({"source": source[TITLE]}),
            {
                "operation": "-",
                "category": "-",
                "quantity": "0",
                "on": "0001-01-01",
                source[SOURCE_ID]: "1",
                source[TITLE]: "-",
                source[URL]: "https://-",
            },
        ),
        _requirement,
        lambda number: address(f"/operations/{operation}/edit", {"saved": "requirement", "number": number}),
        _on_the_source_s_day,
    )


NAME = {"name": lambda: _("give its name"), "code": lambda: _("give its name, or a code")}
OPERATION = Door(
    OPERATIONS,
    "operations",
    {name: name for name in OperationCreate.model_fields},
    Binding(OperationCreate, NAME, Places({"": "ended_on"}), {"code": "x", "name": "-"}),
    _operation,
    lambda code: address(f"/operations/{code}/edit", {"saved": "operation"}),
    _with_code,
)
CATEGORY = Door(
    CATEGORIES,
    "operations",
    {name: name for name in CategoryCreate.model_fields},
    Binding(
        CategoryCreate,
        {**NAME, "unit": lambda: _("choose what it is counted in")},
        Places(),
        {"code": "x", "name": "-", "unit": "none"},
    ),
    _category,
    lambda code: address("/categories", {"saved": code}),
    _with_code,
)
