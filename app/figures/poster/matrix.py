"""Who gives what in a picture: the table as the page draws it, a mark, a number and a bar a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.figures.matrix.schemas import Block, MatrixCell, MatrixColumn, MatrixRow
from app.figures.poster.box import Box
from app.figures.poster.letters import Face, width_of, wrapped
from app.figures.poster.marks import HATCH, mark
from app.figures.poster.pen import Pen
from app.figures.schemas import Figure
from app.i18n import _, listing, ngettext

ROW, NAMES, MARK, BAR = 31, 170, 8.5, 4
SMALLEST_HEAD = 8.0
LEAST = 9.0  # px of words in a cell


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns lie."""

    columns: Sequence[MatrixColumn]
    box: Box
    names: float

    @property
    def step(self) -> float:
        """How wide a column is."""
        return (self.box.width - self.names) / max(1, len(self.columns))

    def at(self, i: int) -> float:
        """Where a column begins."""
        return self.box.x + self.names + i * self.step


def draw_matrix(pen: Pen, figure: Figure, box: Box) -> float:
    """The rows that fit, and how many contributors there are besides. Where it ends."""
    block: Block = figure.drawing.main
    names = min(
        NAMES * box.scale, max(width_of(row.name, box.face(13)) for row in [*block.rows, *block.foot]) + 14
    )
    grid = Grid(block.columns, box, names)
    y, rows, shown = _heads(pen, grid), [*block.rows, *block.more], 0
    room = float("inf") if box.height is None else box.y + box.height - box.face(13).line
    room -= sum(_high(grid, row) for row in block.foot)
    for row in rows:
        if y + _high(grid, row) > room:
            break
        y, shown = _row(pen, grid, row, y, 400), shown + 1
    if rest := len(rows) - shown + figure.drawing.left_out:
        more = ngettext("and {n} more contributor", "and {n} more contributors", rest)
        y = pen.lines(box.x, y + 3 * box.scale, [more], box.face(13, colour="ink-2"))
    for row in block.foot:
        y = _row(pen, grid, row, y, 600)
    return _rarer(pen, figure.drawing.rarer, box.lower(y))


def _rarer(pen: Pen, block: Block | None, box: Box) -> float:
    """The categories that have no column here, by name; in a picture of fixed height there is no room for them."""
    if not block or box.height is not None:
        return box.y
    names = listing([column.told for column in block.columns])
    said, face = _("In fewer hands, and not shown: {names}", names=names), box.face(13, colour="ink-2")
    return pen.lines(box.x, box.y + 6, wrapped(said, face, box.width), face)


def _heads(pen: Pen, grid: Grid) -> float:
    """The categories with their units, their feet on one line; as large as the longest word allows."""
    room, small = grid.step - 5, grid.box.face(10.5, colour="ink-3")
    bold = grid.box.face(11.5, 600, "ink-2")
    widest = max(
        (width_of(word, bold) for column in grid.columns for word in column.label.split()), default=1.0
    )
    bold = bold.sized(max(SMALLEST_HEAD, min(bold.size, bold.size * 0.98 * room / widest)))
    said = [
        (wrapped(column.label, bold, room), wrapped(column.unit_label, small, room))
        for column in grid.columns
    ]
    high = max((len(a) * bold.line * 0.9 + len(b) * small.line for a, b in said), default=0)
    for i, (label, unit) in enumerate(said):
        x = grid.at(i) + grid.step / 2
        y = grid.box.y + high - len(label) * bold.line * 0.9 - len(unit) * small.line
        for lines, face, line in ((label, bold, bold.line * 0.9), (unit, small, small.line)):
            for words in lines:
                pen.text(x, y + face.size, words, face, "middle")
                y += line
    y = grid.box.y + high + 4
    pen.line(grid.box.x, y, grid.box.right, y, "rule-2")
    return y


def _names(grid: Grid, row: MatrixRow, weight: int = 400) -> tuple[Face, list[str]]:
    face = grid.box.face(13, weight)
    return face, wrapped(row.name, face, grid.names - 10)


def _high(grid: Grid, row: MatrixRow) -> float:
    face, lines = _names(grid, row)
    return max(ROW * grid.box.scale, len(lines) * face.line + 8)


def _row(pen: Pen, grid: Grid, row: MatrixRow, y: float, weight: int) -> float:
    face, lines = _names(grid, row, weight)
    height = _high(grid, row)
    pen.lines(grid.box.x, y + (height - len(lines) * face.line) / 2, lines, face)
    cells: Mapping[tuple[str, str], MatrixCell] = row.cells
    for i, column in enumerate(grid.columns):
        if cell := cells.get(column.key):
            _cell(pen, cell, Box(grid.at(i) + 3, y, grid.step - 6, height, grid.box.scale))
        else:
            pen.text(
                grid.at(i) + grid.step / 2,
                y + height / 2 + 4,
                "·",
                grid.box.face(12, colour="ink-3"),
                "middle",
            )
    pen.line(grid.box.x, y + height, grid.box.right, y + height, "rule")
    return y + height


def _cell(pen: Pen, cell: MatrixCell, box: Box) -> None:
    assert box.height is not None
    words, face = _fitting(cell.text or cell.small, box, bold=bool(cell.text))
    codes = [code for code in (cell.code, *cell.marks) if code]
    size = MARK * box.scale
    taken = len(codes) * (size + 3) + width_of(words, face)
    lift = BAR * box.scale if cell.bar else 0
    x, middle = box.x + max(0.0, (box.width - taken) / 2), box.y + (box.height - lift) / 2
    for code in codes:
        mark(pen, code, x, middle - size / 2, size)
        x += size + 3
    pen.text(x, middle + face.size * 0.36, words, face)
    _bar(
        pen,
        cell,
        Box(box.x, box.y + box.height - (BAR + 2.5) * box.scale, box.width, BAR * box.scale, box.scale),
    )


def _fitting(words: str, box: Box, *, bold: bool) -> tuple[str, Face]:
    """Words as large as the cell allows; left to the mark where even that is too much."""
    face = box.face(12.5, 600) if bold else box.face(11, colour="ink-2")
    room = box.width - (MARK + 3) * box.scale
    wide = width_of(words, face)
    smaller = face.sized(max(LEAST * box.scale, face.size * min(1.0, room / wide if wide else 1.0)))
    return (words, smaller) if bold or width_of(words, smaller) <= room + 2 else ("", face)


def _bar(pen: Pen, cell: MatrixCell, box: Box) -> None:
    for part in cell.bar:
        x, width = box.x + part.x_percent * box.width / 100, part.width_percent * box.width / 100
        pen.rect(x, box.y, width, box.height or 0.0, part.code)
        if part.stale:
            pen.rect(x, box.y, width, box.height or 0.0, f"url(#{HATCH})")
