"""The table of who gives what, made from rows: cells, columns, rows in order, sums. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.figures.cuts import ENOUGH_GIVERS, first_of
from app.figures.givers import Giver, note_of
from app.figures.matrix.schemas import Block, Group, Key, Matrix, MatrixCell, MatrixColumn, MatrixRow
from app.figures.schemas import PROMISED, Amount, Numbers, Segment
from app.figures.sentences import parts_in_words
from app.figures.words import short_name, written
from app.i18n import _, listing, ngettext
from app.ledger.standing import UNCOUNTED
from app.pledges.words import LONG_AGO, stage_label

# What a wide page has room for; a few more are shown rather than folded.
COLUMNS, ROWS, FEW = 16, 15, 3
MARKS = ("unquantified", "requested", "under_review", "declined", "lapsed", "ended", "closed")


@dataclass(frozen=True, slots=True)
class Given:
    """What one contributor has in one column."""

    key: Key
    giver: Giver

    @property
    def gives(self) -> bool:
        """Whether it gives or promises something itself: what its members have named in full is theirs."""
        return self.giver.is_live and (self.giver.whole is None or self.giver.total.value > 0)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a contributor's page is, and the pledges behind a cell and behind the sum of a column."""

    page: Callable[[str], str]
    cell: Callable[[str, Key], str]
    column: Callable[[Key], str]


def matrix_of(given: Sequence[Given], columns: Sequence[MatrixColumn], to: Addresses, caption: str) -> Matrix:
    """The whole table: `columns` in their order, contributors with the broadest help first."""
    every = _by_contributor(given)
    held = first_of(every, ENOUGH_GIVERS)
    measured = [_measured(column, given) for column in columns]
    rows = [_row(cells, measured, to) for cells in held]
    foot = _foot(given, measured, to)
    shown = shown_columns(measured)
    rest = [column for column in measured if column not in shown]
    rarer = _block(rest, rows, foot, _("{caption}: categories that few give", caption=caption))
    return Matrix(
        columns=measured,
        rows=rows,
        foot=foot,
        main=_block(shown, rows, foot, caption),
        left_out=len(every) - len(held),
        rarer=rarer if rest else None,
        legend=_legend(given, rows),
    )


def shown_columns(columns: Sequence[MatrixColumn]) -> list[MatrixColumn]:
    """Those that a page shows at once: where there are many, the ones that most contributors give in."""
    if len(columns) <= COLUMNS + FEW:
        return list(columns)
    # Of equals the earlier: `sorted` keeps their order.
    most = sorted(columns, key=lambda column: -column.givers)[:COLUMNS]
    return [column for column in columns if column in most]


def breadth(given: Sequence[Given]) -> dict[str, int]:
    """In how many categories each gives or promises something; whoever does in none is left out."""
    pairs = {(one.giver.code, one.key[0]) for one in given if one.gives}
    counts: dict[str, int] = {}
    for code, _category in sorted(pairs):
        counts[code] = counts.get(code, 0) + 1
    return counts


def _by_contributor(given: Sequence[Given]) -> list[list[Given]]:
    """Each contributor's cells: the broadest help first, then the most people, then what is only asked or refused."""
    broad = breadth(given)
    by_code = sorted(given, key=lambda one: one.giver.code)
    held = [list(cells) for _code, cells in groupby(by_code, key=lambda one: one.giver.code)]
    return sorted(held, key=lambda cells: _order(cells, broad.get(cells[0].giver.code, 0)))


def _order(cells: Sequence[Given], broad: int) -> tuple[int, int, bool, bool, str]:
    people = sum(one.giver.total.value for one in cells if one.key[1] == "people")
    asked = any(one.giver.asked for one in cells)
    declined = any(one.giver.has_declined for one in cells)
    return -broad, -people, not asked, not declined, cells[0].giver.name


def _measured(column: MatrixColumn, given: Sequence[Given]) -> MatrixColumn:
    inside = [one for one in given if one.key == column.key]
    return MatrixColumn(
        column.category,
        column.unit,
        column.group,
        column.label,
        column.unit_label,
        column.url,
        givers=sum(one.gives for one in inside),
        reach=max((one.giver.total.value for one in inside), default=0),
    )


def _row(cells: Sequence[Given], columns: Sequence[MatrixColumn], to: Addresses) -> MatrixRow:
    giver, reach = cells[0].giver, {column.key: column.reach for column in columns}
    return MatrixRow(
        key=giver.code,
        name=short_name(giver.code, giver.name),
        cells={one.key: cell_of(one.giver, reach[one.key], to.cell(giver.code, one.key)) for one in cells},
        url=to.page(giver.code),
        alpha2=giver.alpha2,
    )


