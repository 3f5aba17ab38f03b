"""The log of corrections: what was retracted, replaced, put back or mended, with what it said, what it says and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from app.changes.log import explained
from app.changes.log_words import said_in_words
from app.changes.queries import CHANGE_FIELDS, conditions_of
from app.changes.sentences import thing_of
from app.i18n import _, labelled
from app.models import Revision
from app.models.columns import R
from app.paging import Page, decode_cursor, encode_cursor
from app.pledges.scope import Scope
from app.pledges.told import differences

Row = dict[str, Any]
FIELDS = (
    *("number", "at", "actor", "kind", "entity", "entity_key", "pledge", "contributor", "what"),
    *("old", "new", "replaced_by", "reason"),
)
# What of the record is corrected; operations, categories and organisations are kept up to date, which is another thing.
CORRECTED = and_(
    R.entity.in_(("pledge", "statement", "source")), R.action.in_(("retracted", "restored", "updated"))
)


def list_corrections(
    reader: Connection, scope: Scope, *, cursor: str | None = None, limit: int | None = None
) -> Page:
    """Corrections, the newest first. Any narrowing filter leaves those of pledges in scope and their statements."""
    conditions = [CORRECTED, *conditions_of(scope)]
    query = select(*(R[name] for name in CHANGE_FIELDS)).where(*conditions)
    if cursor:
        [number] = decode_cursor(cursor, (int,))
        query = query.where(R.number < number)
    found = reader.execute(query.order_by(R.number.desc()).limit(limit + 1 if limit else None)).all()
    shown = found[:limit] if limit else found
    count = reader.execute(select(func.count()).select_from(Revision.__table__).where(*conditions))
    rows = _told(reader, [row._asdict() for row in shown])
    following = encode_cursor((shown[-1].number,)) if len(found) > len(shown) else None
    return Page(rows, count.scalar_one(), following)


def _told(reader: Connection, revisions: list[Row]) -> list[Row]:
    told = explained(reader, revisions)
    instead = _replacements(reader, [row["at"] for row in told if _is(row, "statement", "retracted")])
    return [_correction(row, instead.get((row["at"], row["entity_key"]))) for row in told]


def _is(row: Row, entity: str, action: str) -> bool:
    return (row["entity"], row["action"]) == (entity, action)


def _replacements(reader: Connection, ats: Sequence[datetime]) -> dict[tuple[datetime, str], Row]:
    """By moment and number of the statement that was retracted: the revision of the one that took its place."""
    entered = (R.entity == "statement", R.action == "created", R.at.in_(ats))
    query = select(*(R[name] for name in CHANGE_FIELDS)).where(*entered)
    rows = [row._asdict() for row in reader.execute(query)]
    found = explained(reader, [row for row in rows if row["after"].get("replaces")])
    return {(row["at"], str(row["after"]["replaces"])): row for row in found}


def _correction(row: Row, instead: Row | None) -> Row:
    old, new = _old_and_new(row, instead)
    pledge = row["pledge"]
    return {
        **row,
        "kind": "replaced" if instead else {"updated": "mended"}.get(row["action"], row["action"]),
        "pledge": pledge["key"] if pledge else None,
        "contributor": pledge["contributor"] if pledge else None,
        "what": what_of(row),
        "old": old,
        "new": new,
        "replaced_by": int(instead["entity_key"]) if instead else None,
    }


def what_of(row: Mapping[str, Any]) -> str:
    """What was corrected: whose pledge and of what, or which source."""
    said, pledge = row["after"] or row["before"] or {}, row["pledge"]
    if pledge:
        return _("{name}, {thing}", name=pledge["contributor_name"], thing=thing_of(pledge))
    return str(said.get("title") or said.get("url") or row["entity_key"])


def _old_and_new(row: Row, instead: Row | None) -> tuple[str, str]:
    if row["action"] == "updated":
        changes, nothing = differences(row["before"], row["after"]), _("nothing")
        said = [
            (labelled(each.label, each.old or nothing), labelled(each.label, each.new or nothing))
            for each in changes
        ]
        return "; ".join(old for old, _new in said), "; ".join(new for _old, new in said)
    words = said_in_words(row) if row["entity"] == "statement" else what_of(row)
    if row["action"] == "restored":
        return "", words
    return words, said_in_words(instead) if instead else ""
