"""What an empty record needs before its first figure: five steps, and which of them are done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, func, select

from app.i18n import _, number
from app.models.columns import RQ, C, K, P
from app.pledges.links import address


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is for, whether it is done, and its buttons. `usual`: offer the usual categories."""

    title: str
    why: str
    done: str
    ways: Sequence[tuple[str, str]]
    usual: bool = False


def counts_of(reader: Connection) -> dict[str, int]:
    """How much the record has of what a first figure needs."""
    asked = {
        "categories": select(func.count()).select_from(K.id.table),
        "organisations": select(func.count()).select_from(C.id.table).where(C.kind == "organisation"),
        "requirements": select(func.count()).select_from(RQ.id.table),
        "pledges": select(func.count()).select_from(P.id.table),
    }
    return {name: reader.execute(query).scalar_one() for name, query in asked.items()}


def first_steps(operations: Sequence[Mapping[str, Any]], counts: Mapping[str, int]) -> list[Step]:
    """The way to a first figure, with how far one is. The newest operation is the one that goes on."""
    code = operations[-1]["code"] if operations else ""
    required = f"/operations/{quote(code, safe='')}/requirements/new"
    return [
        Step(
            _("An operation"),
            _("What the pledges are for. Its name is enough to begin with."),
            ", ".join(operation["name"] for operation in operations[:3]),
            [(_("Add an operation"), "/operations/new")],
        ),
        Step(
            _("Categories"),
            _("What is given, and what it is counted in: troops in people, aircraft in aircraft."),
            _done(counts["categories"]),
            [(_("Add a category"), "/categories/new")],
            usual=not counts["categories"],
        ),
        Step(
            _("Organisations"),
            _(
                "Every country of the world is here already. An organisation can pledge for its members, or lead."
            ),
            _done(counts["organisations"]),
            [(_("Add an organisation"), "/contributors/new")],
        ),
        Step(
            _("What the operation was required to have"),
            _("So that what is missing can be seen: “3,300 soldiers, planned on 15 January 2013”."),
            _done(counts["requirements"]),
            [(_("Add a requirement"), required)] if code else [],
        ),
        Step(
            _("Pledges, each with its source"),
            _("Take one article. What it says of each country is a pledge, with the words it rests on."),
            _done(counts["pledges"]),
            [(_("Add a pledge"), address("/pledges/new", {"operation": code}))] if code else [],
        ),
    ]


def _done(n: int) -> str:
    return _("{n} in the record", n=number(n)) if n else ""
