"""Days as an article names them, reckoned from its own day: "last Friday", "on Wednesday", "for a week". Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from app.articles.words import Word
from app.ledger.numeral import whole
from app.ledger.printed import plain

_WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "mon tue wed thu fri sat sun",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    )
    for number, name in enumerate(names.split())
}
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    )
    for number, name in enumerate(names.split(), 1)
} | {"sept": 9}
_RELATIVE = {"yesterday": 1, "hier": 1, "today": 0, "aujourd'hui": 0, "tonight": 0}
_SPANS = {
    "day": 1, "days": 1, "jour": 1, "jours": 1, "week": 7, "weeks": 7, "semaine": 7, "semaines": 7,
    "month": 30, "months": 30, "mois": 30, "year": 365, "years": 365, "an": 365, "ans": 365, "annee": 365,
}  # fmt: skip
_ENDS = frozenset(("until", "till", "through", "jusqu", "jusque"))


@dataclass(frozen=True, slots=True)
class Day:
    """A day named from word `at` until `until`, as a sheet has it ("2013-01-17", "2013-01").

    `is_end`: the last day on which something holds. `span`: no day but the days it lasts.
    """

    at: int
    until: int
    value: str
    is_end: bool = False
    span: int = 0


def days_of(words: Sequence[Word], published_on: date | None) -> list[Day]:
    """The days among `words`, in their order. Without the article's day only those with a year are known."""
    found, at = [], 0
    while at < len(words):
        day = _at(words, at, published_on)
        if day:
            found.append(day)
        at = day.until if day else at + 1
    return found


