"""The one filter that every page, chart, list and export takes (contract: "One filter, everywhere")."""

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from app.errors import Fault, InvalidQuery
from app.i18n import _
from app.vocabulary import STAGES

Time = TypeVar("Time", date, datetime)

LISTS = ("operation", "contributor", "category", "stage")
LONGEST_SEARCH = 200
# What ratios are per: a million people, a billion US dollars of GDP, 1,000 of the armed forces.
PER = ("population", "gdp", "armed_forces")
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
    per: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for some pledges rather than all."""
        chosen = (self.operation, self.contributor, self.member_of, self.category, self.stage, self.unit)
        return any(chosen) or self.source is not None

    def to_query(self) -> dict[str, str]:
        """The address's parameters that mean this filter, in the contract's order."""
        return {name: _written(value) for name in NAMES if (value := getattr(self, name))}

    def but(self, **changes: Any) -> "PledgeFilter":
        """The same filter with some parameters changed."""
        return replace(self, **changes)


NAMES = tuple(f.name for f in fields(PledgeFilter))


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


def parse_filter(items: list[tuple[str, str]], also: tuple[str, ...] = (), *, strict: bool = False) -> Parsed:
    """Read a query string's parameters. `also`: parameters of the caller's own ("by", "limit"), and "per" where it
    has ratios: everywhere else that one is a fault, which says where ratios are.

    What is wrong is told in `faults`; the filter holds what is right, so that a page can still be drawn.
    With `strict`, not even what networks add to links is passed over.
    """
    values: dict[str, Any] = {}
    parsed = Parsed(PledgeFilter())
    known = [*(f.name for f in fields(PledgeFilter) if f.name != "per"), *also]
    for name, text in dict.fromkeys(items):
        if name.startswith(IGNORED_PREFIXES) and not strict:
            continue
        if name == "per" and name not in also:
            parsed.faults.append(Fault(name, _no_ratios()))
        elif name not in known:
            message = _("is no parameter here: accepted are {names}", names=", ".join(known))
            parsed.faults.append(Fault(name, message))
        elif text.strip():
            _take(name, text.strip(), name in also and name != "per", values, parsed)
    parsed.filter = PledgeFilter(**values)
    return parsed


def _no_ratios() -> str:
    return _(
        "means nothing here: ratios are on {page} and in {list}",
        page="/compare",
        list="/api/v1/totals?by=contributor&per=population",
    )


def _take(name: str, text: str, is_other: bool, values: dict[str, Any], parsed: Parsed) -> None:
    if "\0" in text:
        parsed.faults.append(Fault(name, _("holds a sign that is in no text")))
    elif name in (*values, *parsed.others) and name not in LISTS:
        parsed.faults.append(Fault(name, _("is given twice, with different values: give one")))
    elif is_other:
        parsed.others[name] = text
    else:
        _read(name, text, values, parsed.faults)


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
        # Weeks ("2013-W03-4") are ISO 8601 too, but no day as this record writes it.
        return _within(date.fromisoformat(text if len(text) == 10 and "W" not in text else ""))
    except ValueError:
        raise ValueError(_("{written!r} is no day: write it as 2013-01-17", written=text)) from None


def _moment(text: str) -> datetime:
    # A "+" of a time zone arrives as a space where an address was written by hand.
    written = text.replace(" ", "+") if text.count(" ") == 1 and "T" in text else text
    try:
        value = datetime.fromisoformat(written)
        return _within(value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))
    except (ValueError, OverflowError):
        message = _("{written!r} is no moment: write it in UTC as 2026-11-22T10:00:00Z", written=text)
        raise ValueError(message) from None


def _within(value: Time) -> Time:
    """The calendar's last day means "no end" in the record: nobody can ask for it."""
    if value.timetuple()[:3] == date.max.timetuple()[:3]:
        raise ValueError(value)
    return value


def _per(text: str) -> str:
    if text not in PER:
        raise ValueError(
            _("{written!r} is no ratio: accepted are {names}", written=text, names=", ".join(PER))
        )
    return text


def _source(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError(_("{written!r} is no source: give its number", written=text))
    return int(text)


def _words(text: str) -> str:
    if len(text) > LONGEST_SEARCH:
        raise ValueError(_("is longer than {n} characters", n=LONGEST_SEARCH))
    return text


_READERS = {"as_of": _day, "recorded_by": _moment, "source": _source, "q": _words, "per": _per}


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value or "")
