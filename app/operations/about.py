"""What an operation is: mandate, theatre, lead and days, what it was required to have, and the chain it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from sqlalchemy import Connection

from app.figures.requirements import requirements_by_operation
from app.figures.words import figure, things_counted
from app.i18n import _, listing, own_words, short_day
from app.operations.chain import Chain, chain_of
from app.operations.portrait import all_below, days_in_words, followed_until
from app.operations.queries import list_categories
from app.pledges.links import Links
from app.pledges.views import Cell, cell, column, table

Row = Mapping[str, Any]
Fact = tuple[str, Any, str | None]


@dataclass(frozen=True, slots=True)
class About:
    """What templates/operations/about.html draws. `requirements` and `chain` are None where there are none."""

    name: str
    edit_url: str
    facts: Sequence[Fact]
    requirements: dict[str, Any] | None
    chain: Chain | None


def about_of(
    reader: Connection,
    operations: Sequence[Row],
    everything: Sequence[Row],
    names: Mapping[str, str],
    links: Links,
    as_of: date,
) -> About | None:
    """What is known of one operation; None of several. `names`: contributors', by code; `as_of` is marked."""
    if len(operations) != 1:
        return None
    operation = operations[0]
    return About(
        name=operation["name"],
        edit_url=f"/operations/{quote(operation['code'], safe='')}/edit",
        facts=_facts(operation, everything, names, links),
        requirements=_requirements(reader, operation, everything, links),
        chain=chain_of(operation, everything, links, as_of),
    )


def _facts(operation: Row, everything: Sequence[Row], names: Mapping[str, str], links: Links) -> list[Fact]:
    whole = next((row for row in everything if row["code"] == operation["part_of"]), None)
    lead = operation["lead"]
    return [
        (_("Kind"), own_words(operation["kind"]), None),
        (_("Days"), days_in_words(operation), None),
        (_("Led by"), names.get(lead, lead or ""), links.contributor(lead) if lead else None),
        (_("Theatre"), _theatre(operation["theatre"], names, links), None),
        (_("Part of"), whole["name"] if whole else "", links.operation(whole["code"]) if whole else None),
        (_("Followed until"), followed_until(operation), None),
        (_("Mandate"), own_words(operation["mandate"]), None),
    ]


def _theatre(codes: Sequence[str], names: Mapping[str, str], links: Links) -> Markup:
    """The countries in which it takes place, each leading to its page."""
    linked = Markup('<a href="{}">{}</a>')
    named = [linked.format(links.contributor(code), names[code]) for code in codes if code in names]
    # Every word of it is escaped: a listing of strings puts only its own "and" between them.
    return Markup(listing([str(name) for name in named]))  # noqa: S704


def _requirements(
    reader: Connection, operation: Row, everything: Sequence[Row], links: Links
) -> dict[str, Any] | None:
    """What it and its parts were authorised or asked to have, each with its source."""
    known = {row["id"]: row for row in (operation, *all_below(operation, everything))}
    found = requirements_by_operation(reader, known)
    rows = [(known[i], one) for i in known for one in found.get(i, [])]
    if not rows:
        return None
    categories = {row["code"]: row["name"] for row in list_categories(reader)}
    labels = {
        **({"operation": _("Operation")} if len(known) > 1 else {}),
        "category": _("Category"),
        "quantity": _("Required"),
        "on": _("Stated"),
        "note": _("Note"),
        "source": _("Source"),
    }
    columns = [column(key, label, numeric=key == "quantity") for key, label in labels.items()]
    cells = [_requirement(of, row, categories, links) for of, row in rows]
    return table(_("What {name} was required to have", name=operation["name"]), columns, cells)


def _requirement(of: Row, row: Row, categories: Mapping[str, str], links: Links) -> dict[str, Cell]:
    return {
        "operation": cell(next(iter(of["aliases"]), of["name"]), links.operation(of["code"])),
        "category": cell(categories.get(row["category"], row["category"])),
        "quantity": cell(_amount(row)),
        "on": cell(short_day(row["on"]).replace(" ", "\u00a0")),
        "note": cell(own_words(row["note"])),
        "source": cell(row["source_title"], links.source(row["source"])),
    }


def _amount(row: Row) -> str:
    """The number with its unit; people are said by their category."""
    if row["unit"] == "people":
        return figure(row["quantity"], row["unit"])
    return things_counted(row["quantity"], row["unit"], row["category"])
