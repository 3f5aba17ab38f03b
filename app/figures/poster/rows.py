"""A table in a picture: for a figure that has no drawing of a kind known here, and for one that is a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.figures.poster.box import Box
from app.figures.poster.letters import Face, width_of, wrapped
from app.figures.poster.marks import mark
from app.figures.poster.pen import Pen
from app.figures.schemas import Cell, Column, Figure, Row, Table
from app.i18n import ngettext

MOST_ROWS = 40
GAP = 16  # between columns
NOTHING = Cell("")


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table with where each begins and how wide it is, and its faces."""

    columns: Sequence[Column]
    widths: Sequence[float]
    box: Box

    @property
    def face(self) -> Face:
        """The face of a cell."""
        return self.box.face(13.5)

    def at(self, i: int) -> float:
        """Where a column begins."""
        return self.box.x + sum(self.widths[:i]) + i * GAP * self.box.scale

    def cells(self, row: Row, face: Face) -> list[list[str]]:
        """The lines of each cell."""
        texts = [row.get(column.key, NOTHING).text for column in self.columns]
        return [wrapped(text, face, width) for text, width in zip(texts, self.widths, strict=True)]


def draw_table(pen: Pen, figure: Figure, box: Box) -> float:
    """The rows that fit, the totals, and how many rows there are besides. Where it ends."""
    assert figure.table is not None
    table = figure.table
    grid = Grid(table.columns, _widths(table, box), box)
    y = _head(pen, grid)
    room = float("inf") if box.height is None else box.y + box.height
    after = len(table.foot) * _high(grid, {}) + grid.face.line
    rows = [*table.rows, *table.more]
    shown = 0
    for row in rows[:MOST_ROWS]:
        height = _high(grid, row)
        if y + height + (after if shown < len(rows) - 1 else after - grid.face.line) > room:
            break
        y, shown = _line(pen, grid, row, y, grid.face), shown + 1
        pen.line(box.x, y, box.right, y, "rule")
    if rest := len(rows) - shown:
        more = ngettext("and {n} more row", "and {n} more rows", rest)
        y = pen.lines(box.x, y + 4, [more], box.face(13.5, colour="ink-2"))
    for row in table.foot:
        y = _line(pen, grid, row, y, box.face(13.5, 600))
    return y


def _widths(table: Table, box: Box) -> list[float]:
    """As wide as the widest cell; where that is too much, columns of words give way, down to their longest word."""
    face, bold = box.face(13.5), box.face(12.5, 600)
    wide, least = [], []
    for column in table.columns:
        texts = [row.get(column.key, NOTHING).text for row in [*table.rows, *table.more, *table.foot]]
        head = max((width_of(word, bold) for word in column.label.split()), default=0.0)
        mark_room = 1.3 * face.size if any(row.get(column.key, NOTHING).code for row in table.rows) else 0.0
        words = max((width_of(word, face) for text in texts for word in text.split()), default=0.0)
        wide.append(max([head, *(width_of(text, face) * 1.05 + mark_room for text in texts)]))
        least.append(wide[-1] if column.numeric else max(head, words * 1.05 + mark_room))
    room = box.width - GAP * box.scale * (len(wide) - 1)
    over = sum(wide) - room
    if over <= 0:
        return _spread(wide, -over)
    soft = [w - m for w, m in zip(wide, least, strict=True)]
    give = max(sum(soft), 1.0)
    return [w - min(1.0, over / give) * s for w, s in zip(wide, soft, strict=True)]


def _spread(wide: list[float], spare: float) -> list[float]:
    """Room that is left goes to the first column: numbers stand together at the right."""
    return [wide[0] + spare, *wide[1:]] if len(wide) > 1 else wide


def _head(pen: Pen, grid: Grid) -> float:
    face = grid.box.face(12.5, 600, "ink-2")
    names: Row = {column.key: Cell(column.label) for column in grid.columns}
    lines = max((len(cell) for cell in grid.cells(names, face)), default=1)
    lift = [(lines - len(cell)) * face.line for cell in grid.cells(names, face)]
    for i, cell in enumerate(grid.cells(names, face)):
        _cell(pen, grid, i, cell, grid.box.y + lift[i], face)
    y = grid.box.y + lines * face.line + 5 * grid.box.scale
    pen.line(grid.box.x, y, grid.box.right, y, "rule-2")
    return y


def _high(grid: Grid, row: Row) -> float:
    lines = max((len(cell) for cell in grid.cells(row, grid.face)), default=1)
    return max(1, lines) * grid.face.line + 9 * grid.box.scale


def _line(pen: Pen, grid: Grid, row: Row, y: float, face: Face) -> float:
    for i, lines in enumerate(grid.cells(row, face)):
        shift = 0.0
        if code := row.get(grid.columns[i].key, NOTHING).code:
            size = face.size * 0.75
            mark(pen, code, grid.at(i), y + 5 * grid.box.scale + face.size * 0.2, size)
            shift = size + 6 * grid.box.scale
        _cell(pen, grid, i, lines, y + 4.5 * grid.box.scale, face, shift)
    return y + _high(grid, row)


def _cell(
    pen: Pen, grid: Grid, i: int, lines: Sequence[str], y: float, face: Face, shift: float = 0.0
) -> None:
    for line in lines:
        if grid.columns[i].numeric:
            pen.text(grid.at(i) + grid.widths[i], y + face.size * 1.02, line, face, "end")
        else:
            pen.text(grid.at(i) + shift, y + face.size * 1.02, line, face)
        y += face.line