def last_day(span: int, first: date) -> date:
    """The last of `span` days from `first` on; whole months and years by the calendar."""
    if span % 30 == 0:
        return _moved(_months_on(first, span // 30), -1)
    if span % 365 == 0:
        return _moved(_months_on(first, 12 * (span // 365)), -1)
    return _moved(first, span - 1)


def _moved(day: date, days: int) -> date:
    """So many days later; where the calendar ends, the day itself."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def _months_on(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > MAXYEAR:
        return first
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def _at(words: Sequence[Word], i: int, published: date | None) -> Day | None:
    found = _span(words, i) or _dated(words, i, published) or _named(words, i, published)
    if found is None:
        return None
    near = {word.plain for word in words[max(0, i - 3) : i]}
    return Day(found.at, found.until, found.value, bool(near & _ENDS) and not found.span, found.span)


def _named(words: Sequence[Word], i: int, published: date | None) -> Day | None:
    """A case such as "yesterday", "Friday", "last Friday", "earlier this week"."""
    if published is None:
        return None
    word = words[i].plain
    if word in _RELATIVE:
        return Day(i, i + 1, str(_moved(published, -_RELATIVE[word])))
    if word in _WEEKDAYS and (len(word) > 3 or words[i].is_name):
        return _weekday(words, i, published)
    if [w.plain for w in words[i : i + 3]] in (["earlier", "this", "week"], ["plus", "tot", "cette"]):
        return Day(i, i + 3, str(_moved(published, -1 if published.weekday() else 0)))
    return None


def _weekday(words: Sequence[Word], i: int, published: date) -> Day:
    """The last such day up to the article's own; "last Friday" is never the article's own day."""
    last = (i and words[i - 1].plain == "last") or (i + 1 < len(words) and words[i + 1].plain == "dernier")
    back = (published.weekday() - _WEEKDAYS[words[i].plain]) % 7
    if (i and words[i - 1].plain == "next") or (i + 1 < len(words) and words[i + 1].plain == "prochain"):
        back -= 7
    return Day(i, i + 1, str(_moved(published, -(back or (7 if last else 0)))))


def _dated(words: Sequence[Word], i: int, published: date | None) -> Day | None:
    """A case such as "Jan. 17, 2013", "17 January", "le 17 janvier 2013", "in March"."""
    if re.fullmatch(r"\d{4}", words[i].text) and _iso(words, i):
        return _iso(words, i)
    if words[i].plain not in _MONTHS or not _is_month(words, i):
        return None
    month = _MONTHS[words[i].plain]
    before, after = _day_number(words, i - 1), _after(words, i)
    if before:
        year = _year(words, i + 1)
        return _calendar(i - 1, i + 1 + bool(year), year, month, before, published)
    if after and (number := _day_number(words, after)):
        year = _year(words, after + 1) or _year(words, after + 2, comma=True)
        until = after + 1 + (0 if not year else 1 + (words[after + 1].text == ","))
        return _calendar(i, until, year, month, number, published)
    year = _year(words, i + 1)
    return _calendar(i, i + 1 + bool(year), year, month, None, published)


def _is_month(words: Sequence[Word], i: int) -> bool:
    """Whether "may", "march", "mars" is meant as a month."""
    if words[i].plain not in ("may", "march", "mars", "mar", "mai", "dec", "jan", "jun"):
        return words[i].is_name or len(words[i].plain) > 3
    before = words[i - 1].plain if i else ""
    return (
        _day_number(words, i - 1) > 0
        or (
            words[i].is_name
            and (
                before in ("in", "since", "until", "by", "of", "last", "next", "from", "late", "early", "mid")
                or bool((after := _after(words, i)) and (_day_number(words, after) or _year(words, after)))
            )
        )
        or before in ("en", "debut", "fin", "d")
    )


def _after(words: Sequence[Word], i: int) -> int:
    """The word behind a month and its dot."""
    after = i + 2 if i + 1 < len(words) and words[i + 1].text == "." else i + 1
    return after if after < len(words) else 0


def _day_number(words: Sequence[Word], i: int) -> int:
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er)?", words[i].plain) if 0 <= i < len(words) else None
    number = int(match[1]) if match else 0
    return number if number <= 31 else 0


def _year(words: Sequence[Word], i: int, *, comma: bool = False) -> int:
    if i >= len(words) or (comma and words[i - 1].text != ","):
        return 0
    return int(words[i].text) if re.fullmatch(r"(?:19|20)\d\d", words[i].text) else 0


def _calendar(
    at: int, until: int, year: int, month: int, day: int | None, published: date | None
) -> Day | None:
    """A day of the calendar; without a year the nearest to the article's day."""
    if not year and published is None:
        return None
    year = year or _year_near(published, month)
    if day is None:
        return Day(at, until, f"{year:04}-{month:02}")
    if day <= monthrange(year, month)[1]:
        return Day(at, until, f"{year:04}-{month:02}-{day:02}")
    return None


def _year_near(published: date | None, month: int) -> int:
    assert published is not None  # asked only of an article with a day
    ahead = month - published.month
    return min(max(published.year - (ahead > 6) + (ahead < -6), MINYEAR), MAXYEAR)


def _iso(words: Sequence[Word], i: int) -> Day | None:
    """A case such as "2013-01-17"."""
    parts = [word.text for word in words[i : i + 3]]
    if len(parts) < 3 or not (words[i + 1].joined and words[i + 2].joined):
        return None
    try:
        return Day(i, i + 3, str(date.fromisoformat("-".join(parts))))
    except ValueError:
        return None


def _span(words: Sequence[Word], i: int) -> Day | None:
    """A case such as "for a week", "for six months", "pendant deux mois"."""
    if words[i].plain not in ("for", "pendant", "pour"):
        return None
    count = 0
    for j in range(i + 1, min(i + 5, len(words))):
        word = words[j].plain
        if word in _SPANS:
            total = (count or 1) * _SPANS[word]
            return Day(i, j + 1, "", span=total) if j > i + 1 and total <= 365 * 20 else None
        if word not in (
            "a",
            "an",
            "an",
            "initial",
            "the",
            "first",
            "next",
            "une",
            "un",
            "period",
            "of",
            "at",
            "least",
        ):
            count = whole(plain(words[j].text)) or -1
            if count < 0:
                return None
    return None
