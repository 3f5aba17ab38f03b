"""The tables of a comparison: behind the chart, row by row over categories and operations, and of the sizes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.figures.compare.charts import pieces_of
from app.figures.compare.ground import as_shown
from app.figures.compare.queries import Place
from app.figures.compare.schemas import CompareCell, CompareRow, Side
from app.figures.compare.words import stages_of
from app.figures.givers import Giver, note_of, told_in_full
from app.figures.ratios import MEASURES, per_label, size_in_words, size_label
from app.figures.schemas import PROMISED, Cell, Column, Row, Table
from app.figures.tables import number_columns
from app.i18n import _, number
from app.pledges.words import unit_label

# The pledges behind a cell: a contributor, and the key of a row.
Behind = Callable[[str, str, str], str]


def sides_table(
    sides: Sequence[Side], unit: str, per: str, caption: str, to: Callable[[Giver], tuple[str, str]]
) -> Table:
    """Behind the chart; ratios name what divides them. `to`: the addresses of a contributor's page and its pledges."""
    columns = [Column("name", _("Contributor")), *number_columns(unit)]
    if per:
        columns += [
            Column("absolute", _("The number itself"), numeric=True),
            Column("size", _("Divided by"), numeric=True),
        ]
    columns += [Column("unknown", _("Without a number"), numeric=True), Column("note", _("Said besides"))]
    return Table(caption, columns, [_side_row(side, per, *to(side.giver)) for side in sides])


def _side_row(side: Side, per: str, page: str, pledges: str) -> Row:
    giver, shown = side.giver, side.shown
    amounts = {name: getattr(shown.numbers, name) for name in PROMISED} | {"total": shown.total}
    has_numbers = side.rated or not per
    note, code = told_in_full(giver) if giver.pledges else (_("nothing recorded"), "")
    size = side.sizes.get(per)
    return {
        "name": Cell(giver.name, page, giver.alpha2),
        **{n: Cell(shown.written(a), pledges) for n, a in amounts.items() if a.value and has_numbers},
        "absolute": Cell(giver.written(giver.total) if giver.total.value else "", pledges),
        "size": Cell(size_in_words(size) if size else _("none")),
        "unknown": Cell(number(giver.unknown) if giver.unknown else "", pledges),
        "note": Cell(note, code=code),
    }


def compare_rows(
    sides: Sequence[Side],
    given: Mapping[Place, Giver],
    keys: Sequence[tuple[str, str, str]],
    per: str,
    behind: Behind,
    to: Callable[[str, str], str],
) -> list[CompareRow]:
    """A row for each key (code, name, unit) that one of the contributors has something in."""
    rows = []
    for key, label, unit in keys:
        found = [given.get((side.giver.code, key, unit)) for side in sides]
        if any(found):
            cells = cells_of(found, sides, per, lambda code, k=key, u=unit: behind(code, k, u))  # type: ignore[misc]
            rows.append(CompareRow(label, unit_words(unit, per), to(key, unit), cells))
    return rows


def cells_of(
    found: Sequence[Giver | None], sides: Sequence[Side], per: str, url: Callable[[str], str]
) -> list[CompareCell | None]:
    """The cells of a row, their bars on one scale; None where a contributor has nothing recorded."""
    shown = [as_shown(giver, side, per) if giver else None for giver, side in zip(found, sides, strict=True)]
    reach = max((giver.total.value for giver in shown if giver), default=0)
    return [_cell(giver, reach, url(giver.code)) if giver else None for giver in shown]


def _cell(giver: Giver, reach: int, url: str) -> CompareCell:
    note, code = note_of(giver)
    if not giver.total.value:
        return CompareCell("", "", note or _("nothing in force"), code, url)
    return CompareCell(giver.written(giver.total), stages_of(giver), note, code, url, pieces_of(giver, reach))


def unit_words(unit: str, per: str) -> str:
    """What a row counts: "people", "people per million people"; nothing to say of what is never counted."""
    if unit == "none":
        return _("not counted")
    return _("{things} {per}", things=unit_label(unit), per=per_label(per)) if per else unit_label(unit)


def sizes_table(
    sides: Sequence[Side], page: Callable[[str], str], source: Callable[[int], str], caption: str
) -> Table:
    """What ratios divide by: each size with its year, leading to its source; in words where there is none."""
    columns = [
        Column("name", _("Contributor")),
        *(Column(per, size_label(per), numeric=True) for per in MEASURES),
    ]
    rows = []
    for side in sides:
        missing = _("an organisation: none") if side.is_organisation else _("not in this record")
        sizes = {
            per: Cell(size_in_words(side.sizes[per]), source(side.sizes[per].source))
            if per in side.sizes
            else Cell(missing)
            for per in MEASURES
        }
        rows.append({"name": Cell(side.giver.name, page(side.giver.code), side.giver.alpha2), **sizes})
    return Table(caption, columns, rows)


def sources_of_sizes(sides: Sequence[Side], per: str = "") -> list[tuple[str, int]]:
    """Titles and numbers of the sources that the sizes are from, each once; `per`: of that size alone."""
    sizes = [size for side in sides for name, size in side.sizes.items() if name == (per or name)]
    return sorted({(size.source_title, size.source) for size in sizes})
