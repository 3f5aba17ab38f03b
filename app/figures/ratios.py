"""Ratios: what a contributor gives per million people, per billion US dollars of GDP, per 1,000 of its armed forces.

A ratio is kept in whole billionths, as an Amount: so ratios compare, and have bounds, as numbers do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, select

from app.figures.schemas import Amount
from app.figures.words import written_by
from app.i18n import _, compact, decimal, number
from app.models import Contributor, Indicator, Revision, Source
from app.models.columns import SO, C, N, R

BILLIONTHS = 10**9
DIGITS = 3
MILLION = 10**6
# The column of an indicator behind each value of `per`, and how many of what it counts make one unit of it.
MEASURES = {
    "population": ("population", MILLION),
    "gdp": ("gdp_usd", 10**9),
    "armed_forces": ("armed_forces", 1000),
}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Denominator:
    """What a country's numbers are divided by: its size in a year, and the source that says so (its number, title).

    `per` is a value of the filter's parameter: people, US dollars of GDP, or people in its armed forces.
    """

    per: str
    value: int
    year: int
    source: int
    source_title: str

    def ratio(self, amount: Amount) -> Amount | None:
        """`amount` per million people, per USD billion, per 1,000 of armed forces, in billionths.

        None where the country has nothing to divide by (no armed forces).
        """
        if not self.value:
            return None
        high = None if amount.high is None else self._of(amount.high)
        return Amount(self._of(amount.value), self._of(amount.low), high)

    def _of(self, n: int) -> int:
        return round(Fraction(n * MEASURES[self.per][1] * BILLIONTHS, self.value))


Denominators = Mapping[str, Mapping[str, Denominator]]


def ratios_of(
    reader: Connection, codes: Iterable[str], as_of: date, recorded_by: datetime | None = None
) -> dict[str, dict[str, Denominator]]:
    """What the numbers of these contributors are divided by on a day: by code, then by `per`.

    Of each size the newest year that is not after the day's and has it, else the oldest (docs/method.md, "Ratios").
    Organisations have none, nor has a country of which no size is recorded. `recorded_by`: what the record said then.
    """
    rows = _indicators(reader, sorted(set(codes)))
    if recorded_by is not None:
        rows = _as_recorded(reader, rows, recorded_by)
    found: dict[str, dict[str, Denominator]] = {}
    for code in dict.fromkeys(row["contributor"] for row in rows):
        own = [row for row in rows if row["contributor"] == code]
        chosen = {per: _chosen(own, per, as_of.year) for per in MEASURES}
        found[code] = {per: one for per, one in chosen.items() if one}
    return found


def _chosen(rows: Sequence[Row], per: str, year: int) -> Denominator | None:
    column = MEASURES[per][0]
    known = sorted((row for row in rows if row[column] is not None), key=lambda row: int(row["year"]))
    if not known:
        return None
    row = next((row for row in reversed(known) if row["year"] <= year), known[0])
    return Denominator(per, row[column], row["year"], row["source"], row["title"])


def _indicators(reader: Connection, codes: Sequence[str]) -> list[Row]:
    sizes = (N.year, N.population, N.gdp_usd, N.armed_forces)
    columns = (C.code.label("contributor"), *sizes, N.source_id.label("source"), SO.title)
    tables = Indicator.__table__.join(Contributor.__table__, C.id == N.contributor_id)
    query = select(*columns).select_from(tables.join(Source.__table__, SO.id == N.source_id))
    return [row._asdict() for row in reader.execute(query.where(C.code.in_(codes)))]


def _as_recorded(reader: Connection, rows: Sequence[Row], moment: datetime) -> list[Row]:
    """The rows as they were: the first change after the moment says what each was before it, or that it was not."""
    changed = select(R.entity_key, R.before).select_from(Revision.__table__)
    changes = reader.execute(changed.where(R.entity == "indicator", R.at > moment).order_by(R.number.desc()))
    before = {row.entity_key: row.before for row in changes}
    titles = {row["source"]: row["title"] for row in rows}
    earlier = [before.get(f"{row['contributor']} {row['year']}", row) for row in rows]
    missing = {row["source"] for row in earlier if row} - titles.keys()
    titles |= {row.id: row.title for row in reader.execute(select(SO.id, SO.title).where(SO.id.in_(missing)))}
    return [{**row, "title": titles.get(row["source"], "")} for row in earlier if row]


def decimal_of(billionths: int | None) -> float | None:
    """A ratio as programs get it: a decimal number with up to nine decimals; None stays None."""
    return None if billionths is None else billionths / BILLIONTHS


def ratio_figure(billionths: int) -> str:
    """A ratio as it is written: three significant digits, whole from 100 on, and never 0 for what is not: "21.4"."""
    value = Decimal(billionths).scaleb(-9)
    if abs(value) >= 100:
        return number(round(value))
    places = max(0, DIGITS - 1 - value.adjusted()) if value else 0
    return decimal(round(value, places), max(places, 1))


def written_ratio(ratio: Amount) -> str:
    """A ratio with its bounds, in a cell or beside a bar: "21.4", "7.5+", "up to 2", "3 to 4.1"."""
    if ratio.high is not None and ratio_figure(ratio.low) == ratio_figure(ratio.high):
        return ratio_figure(ratio.value)
    return written_by(ratio, ratio_figure)


def per_label(per: str) -> str:
    """What a ratio is of, after the things counted: "soldiers per million people"."""
    return {
        "": _("in all"),
        "population": _("per million people"),
        "gdp": _("per billion US dollars of GDP"),
        "armed_forces": _("per 1,000 of armed forces"),
    }[per]


def size_label(per: str) -> str:
    """What numbers are divided by, as a heading: "Population"."""
    return {
        "population": _("Population"),
        "gdp": _("GDP in US dollars"),
        "armed_forces": _("Armed forces"),
    }[per]


def size_in_words(size: Denominator) -> str:
    """A size in a cell, with its year: "13.1 million (2013)"; of armed forces to the man, as printed."""
    if size.value < MILLION:
        return _("{n} ({year})", n=number(size.value), year=size.year)
    # Three significant digits, as in the ratios that follow from it.
    places = 2 - (len(str(size.value)) - 1) % 3
    return _("{n} ({year})", n=compact(size.value, places), year=size.year)
