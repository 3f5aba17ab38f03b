"""The one filter that every page, chart, list and export takes (contract: "One filter, everywhere")."""

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from app.errors import Fault, InvalidQuery
from app.i18n import _

STAGES = (
    "requested",
    "under_review",
    "announced",
    "committed",
    "declined",
    "lapsed",
    "deployed",
    "ended",
    "closed",
)
LISTS = ("operation", "contributor", "category", "stage")
# Browsers and networks add these to links; they mean nothing here.
IGNORED_PREFIXES = ("utm_", "fbclid", "gclid")


@dataclass(frozen=True, slots=True)
class PledgeFilter:
    """Which pledges, on which day, as the record said when. Codes are as written; empty means all."""

    operation: tuple[str, ...] = ()
    contributor: tuple[str, ...] = ()
    member_of: str = ""
    category: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    unit: str = ""
    source: int | None = None
    q: str = ""
    as_of: date | None = None
    recorded_by: datetime | None = None
    sort: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for some pledges rather than all."""
        chosen = (self.operation, self.contributor, self.member_of, self.category, self.stage, self.unit)
        return any(chosen) or self.source is not None

    def to_query(self) -> dict[str, str]:
        """The address's parameters that mean this filter, in the contract's order."""
        written = ((f.name, _written(getattr(self, f.name))) for f in fields(self))
        return {name: value for name, value in written if value}

    def but(self, **changes: Any) -> "PledgeFilter":
        """This filter with some parameters changed."""
        return replace(self, **changes)


@dataclass(slots=True)
class Parsed:
    """A filter, what else the address held that the caller asked for, and what was wrong with the rest."""

    filter: PledgeFilter
    others: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def raise_faults(self) -> None:
        """For programs: nothing that was asked is ignored."""
        if self.faults:
            raise InvalidQuery(*self.faults)


def parse_filter(items: list[tuple[str, str]], also: tuple[str, ...] = ()) -> Parsed:
    """Read a query string's parameters. `also`: parameters of the caller's own ("by", "limit").

    What is wrong is told in `faults`; the filter holds what is right, so that a page can still be drawn.
    """
    values: dict[str, Any] = {}
    parsed = Parsed(PledgeFilter())
    known = [f.name for f in fields(PledgeFilter)]
    for name, text in items:
        if not text.strip() or name.startswith(IGNORED_PREFIXES):
            continue
        if name in also:
            parsed.others[name] = text.strip()
        elif name not in known:
            accepted = ", ".join([*known, *also])
            parsed.faults.append(Fault(name, _("is no parameter here: accepted are {names}", names=accepted)))
        else:
            _read(name, text.strip(), values, parsed.faults)
    parsed.filter = PledgeFilter(**values)
    return parsed


def _read(name: str, text: str, values: dict[str, Any], faults: list[Fault]) -> None:
    try:
        if name in LISTS:
            # A parameter given twice and a comma mean the same.
            codes = [code.strip() for code in text.split(",") if code.strip()]
            values[name] = tuple(dict.fromkeys((*values.get(name, ()), *codes)))
        else:
            values[name] = _READERS.get(name, str)(text)
        if name == "stage":
            _check_stages(values[name])
    except ValueError as error:
        values.pop(name, None)
        faults.append(Fault(name, str(error)))


def _check_stages(stages: tuple[str, ...]) -> None:
    for stage in stages:
        if stage not in STAGES:
            raise ValueError(
                _("{written!r} is no stage: accepted are {names}", written=stage, names=", ".join(STAGES))
            )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == 10 else date.fromisoformat("")
    except ValueError:
        raise ValueError(_("{written!r} is no day: write it as 2013-01-17", written=text)) from None


def _moment(text: str) -> datetime:
    # A "+" of a time zone arrives as a space where an address was written by hand.
    try:
        value = datetime.fromisoformat(
            text.replace(" ", "+") if text.count(" ") == 1 and "T" in text else text
        )
    except ValueError:
        message = _("{written!r} is no moment: write it in UTC as 2026-11-22T10:00:00Z", written=text)
        raise ValueError(message) from None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _source(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError(_("{written!r} is no source: give its number", written=text))
    return int(text)


_READERS = {"as_of": _day, "recorded_by": _moment, "source": _source}


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value or "")
