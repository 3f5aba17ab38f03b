"""Proposals as pages draw them: in a list, as what was typed, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from textwrap import shorten
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from sqlalchemy import Connection

from app.i18n import _, moment, ngettext, short_day
from app.pledges.correct_saving import REASON
from app.pledges.form_choices import FormChoices, read_form_choices
from app.pledges.form_fields import Field, Fields, leaves, pledge_part, source_part, statement_part
from app.pledges.forms import MORE, SOURCE_ID
from app.pledges.views import cell, column, table
from app.pledges.words import status_label
from app.review.publishing import typed_of
from app.review.queries import Sent
from app.web.forms import Typed

# Of the form, not of what is proposed.
NOT_SAID = {"source_q", "form_id"}


def state_label(state: str) -> str:
    """Where a proposal stands, in a word."""
    labels = {
        "proposed": _("Waiting for an editor"),
        "sent_back": _("Sent back"),
        "published": _("Published"),
        "rejected": _("Rejected"),
        "answered": _("Answered"),
        "withdrawn": _("Taken back"),
    }
    return labels[state]


def kind_label(kind: str) -> str:
    """What was sent in, in a word."""
    labels = {
        "pledge": _("New pledge"),
        "statement": _("New statement"),
        "correction": _("Correction"),
        "report": _("Report of an error"),
    }
    return labels[kind]


def waiting(since: datetime, now: datetime | None = None) -> str:
    """How long something has waited, in whole days."""
    days = ((now or datetime.now(UTC)) - since).days
    return ngettext("{n} day", "{n} days", days) if days else _("less than a day")


def sent_table(caption: str, rows: Sequence[Sent], names: Mapping[str, str]) -> dict[str, Any]:
    """What waits: what it is, who sent it, how long ago. `names`: of the codes that a proposal is made of."""
    columns = [
        column("what", _("What")),
        column("kind", _("Kind")),
        column("sender", _("Sender")),
        column("waiting", _("Waiting")),
        column("since", _("Sent")),
    ]
    return table(caption, columns, [_sent_cells(row, names) for row in rows])


def _sent_cells(row: Sent, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "what": cell(headline(row, names), f"/review/{row.id}"),
        "kind": cell(kind_label(row.kind)),
        "sender": cell(row.sender or _("no name given")),
        "waiting": cell(waiting(row.updated_at)),
        "since": cell(moment(row.created_at)),
    }


def decided_table(caption: str, rows: Sequence[Sent], names: Mapping[str, str]) -> dict[str, Any]:
    """What was decided: what, how, by whom and when."""
    columns = [
        column("what", _("What")),
        column("state", _("Decision")),
        column("by", _("By")),
        column("on", _("On")),
        column("reason", _("Reason")),
    ]
    cells = [
        {
            "what": cell(headline(row, names), f"/review/{row.id}"),
            "state": cell(state_label(row.state)),
            "by": cell(row.decided_by),
            "on": cell(_on(row.decided_at.date()) if row.decided_at else ""),
            "reason": cell(row.reason),
        }
        for row in rows
    ]
    return table(caption, columns, cells)


def _on(decided: date) -> str:
    """A day that stays on one line of its column."""
    return short_day(decided).replace(" ", "\u00a0")


def headline(sent: Sent, names: Mapping[str, str]) -> str:
    """What it is about, in a line: "Chad, Troops, Operation Serval: committed, 2,000"."""
    said = sent.payload
    if sent.kind == "report":
        what = str(said.get("what", ""))
        return shorten(what, 80, placeholder=" …")
    of = sent.of_pledge
    where = names.get(of, of) or ", ".join(
        names.get(str(said.get(n, "")), str(said.get(n, "")))
        for n in ("contributor", "category", "operation")
    )
    status, quantity = str(said.get("statement.status", "")), str(said.get("statement.quantity", ""))
    label = status_label(status).lower() if status else ""
    return _(
        "{where}: {said}", where=where, said=", ".join(filter(None, (label, quantity or _("no number"))))
    )


def facts_of(reader: Connection, sent: Sent) -> list[tuple[str, str, str | None]]:
    """What was typed, with the labels of the form's own fields, in its order."""
    typed = typed_of(sent)
    why = [(_("Why"), typed[REASON], None)] if sent.kind == "correction" and typed.get(REASON) else []
    return [*why, *_facts(typed, read_form_choices(reader, typed), is_new=sent.kind == "pledge")]


def subject_of(sent: Sent, names: Mapping[str, str]) -> dict[str, str]:
    """What a proposal is of in the record: how that is said, its name and its address; empty for a new pledge."""
    key = sent.of_pledge
    if not key:
        return {}
    says = (
        _("A correction of what the record says of")
        if sent.kind == "correction"
        else _("One more statement of")
    )
    anchor = f"#statement-{sent.subject}" if sent.kind == "correction" else ""
    return {"says": says, "name": names.get(key, key), "url": f"/pledges/{quote(key, safe='')}{anchor}"}


def form_of(sent: Sent) -> str:
    """The address of the house's form that it was proposed with."""
    forms = {
        "report": "/report",
        "statement": f"/pledges/{quote(sent.subject, safe='')}/statements/new",
        "correction": f"/statements/{sent.subject}/correct",
    }
    return forms.get(sent.kind, "/pledges/new")


def _facts(typed: Typed, choices: FormChoices, *, is_new: bool) -> Iterator[tuple[str, str, str | None]]:
    make = Fields(typed, {})
    parts: list[Field] = [pledge_part(make, choices)] if is_new else []
    parts += [statement_part(make, "", ""), source_part(make, choices)]
    for part in parts:
        for field in leaves(part["fields"]):
            value = typed.get(field["name"], "")
            if not value or field["name"] in NOT_SAID or (field["name"] == "mode" and value != MORE):
                continue
            link = f"/sources/{value}" if field["name"] == SOURCE_ID else None
            yield field["label"], _shown(field, value), link


def _shown(field: Field, value: str) -> str:
    if field["kind"] == "status":
        return status_label(value)
    options = [each for o in field["options"] for each in (o[2] if o[0] is None else [o])]
    return next((str(o[1]) for o in options if str(o[0]) == value), value)


def pledge_named(address: str) -> str:
    """The key of the pledge whose page an address is; empty where it is another page."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""  # it is no address at all
    return unquote(path.removeprefix("/pledges/")) if path.startswith("/pledges/") else ""
