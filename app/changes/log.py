"""What changed in this record: the moments at which somebody wrote in it, and what was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, String, cast, func, select

from app.changes.queries import CHANGE_FIELDS, conditions_of
from app.models import Revision, Statement
from app.models.columns import SO, ST, P, R, S
from app.paging import Page, decode_cursor, encode_cursor
from app.pledges.named import pledges_named
from app.pledges.queries import with_unknown
from app.pledges.scope import Scope
from app.vocabulary import BOUNDED

Row = dict[str, Any]
Counts = dict[tuple[str, str], int]
# A change of more revisions is told by its numbers, as a load of a sheet is.
FEW = 12
STOOD = (
    "from_on",
    "until_on",
    "recorded_from",
    "recorded_until",
    "unit",
    "stage",
    "pending",
    "stated_on",
    "claim",
)


def list_moments(
    reader: Connection, scope: Scope, *, cursor: str | None = None, limit: int | None = None
) -> Page:
    """Changes to the record, the newest first: all that was written in one transaction is one.

    Each with who made it, how many revisions of what it has, and these themselves where they are few. The clock is
    `recorded_by`; a narrowing filter leaves what is about its pledges.
    """
    conditions = conditions_of(scope)
    query = select(
        R.at, func.max(R.actor).label("actor"), func.max(R.number).label("number"), func.count().label("n")
    )
    moments = query.where(*conditions).group_by(R.at)
    if cursor:
        [number] = decode_cursor(cursor, (int,))
        moments = moments.having(func.max(R.number) < number)
    found = reader.execute(moments.order_by(R.at.desc()).limit(limit + 1 if limit else None)).all()
    shown = found[:limit] if limit else found
    count = reader.execute(select(func.count(R.at.distinct())).where(*conditions)).scalar_one()
    rows = _told(reader, [row._asdict() for row in shown], conditions)
    return Page(rows, count, encode_cursor((shown[-1].number,)) if len(found) > len(shown) else None)


def _told(reader: Connection, moments: list[Row], conditions: Sequence[Any]) -> list[Row]:
    ats = [row["at"] for row in moments]
    counts = _counts(reader, ats, conditions)
    pledges = _pledges_spoken_of(reader, ats, conditions)
    few = [row["at"] for row in moments if row["n"] <= FEW]
    revisions = _revisions(reader, few, conditions)
    return [
        {
            **row,
            "counts": counts[row["at"]],
            "pledges": pledges.get(row["at"], 0),
            "revisions": revisions.get(row["at"], []),
        }
        for row in moments
    ]


def _counts(reader: Connection, ats: Sequence[datetime], conditions: Sequence[Any]) -> dict[datetime, Counts]:
    query = select(R.at, R.action, R.entity, func.count().label("n")).where(R.at.in_(ats), *conditions)
    counts: dict[datetime, Counts] = {}
    for row in reader.execute(query.group_by(R.at, R.action, R.entity).order_by(R.action, R.entity)):
        counts.setdefault(row.at, {})[row.action, row.entity] = row.n
    return counts


def _pledges_spoken_of(
    reader: Connection, ats: Sequence[datetime], conditions: Sequence[Any]
) -> dict[datetime, int]:
    """How many pledges the statements are about that were entered at each moment."""
    query = (
        select(R.at, func.count(ST.pledge_id.distinct()).label("n"))
        .join_from(Revision.__table__, Statement.__table__, cast(ST.id, String) == R.entity_key)
        .where(R.entity == "statement", R.action == "created", R.at.in_(ats), *conditions)
    )
    return {row.at: row.n for row in reader.execute(query.group_by(R.at))}


def _revisions(
    reader: Connection, ats: Sequence[datetime], conditions: Sequence[Any]
) -> dict[datetime, list[Row]]:
    query = select(*(R[name] for name in CHANGE_FIELDS)).where(R.at.in_(ats), *conditions).order_by(R.number)
    found = [row._asdict() for row in reader.execute(query)]
    by_moment: dict[datetime, list[Row]] = {}
    for row in explained(reader, found):
        by_moment.setdefault(row["at"], []).append(row)
    return by_moment


def explained(reader: Connection, revisions: list[Row]) -> list[Row]:
    """Revisions with what their codes mean: the pledge, the source, and how the pledge stood before and after."""
    keys = {_pledge_of(row) for row in revisions} - {""}
    pledges = pledges_named(reader, keys)
    sources = _sources(reader, {int(number) for row in revisions if (number := _said(row).get("source"))})
    standings = _standings(reader, keys)
    return [
        {
            **row,
            "pledge": pledges.get(_pledge_of(row)),
            "source": sources.get(_said(row).get("source")),
            **_before_and_after(row, standings.get(_pledge_of(row), []), pledges),
        }
        for row in revisions
    ]


def _said(revision: Row) -> Mapping[str, Any]:
    return revision["after"] or revision["before"] or {}


def _pledge_of(revision: Row) -> str:
    if revision["entity"] == "pledge":
        return str(revision["entity_key"])
    return str(_said(revision).get("pledge", "")) if revision["entity"] == "statement" else ""


def _sources(reader: Connection, numbers: Collection[int]) -> dict[Any, Row]:
    query = select(SO.id, SO.title, SO.publisher, SO.url).where(SO.id.in_(numbers))
    return {row.id: row._asdict() for row in reader.execute(query)}


def _standings(reader: Connection, keys: Collection[str]) -> dict[str, list[Row]]:
    """All that was ever computed for these pledges."""
    columns = [P.key, *(S[name] for name in (*STOOD, *BOUNDED, "unquantified"))]
    query = select(*columns).join_from(P.id.table, S.id.table, S.pledge_id == P.id).where(P.key.in_(keys))
    found: dict[str, list[Row]] = {}
    for row in reader.execute(query):
        found.setdefault(row.key, []).append(row._asdict())
    return found


def _before_and_after(revision: Row, standings: list[Row], pledges: Mapping[str, Row]) -> Row:
    """How the pledge stood on the statement's day just before the change and just after it."""
    on = _said(revision).get("on") if revision["entity"] == "statement" else None
    if not on:
        return {"stood": None, "stands": None}
    day, at = date.fromisoformat(on), revision["at"]
    holding = [row for row in standings if row["from_on"] <= day < row["until_on"]]
    was = next((r for r in holding if r["recorded_from"] < at <= r["recorded_until"]), None)
    now = next((r for r in holding if r["recorded_from"] <= at < r["recorded_until"]), None)
    category = pledges[_pledge_of(revision)]["category"]
    stood, stands = (with_unknown({**row, "category": category}) if row else None for row in (was, now))
    return {"stood": stood, "stands": stands}


def list_retractions(reader: Connection, scope: Scope, most: int) -> list[Row]:
    """What was taken back last, with its reason."""
    query = select(*(R[name] for name in CHANGE_FIELDS)).where(R.action == "retracted", *conditions_of(scope))
    rows = reader.execute(query.order_by(R.number.desc()).limit(most))
    return explained(reader, [row._asdict() for row in rows])
