"""What the editor's forms offer to choose from, read from the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from app.i18n import _
from app.ledger.standing import STOCKS, UNCOUNTED
from app.models.columns import OP, SO, C, K, P
from app.models.naming import name_of, sorting_name_of
from app.operations.queries import list_categories, list_operations
from app.pledges.filterbar import group_label, source_option
from app.pledges.forms import SOURCE_ID
from app.pledges.schemas import LARGEST_ID
from app.pledges.words import unit_label
from app.sources.queries import find_sources

MOST_SOURCES = 30
MOST_WHOLES = 200
FLOWS = ("sorties", "tonnes", "passengers", "hours", "USD", "EUR", "GBP")

Option = tuple[str, str]
# A group: no value, its name, and what it holds.
Group = tuple[None, str, Sequence[Option]]


@dataclass(frozen=True, slots=True)
class FormChoices:
    """Options of selects, in the order they are shown, and names to complete from."""

    operations: Sequence[Option | Group]
    categories: Sequence[Option | Group]
    contributors: Sequence[str]
    units: Sequence[Option]
    wholes: Sequence[Option | Group]
    sources: Sequence[Option]


def read_form_choices(reader: Connection, typed: dict[str, str]) -> FormChoices:
    """Everything there is to choose; of sources those that `source_q` finds, of wholes those of the operation."""
    return FormChoices(
        operations=_operations(list_operations(reader)),
        categories=_categories(list_categories(reader)),
        contributors=reader.execute(select(name_of(C)).order_by(sorting_name_of(C))).scalars().all(),
        units=_units(reader),
        wholes=_wholes(reader, typed.get("operation", "")),
        sources=_sources(reader, typed),
    )


def _operations(rows: Sequence[dict[str, Any]]) -> list[Option | Group]:
    """By intervention: its operations, then itself, for what belongs to none of them."""
    parts: dict[str, list[Option]] = {}
    for row in rows:
        if row["part_of"]:
            parts.setdefault(row["part_of"], []).append((row["code"], row["name"]))
    options: list[Option | Group] = []
    for row in rows:
        code, name = row["code"], row["name"]
        if code in parts:
            whole = (code, _("{operation}, as a whole", operation=name))
            options.append((None, name, [*parts[code], whole]))
        elif not row["part_of"]:
            options.append((code, name))
    return options


def _categories(rows: Sequence[dict[str, Any]]) -> list[Option | Group]:
    return [
        (None, group_label(group), [(row["code"], row["name"]) for row in members])
        for group, members in groupby(rows, key=lambda row: row["group"])
    ]


def _units(reader: Connection) -> list[Option]:
    used = {*reader.execute(select(P.unit).distinct()).scalars(), *reader.execute(select(K.unit)).scalars()}
    known = dict.fromkeys((*STOCKS, *FLOWS, *sorted(used), UNCOUNTED))
    return [(unit, unit_label(unit)) for unit in known]


def _wholes(reader: Connection, operation: str) -> list[Option | Group]:
    """Organisations' pledges that are no parts themselves, by operation."""
    columns = select(P.key, P.item, name_of(OP).label("operation"), name_of(C), name_of(K).label("category"))
    joined = columns.select_from(P.id.table).join(OP.id.table, OP.id == P.operation_id)
    joined = joined.join(C.id.table, C.id == P.contributor_id).join(K.id.table, K.id == P.category_id)
    of = (C.kind == "organisation") & P.part_of_id.is_(None) & P.retracted_at.is_(None)
    if operation.isprintable() and operation:
        of &= func.lower(OP.code) == operation.lower()
    rows = reader.execute(
        joined.where(of).order_by(sorting_name_of(OP), sorting_name_of(C), P.key).limit(MOST_WHOLES)
    ).all()
    return [
        (None, name, [(row.key, f"{row.name}: {row.item or row.category}") for row in members])
        for name, members in groupby(rows, key=lambda row: row.operation)
    ]


def _sources(reader: Connection, typed: dict[str, str]) -> list[Option]:
    """Those that were found, and the one that is chosen, wherever it stands in the record."""
    options = [source_option(row) for row in find_sources(reader, typed.get("source_q", ""), MOST_SOURCES)]
    chosen = typed.get(SOURCE_ID, "").strip()
    if chosen.isascii() and chosen.isdigit() and int(chosen) <= LARGEST_ID and chosen not in dict(options):
        row = reader.execute(select(*SO).where(SO.id == int(chosen))).mappings().first()
        options += [source_option(dict(row))] if row else []
    return options
