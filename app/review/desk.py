"""What lies on the editors' desk, read from the record: the lists, and the pledge that a report is of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from app.errors import Gone, NotFound
from app.i18n import _
from app.pledges.detail import get_pledge
from app.pledges.links import Links
from app.pledges.one_statement import one_statement
from app.pledges.views import statement_entry
from app.review.queries import Sent, list_decided, list_sent
from app.review.views import decided_table, pledge_named, sent_table
from app.review.words import names_of


def desk_of(reader: Connection) -> dict[str, Any]:
    """What waits, what was sent back, and what was decided lately, as tables."""
    waits, back, decided = list_sent(reader, "proposed"), list_sent(reader, "sent_back"), list_decided(reader)
    names = names_of(reader, [*waits, *back, *decided])
    return {
        "count": len(waits),
        "waits": sent_table(_("Waiting for an editor, the oldest first"), waits, names),
        "back": sent_table(_("Sent back, waiting for their senders"), back, names),
        "decided": decided_table(_("Decided lately"), decided, names),
    }


def corrected_of(reader: Connection, sent: Sent) -> dict[str, Any] | None:
    """The statement that a correction is of, as the record has it; None where it is of none, or out of the record."""
    if sent.kind != "correction":
        return None
    try:
        return one_statement(reader, int(sent.subject)).entry
    except (NotFound, Gone):
        return None


def record_of(reader: Connection, sent: Sent, links: Links) -> dict[str, Any] | None:
    """The pledge whose page a report is of, with its live statements; None where it is of another page."""
    key = pledge_named(sent.subject)
    try:
        pledge = get_pledge(reader, key, datetime.now(UTC).date()) if key else None
    except (NotFound, Gone):
        return None
    if pledge is None:
        return None
    live = [s for s in pledge["statements"] if not s["retracted_at"]]
    entries = [statement_entry(s, links, pledge["unit"], pledge["category"]) for s in live]
    for entry in entries:
        entry["actions"] = [(_("Correct this statement"), f"/statements/{entry['id']}/correct")]
    return {"pledge": pledge, "entries": entries}
