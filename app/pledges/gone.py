"""The page of a pledge that was retracted: why, when, by whom, what it was, and its history. Its address stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from app.i18n import moment
from app.models.columns import OP, ST, P
from app.models.naming import name_of
from app.pledges.deciding import pledge_named
from app.pledges.detail import history_of
from app.pledges.history import history_entry
from app.pledges.links import address
from app.pledges.one_statement import what_of
from app.reading import Reading
from app.web.person import person_of

AN_INSTANT = timedelta(microseconds=1)


def tombstone_of(r: Reading, key: str, reason: str) -> dict[str, Any]:
    """What templates/pledges/gone.html draws. NotFound."""
    pledge = pledge_named(r.connection, key)
    ids = list(r.connection.execute(select(ST.id).where(ST.pledge_id == pledge["id"])).scalars())
    revisions = history_of(r.connection, key, ids)
    last = next(row for row in revisions if row["entity"] == "pledge" and row["action"] == "retracted")
    operation = select(name_of(OP)).join_from(OP.id.table, P.id.table, P.operation_id == OP.id)
    path = f"/pledges/{quote(key, safe='')}"
    before = (last["at"] - AN_INSTANT).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {
        "nav": "pledges",
        "pledge": pledge,
        "what": what_of(pledge),
        "operation": r.connection.execute(operation.where(P.id == pledge["id"])).scalar_one(),
        "reason": reason,
        "at": moment(last["at"]),
        "by": last["actor"],
        "before_url": address(path, {"recorded_by": before}),
        "restore_url": f"{path}/restore" if person_of(r.request).may("editor") else "",
        "history": [history_entry(revision) for revision in revisions],
    }
