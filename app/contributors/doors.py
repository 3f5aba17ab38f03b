"""The forms of organisations, countries' names and memberships: their fields, and what is wrong when one is empty."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from sqlalchemy import Connection, select

from app.contributors.door import CONTRIBUTORS, MEMBERSHIPS, add_organisation
from app.contributors.schemas import ContributorCreate, MembershipCreate, OrganisationCreate
from app.door.forms import Door, Places
from app.i18n import _
from app.models.columns import C
from app.models.naming import name_of, sorting_name_of
from app.pledges.form_fields import Field, Fields, pair
from app.pledges.links import address
from app.web.forms import Binding

NAMES = {"name": lambda: _("give its name"), "code": lambda: _("give a short code")}


def _names(make: Fields) -> list[Field]:
    others = _("With ; between them: abbreviations and other spellings, by which it is found.")
    return [
        make.make(
            "name", _("Name"), required=True, hint=_("In full: “Economic Community of West African States”")
        ),
        make.make("name_fr", _("Name in French")),
        make.make("aliases", _("Other names"), hint=others),
    ]


def _edited(make: Fields, _reader: Connection) -> list[Field]:
    return [{"id": "contributor", "title": _("Its names"), "fields": _names(make)}]


def _new(make: Fields, _reader: Connection) -> list[Field]:
    code = _("As it is abbreviated: ECOWAS. Letters, digits and hyphens; it stands in addresses and stays.")
    members = _(
        "Countries as people write them, with ; between them: Benin; Ivory Coast. More can follow later."
    )
    since = _("From when all of these belonged to it. Empty: from before this record begins.")
    own = {
        "id": "contributor",
        "title": _("The organisation"),
        "fields": [make.make("code", _("Code"), required=True, width="short", hint=code), *_names(make)],
    }
    fields = [
        make.make("members", _("Members"), "textarea", hint=members),
        make.day("members_since", _("Members since"), hint=since),
    ]
    return [own, {"id": "members", "title": _("Who belongs to it"), "fields": fields}]


def _membership(make: Fields, reader: Connection) -> list[Field]:
    names = (
        reader.execute(select(name_of(C)).where(C.kind == "country").order_by(sorting_name_of(C)))
        .scalars()
        .all()
    )
    member = make.make(
        "member", _("Country"), required=True, list=names, hint=_("As people write it: Ivory Coast.")
    )
    days = pair(
        make.day("since", _("First day"), hint=_("Empty: from before this record begins.")),
        make.day("until", _("Last day"), hint=_("Empty: it still belongs to it.")),
    )
    # Whose membership it is stays.
    fields = [days] if make.typed.get("version") else [member, days]
    return [{"id": "membership", "title": _("The membership"), "fields": fields}]


def _edit_address(code: str, saved: str) -> str:
    return address(f"/contributors/{quote(code, safe='')}/edit", {"saved": saved})


ORGANISATION = Door(
    replace(CONTRIBUTORS, model=OrganisationCreate, add=add_organisation),
    "contributors",
    {name: name for name in OrganisationCreate.model_fields if name not in ("kind", "alpha2")},
    Binding(OrganisationCreate, NAMES, Places(), {"code": "x", "name": "-", "kind": "organisation"}),
    _new,
    lambda code: _edit_address(code, "organisation"),
)


def names_door(country: bool) -> Door:
    """The form of what a contributor is called."""
    kind = "country" if country else "organisation"
    return Door(
        CONTRIBUTORS,
        "contributors",
        {name: name for name in ("name", "name_fr", "aliases")},
        Binding(ContributorCreate, NAMES, Places(), {"code": "x", "name": "-", "kind": kind}),
        _edited,
        lambda code: _edit_address(code, kind),
    )


def membership_door(organisation: str) -> Door:
    """The form of a membership of one organisation."""
    return Door(
        MEMBERSHIPS,
        "contributors",
        {name: name for name in ("member", "since", "until")},
        Binding(
            MembershipCreate,
            {"member": lambda: _("say which country")},
            Places({"": "until"}),
            {"organisation": "-", "member": "-"},
        ),
        _membership,
        lambda _number: _edit_address(organisation, "membership"),
    )