def cell_of(giver: Giver, reach: int, url: str) -> MatrixCell:
    """One contributor in one column; `reach`: the number of the column's longest bar."""
    numbers, unit = giver.numbers, giver.unit
    note, noted = note_of(giver)
    said = [listing(parts_in_words(numbers, unit)), note] if giver.total.value else [note]
    code, text, of = _number(numbers, unit)
    marks = _marks(giver, noted)
    live = next((stage for stage in PROMISED if giver.stages.get(stage)), "")
    return MatrixCell(
        words="; ".join(words for words in said if words) or stage_label(live or noted),
        url=url,
        code=code or live,
        text=text,
        of=of,
        small=_small(giver),
        marks=marks,
        bar=_bar(giver, reach),
    )


def _number(numbers: Numbers, unit: str) -> tuple[str, str, str]:
    """The number at the furthest stage that has one, and the sum of all stages where that is more."""
    code = next((name for name in PROMISED if getattr(numbers, name).value), "")
    if not code:
        return "", "", ""
    amount: Amount = getattr(numbers, code)
    more = numbers.total.value > amount.value
    of = _("of {n}", n=written(numbers.total, unit)) if more else ""
    return code, written(amount, unit), of


def _small(giver: Giver) -> str:
    """The few words that a narrow cell has room for where a number is missing."""
    if giver.total.value:
        return _("+ not given") if giver.unknown else ""
    if giver.unknown:
        return _("not given")
    if giver.whole is not None:
        return _("by its members")
    return _("none left") if giver.is_live and giver.unit != UNCOUNTED else ""


def _marks(giver: Giver, noted: str) -> list[str]:
    marks = ["unquantified"] if giver.unknown else []
    if giver.asked:
        pending = "requested" if giver.is_live or giver.stages.get("requested") else "under_review"
        marks.append(pending)
    if giver.has_declined:
        marks.append("declined")
    if not marks and not giver.is_live and noted in MARKS:
        marks.append(noted)
    return marks


def _bar(giver: Giver, reach: int) -> list[Segment]:
    bar, start = [], 0.0
    for name in PROMISED:
        amount: Amount = getattr(giver.numbers, name)
        if amount.value:
            width = 100 * amount.value / reach
            bar.append(Segment(name, round(start, 2), round(width, 2), "", stale=giver.is_stale))
            start += width
    return bar


def _foot(given: Sequence[Given], columns: Sequence[MatrixColumn], to: Addresses) -> list[MatrixRow]:
    """Each column's own sums, all rows in them: what is in place, and everything in force."""
    sums = {column.key: _sum(given, column.key) for column in columns}
    done, whole = {}, {}
    for (category, unit), (numbers, unknown) in sums.items():
        key, url = (category, unit), to.column((category, unit))
        missing = (
            ngettext("{n} pledge without a number", "{n} pledges without a number", unknown)
            if unknown
            else ""
        )
        if unit != UNCOUNTED:
            done[key] = _sum_cell(numbers.deployed, unit, url)
            whole[key] = _sum_cell(numbers.total, unit, url, missing)
    first = MatrixRow("", _("Deployed or delivered"), {k: cell for k, cell in done.items() if cell.words})
    second = MatrixRow("", _("In all, with promises"), {k: cell for k, cell in whole.items() if cell.words})
    return [first, second]


def _sum(given: Sequence[Given], key: Key) -> tuple[Numbers, int]:
    inside = [one.giver for one in given if one.key == key]
    return sum((giver.numbers for giver in inside), Numbers()), sum(giver.unknown for giver in inside)


def _sum_cell(amount: Amount, unit: str, url: str, missing: str = "") -> MatrixCell:
    text = written(amount, unit) if amount.value else ""
    said = [words for words in (text, missing) if words]
    small = "" if not missing else _("+ not given") if text else _("not given")
    return MatrixCell("; ".join(said), url, text=text, small=small)


def _block(
    columns: Sequence[MatrixColumn], rows: Sequence[MatrixRow], foot: Sequence[MatrixRow], caption: str
) -> Block:
    keys = {column.key for column in columns}
    inside = [row for row in rows if keys & row.cells.keys()]
    shown = len(inside) if len(inside) <= ROWS + FEW else ROWS
    groups = [Group(label, len(list(same))) for label, same in groupby(columns, key=lambda one: one.group)]
    sums = [row for row in foot if keys & row.cells.keys()]
    return Block(caption, groups, columns, inside[:shown], inside[shown:], sums)


def _legend(given: Sequence[Given], rows: Sequence[MatrixRow]) -> list[tuple[str, str]]:
    cells = [cell for row in rows for cell in row.cells.values()]
    used = {cell.code for cell in cells} | {piece.code for cell in cells for piece in cell.bar}
    used |= {mark for cell in cells for mark in cell.marks}
    named = {"unquantified": _("Number not given")}
    legend = [(code, named.get(code) or stage_label(code)) for code in (*PROMISED, *MARKS) if code in used]
    if any(one.giver.is_stale and one.giver.total.value for one in given):
        legend.append(("stale", _("Counted more than {n} days before", n=LONG_AGO)))
    return legend
