"""The stored standings: computed again, in the transaction of the write, for the pledges that a change touches."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select, update
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
# Questions that every write asks, built once: to build them takes longer than to ask them.
_P, _O, _ST = Pledge.__table__.c, Operation.__table__.c, Statement.__table__.c
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
WHOLES = select(_P.part_of_id).where(_P.id.in_(IDS), _P.part_of_id.is_not(None))
CURRENT = select(*(STORED[name] for name in SAID), STORED.id).where(
    STORED.recorded_until == FAR_MOMENT, STORED.pledge_id.in_(IDS)
)
LIVE = (
    select(_P.id, _P.operation_id, _P.contributor_id, _P.category_id, _P.unit, _P.part_of_id)
    .add_columns(_O.covered_until, _O.ended_on)
    .join_from(Pledge.__table__, Operation.__table__, _O.id == _P.operation_id)
    .where(_P.retracted_at.is_(None), _P.review == "published", _P.id.in_(IDS) | _P.part_of_id.in_(IDS))
)
FACTS = select(
    *(_ST.pledge_id, _ST.on, _ST.status, _ST.quantity, _ST.quantity_low, _ST.quantity_high, _ST.until)
).where(_ST.pledge_id.in_(IDS), _ST.accepted, _ST.retracted_at.is_(None), _ST.review == "published")
OUTDATED = update(Standing.__table__).where(STORED.id.in_(IDS)).values(recorded_until=bindparam("moment"))  # type: ignore[arg-type]


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
        wholes.update(session.execute(WHOLES, {"ids": batch}).scalars())
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
        session.execute(OUTDATED, {"ids": gone[start : start + BATCH], "moment": moment})
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
    return {tuple(row)[:-1]: row.id for row in reader.execute(CURRENT, {"ids": pledge_ids})}


def _fresh(reader: Session | Connection, pledge_ids: list[int]) -> Iterator[tuple[Any, ...]]:
    """What the standings say that follow from the facts as they are now."""
    asked = set(pledge_ids)
    # These, and what is part of them.
    found = reader.execute(LIVE, {"ids": pledge_ids}).all()
    facts = _facts(reader, {row.id for row in found})
    members: dict[int, list[Sequence[Fact]]] = defaultdict(list)
    for row in found:
        if row.part_of_id in asked:
            members[row.part_of_id].append(facts[row.id])
    for pledge in (row for row in found if row.id in asked):
        closes_after = pledge.covered_until or pledge.ended_on
        intervals = standings(
            facts[pledge.id], unit=pledge.unit, parts=members[pledge.id], closes_after=closes_after
        )
        yield from (_said(pledge, interval) for interval in intervals)


def _facts(reader: Session | Connection, pledge_ids: set[int]) -> dict[int, list[Fact]]:
    facts: dict[int, list[Fact]] = defaultdict(list)
    for batch in _batches(pledge_ids):
        for row in reader.execute(FACTS, {"ids": batch}):
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
