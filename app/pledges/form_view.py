"""A form's page, from what was typed and what the record says to it, to what its template draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from app.errors import Fault
from app.i18n import labelled
from app.pledges.form_choices import FormChoices
from app.pledges.form_fields import Field, Fields, leaves, pledge_part, source_part, statement_part
from app.pledges.links import Links
from app.pledges.read_back import ReadBack
from app.pledges.saving import Looked
from app.pledges.similar import Similar
from app.pledges.views import statement_entry
from app.web.forms import Typed

Row = Mapping[str, Any]


def form_view(
    typed: Typed, choices: FormChoices, looked: Looked | None = None, pledge: Row | None = None
) -> dict[str, Any]:
    """What the page of a form draws. `looked`: what saving would do; `pledge`: what the statement is of, if known."""
    faults = looked.draft.faults if looked else []
    make = Fields(typed, {fault.field: sentence_of(fault.message) for fault in faults})
    read = looked.read_back if looked else None
    parts = [source_part(make, choices), *([] if pledge else [pledge_part(make, choices)])]
    parts.append(statement_part(make, _readback_url(pledge), _words(read)))
    return {
        "nav": "pledges",
        "action": address_of(pledge["key"] if pledge else None),
        "typed": typed,
        "parts": parts,
        "errors": errors_of(faults, parts),
        "read": read,
        "similar": not_dismissed(read, typed),
        "pledge": pledge,
        "last_said": _last_said(pledge) if pledge else None,
    }


def address_of(key: str | None) -> str:
    """Where a form lives: that of a statement at its pledge."""
    return f"/pledges/{quote(key, safe='')}/statements/new" if key else "/pledges/new"


def _readback_url(pledge: Row | None) -> str:
    return (
        f"/pledges/new/quantity?pledge={quote(pledge['key'], safe='')}" if pledge else "/pledges/new/quantity"
    )


def _words(read: ReadBack | None) -> str:
    return (read.arithmetic or read.statement["quantity_words"]) if read else ""


def not_dismissed(read: ReadBack | None, typed: Typed) -> list[Similar]:
    """The similar pledges of which it was not yet said that this is another one."""
    dismissed = typed.get("dismissed", "").split(",")
    return [s for s in read.similar if s.key not in dismissed] if read else []


def errors_of(faults: Sequence[Fault], parts: Sequence[Field]) -> list[tuple[str | None, str]]:
    """Every fault with its field's label, in the order of the form; what belongs to no field comes first."""
    told = {fault.field: fault.message for fault in faults}
    labels = {f["name"]: f["label"] for part in parts for f in leaves(part["fields"])}
    nowhere = [(None, sentence_of(message)) for name, message in told.items() if name not in labels]
    at_fields = [(name, labelled(label, told[name])) for name, label in labels.items() if name in told]
    return [*nowhere, *at_fields]


def sentence_of(message: str) -> str:
    """A message as a sentence of its own begins: with a capital letter."""
    return message[:1].upper() + message[1:]


def _last_said(pledge: Row) -> str:
    """The newest accepted statement of a pledge, in a line."""
    live = [s for s in pledge["statements"] if s["accepted"] and not s["retracted_at"]]
    if not live:
        return ""
    entry = statement_entry(live[-1], Links({}), pledge["unit"], pledge["category"])
    words = (entry["status_label"], entry["quantity_words"], entry["on_text"])
    return ", ".join(word for word in words if word)
