"""The stored standings: computed again, in the transaction of the write, for the pledges that a change touches."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.orm import Session

from app.ledger import tally
from app.ledger.amount import amount_of
from app.ledger.bulk import insert_rows
from app.ledger.standing import Interval, standings
from app.ledger.tally import Tallying
from app.ledger.track import Fact
from app.models import Operation, Pledge, Standing, Statement
from app.models.types import FAR_DAY, FAR_MOMENT
from app.vocabulary import AMOUNTS, BOUNDED

BATCH = 500
# Of more pledges than that, the tallies are made anew: adding to them costs more than all of them.
MANY = 5_000
# What a standing says; the rest of its columns is when it was said.
SAID = (
    "pledge_id",
    "operation_id",
    "contributor_id",
    "category_id",
    "unit",
    "from_on",
    "until_on",
    "stage",
    "pending",
    "unquantified",
    *BOUNDED,
    "promised",
    "claim",
    "stated_on",
)
STORED = Standing.__table__.c


def recompute(session: Session, pledge_ids: Collection[int], moment: datetime) -> int:
    """Bring the standings of these pledges, and of what they are part of, up to date, and the tallies with them.

    How many standings changed.
    """
    ids = _with_wholes(session, pledge_ids)
    if len(ids) > MANY:
        changed = _replace_all(session, ids, moment)
        tally.rebuild(session)
        return changed
    tallying = Tallying(session)
    changed = _replace_all(session, ids, moment, tallying)
    tallying.write()
    return changed


def rebuild(session: Session, moment: datetime) -> int:
    """Compute every standing of the record from its facts, and the tallies from them; how much stored was wrong."""
    wrong = _replace_all(session, session.scalars(select(Pledge.id)).all(), moment)
    return wrong + tally.mend(session)


def _replace_all(
    session: Session, ids: Iterable[int], moment: datetime, tallying: Tallying | None = None
) -> int:
    return sum(_replace(session, batch, moment, tallying) for batch in _batches(ids))


def differences(reader: Connection) -> Iterator[str]:
    """Which pledges' stored standings are not what follows from their facts, in words."""
    keys: dict[int, str] = {row.id: row.key for row in reader.execute(select(Pledge.id, Pledge.key))}
    for batch in _batches(keys):
        wrong = set(_fresh(reader, batch)) ^ set(_current(reader, batch))
        for key in sorted({keys[row[0]] for row in wrong}):
            yield f"the standings of {key} do not follow from its statements: run muster rebuild"


def _with_wholes(session: Session, pledge_ids: Collection[int]) -> list[int]:
    wholes: set[int] = set()
    for batch in _batches(pledge_ids):
        part_of = select(Pledge.part_of_id).where(Pledge.id.in_(batch), Pledge.part_of_id.is_not(None))
        wholes.update(w for w in session.scalars(part_of) if w is not None)
    return sorted(wholes.union(pledge_ids))


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(ids)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def _replace(session: Session, pledge_ids: list[int], moment: datetime, tallying: Tallying | None) -> int:
    stored = _current(session, pledge_ids)
    fresh = set(_fresh(session, pledge_ids))
    gone = [row_id for said, row_id in stored.items() if said not in fresh]
    for start in range(0, len(gone), BATCH):
        outdated = Standing.id.in_(gone[start : start + BATCH])
        session.execute(update(Standing).where(outdated).values(recorded_until=moment))
    new = [
        {**dict(zip(SAID, said, strict=True)), "recorded_from": moment, "recorded_until": FAR_MOMENT}
        for said in sorted(fresh - stored.keys(), key=lambda said: (said[0], said[5]))
    ]
    insert_rows(session, Standing, new)
    if tallying:
        tallying.move(
            (dict(zip(SAID, said, strict=True)) for said in stored if said not in fresh), holds=False
        )
        tallying.move(new, holds=True)
    return len(gone) + len(new)


def _current(reader: Session | Connection, pledge_ids: list[int]) -> dict[tuple[Any, ...], int]:
    """What the stored standings say now, and the row that says it."""
    columns = [STORED[name] for name in SAID]
    current = (STORED.recorded_until == FAR_MOMENT) & STORED.pledge_id.in_(pledge_ids)
    return {tuple(row)[:-1]: row.id for row in reader.execute(select(*columns, STORED.id).where(current))}


def _fresh(reader: Session | Connection, pledge_ids: list[int]) -> Iterator[tuple[Any, ...]]:
    """What the standings say that follow from the facts as they are now."""
    pledges = _pledges(reader, Pledge.id.in_(pledge_ids))
    parts = _pledges(reader, Pledge.part_of_id.in_(pledge_ids))
    facts = _facts(reader, {p.id for p in [*pledges, *parts]})
    members: dict[int, list[Sequence[Fact]]] = defaultdict(list)
    for part in parts:
        members[part.part_of_id].append(facts[part.id])
    for pledge in pledges:
        closes_after = pledge.covered_until or pledge.ended_on
        intervals = standings(
            facts[pledge.id], unit=pledge.unit, parts=members[pledge.id], closes_after=closes_after
        )
        yield from (_said(pledge, interval) for interval in intervals)


def _pledges(reader: Session | Connection, which: Any) -> Sequence[Row[Any]]:
    columns = select(
        Pledge.id,
        Pledge.operation_id,
        Pledge.contributor_id,
        Pledge.category_id,
        Pledge.unit,
        Pledge.part_of_id,
        Operation.covered_until,
        Operation.ended_on,
    ).join(Operation, Operation.id == Pledge.operation_id)
    live = Pledge.retracted_at.is_(None) & (Pledge.review == "published")
    rows: Sequence[Any] = reader.execute(columns.where(which, live)).all()
    return rows


def _facts(reader: Session | Connection, pledge_ids: set[int]) -> dict[int, list[Fact]]:
    facts: dict[int, list[Fact]] = defaultdict(list)
    columns = select(
        Statement.pledge_id,
        Statement.on,
        Statement.status,
        Statement.quantity,
        Statement.quantity_low,
        Statement.quantity_high,
        Statement.until,
    )
    counts = Statement.accepted & Statement.retracted_at.is_(None) & (Statement.review == "published")
    for batch in _batches(pledge_ids):
        for row in reader.execute(columns.where(Statement.pledge_id.in_(batch), counts)):
            facts[row.pledge_id].append(Fact(row.on, row.status, amount_of(*row[3:6]), row.until))
    return facts


def _said(pledge: Row[Any], interval: Interval) -> tuple[Any, ...]:
    position = interval.position
    amounts = [getattr(position, name) for name in AMOUNTS]
    return (
        *(pledge.id, pledge.operation_id, pledge.contributor_id, pledge.category_id, pledge.unit),
        *(interval.from_on, interval.until_on or FAR_DAY),
        *(position.stage, position.pending, int(position.unquantified)),
        *(bound for amount in amounts for bound in (amount.value, amount.low, amount.high)),
        *(position.promised, position.claim, position.stated_on),
    )
