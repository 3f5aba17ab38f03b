"""What became of promises, counted again from the sheets: docs/method.md, "Keeping a promise"."""

from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any

from .number import ZERO, Number, add
from .sheets import STATUSES, Pledge, Record, Statement
from .standing import DELIVERIES, PROMISES, REFUSALS, standing_on


def promises(record: Record, *, operation: str, day: date) -> list[dict[str, Any]]:
    """One row a contributor, operation and unit, in that order; a group operation takes its parts in."""
    wanted = {o.code for o in record.operations.values() if operation in (o.code, o.part_of)}
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for pledge in record.pledges.values():
        if pledge.operation not in wanted or _has_spoken_parts(record, pledge, day):
            continue
        if outcome := _outcome(record, pledge, day):
            groups.setdefault((pledge.contributor, pledge.operation, pledge.unit), []).append(outcome)
    names = ("contributor", "operation", "unit")
    return [dict(zip(names, place, strict=True)) | _row(groups[place]) for place in sorted(groups)]


def _row(outcomes: list[dict[str, Any]]) -> dict[str, Any]:
    known = [o for o in outcomes if o["is"] in ("delivered", "withdrawn")]
    measured = [o for o in known if o["promised"] is not None and o["delivered"] is not None]
    days = sorted(o["days"] for o in outcomes if o["days"] is not None)
    sums = {name: add([o[name] for o in measured]) for name in ("promised", "delivered")}
    flat = {
        f"{name}{bound}": value
        for name, number in sums.items()
        for bound, value in zip(("", "_low", "_high"), number, strict=True)
    }
    return flat | {
        "pledges": len(measured),
        "in_full": sum(o["delivered"].value >= o["promised"].value for o in measured),
        "withdrawn": _count(outcomes, "withdrawn"),
        "unquantified": len(known) - len(measured),
        "not_recorded": _count(outcomes, "silent"),
        "unpromised": _count(outcomes, "unpromised"),
        "days": days,
        "days_cases": len(days),
        "days_median": median(days) if len(days) >= 10 else None,
    }


def _count(outcomes: list[dict[str, Any]], which: str) -> int:
    return sum(o["is"] == which for o in outcomes)


def _has_spoken_parts(record: Record, whole: Pledge, day: date) -> bool:
    parts = [pledge for pledge in record.pledges.values() if pledge.part_of == whole.key]
    return any(said.day <= day for part in parts for said in part.statements)


def _outcome(record: Record, pledge: Pledge, day: date) -> dict[str, Any] | None:
    said = sorted((s for s in pledge.statements if s.day <= day), key=_place)
    delivered = [s for s in said if s.status in DELIVERIES]
    promised = [s for s in said if s.status in PROMISES]
    if not any(_was_outstanding(record, pledge, s.day) for s in promised):
        return _found("unpromised", said) if delivered else None
    if delivered:
        return _found("delivered", said, _wait(promised, delivered))
    last = [s for s in said if s.status in (*PROMISES, *REFUSALS)][-1]
    return _found("withdrawn" if last.status in REFUSALS else "silent", said)


def _found(what: str, said: list[Statement], days: int | None = None) -> dict[str, Any]:
    """The last number promised, and the most delivered: of what was withdrawn before anything came, none."""
    promised = _numbers(said, PROMISES)
    delivered = _numbers(said, DELIVERIES) or ([ZERO] if what == "withdrawn" else [])
    most = max(delivered, key=lambda n: (n.value, n.low, n.top), default=None)
    return {"is": what, "promised": promised[-1] if promised else None, "delivered": most, "days": days}


def _numbers(said: list[Statement], statuses: Iterable[str]) -> list[Number]:
    return [s.number for s in said if s.status in statuses and s.number is not None]


def _was_outstanding(record: Record, pledge: Pledge, day: date) -> bool:
    """Whether at the end of the day of a promise something of it was not there yet."""
    standing = standing_on(record, pledge.key, day)
    assert standing is not None
    return standing.stage in PROMISES or standing.committed.value + standing.announced.value > 0


def _wait(promised: list[Statement], delivered: list[Statement]) -> int | None:
    deployed = [s.day for s in delivered if s.status == "deployed"]
    first = min(s.day for s in promised)
    return (min(deployed) - first).days if deployed and min(deployed) >= first else None


def _place(said: Statement) -> tuple[Any, ...]:
    """The order of docs/method.md, "Ties"."""
    number = said.number or ZERO
    size = (said.number is not None, number.value, number.low, number.top)
    return (said.day, STATUSES.index(said.status), *size, said.until or date.max)
