"""Which row names the columns, and what each of them fills."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches

from app.i18n import _
from app.sheets.cleaning.aliases import COLUMNS, plain_name
from app.sheets.cleaning.mapping import PATTERN, Map, named_in
from app.sheets.columns import STATEMENTS
from app.sheets.faults import SheetError, SheetFault

# What a file with the bad rows of an import has beside the sheet's own columns.
OWN_COLUMNS = ("import_line", "import_reasons")
# Rows above the one that names the columns: a title, a date.
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Header:
    """The names in a file's columns; where each of ours comes from; what is left out.

    `places`: for each of our columns, the places of the file's that fill it, the first filled one counts. `patterns`:
    ours that are made of several. `spread`: the places of columns that are values, with what they stand for.
    """

    line: int
    names: list[str]
    places: dict[str, list[int]]
    patterns: dict[str, str] = field(default_factory=dict)
    spread: dict[int, str] = field(default_factory=dict)
    skips: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def by_name(self) -> dict[str, int]:
        """The place of each column by its plain name."""
        return {plain_name(name): place for place, name in reversed(list(enumerate(self.names)))}


def looks_like_header(cells: list[str], how: Map) -> bool:
    """Whether a row names enough of what a sheet must have."""
    names = {plain_name(cell) for cell in cells if cell}
    if how.reshapes:
        wanted = {
            plain_name(name) for texts in how.sources.values() for text in texts for name in named_in(text)
        }
        return len(names & wanted) * 2 >= len(wanted)
    found = {COLUMNS[name] for name in names if name in COLUMNS}
    return len(found.intersection(STATEMENTS.required)) >= 3


def read_header(file: str, line: int, cells: list[str], how: Map) -> Header:
    """The row that names the columns, understood. SheetError: what is missing, unknown or there twice."""
    names = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    header = _mapped(file, line, names, how) if how.reshapes else _aliased(file, line, names)
    faults = [*_faults_of_lack(file, line, header, how), *_faults_of_skips(file, line, header, how)]
    if faults:
        raise SheetError(faults)
    return header


def _aliased(file: str, line: int, names: list[str]) -> Header:
    header, faults = Header(line, names, {}), []
    for place, name in enumerate(names):
        ours = COLUMNS.get(plain_name(name))
        if not name or plain_name(name) in map(plain_name, OWN_COLUMNS):
            continue
        if ours is None:
            faults.append(SheetFault(file, line, "", name, _no_column(name)))
        elif ours in header.places:
            other = names[header.places[ours][0]]
            message = _(
                "this column is there twice: {other} stands for {column} too", other=other, column=ours
            )
            faults.append(SheetFault(file, line, "", name, message))
        else:
            header.places[ours] = [place]
            if plain_name(name) != plain_name(ours):
                header.renamed[name] = ours
    if faults:
        raise SheetError(faults)
    return header


def _no_column(name: str) -> str:
    near = [COLUMNS[found] for found in get_close_matches(plain_name(name), COLUMNS, n=2, cutoff=0.75)]
    if near:
        likely = ", ".join(dict.fromkeys(near))
        return _("this is no column of the sheet: did you mean {names}? A map can leave it out", names=likely)
    return _(
        "this is no column of the sheet: accepted columns are {names}; a map can rename or leave out others",
        names=", ".join(STATEMENTS.columns),
    )


def _mapped(file: str, line: int, names: list[str], how: Map) -> Header:
    header = Header(line, names, {})
    by_name = header.by_name
    faults = []
    for ours, texts in how.sources.items():
        wanted = [name for text in texts for name in named_in(text)]
        missing = [name for name in wanted if plain_name(name) not in by_name]
        is_pattern = bool(PATTERN.search(texts[0])) if texts else False
        if missing and (is_pattern or len(missing) == len(wanted)):
            message = _("the map takes {column} from here, but there is no such column", column=ours)
            faults += [SheetFault(file, line, ours, name, message) for name in missing]
        elif is_pattern:
            header.patterns[ours] = texts[0]
        else:
            header.places[ours] = [
                by_name[plain_name(name)] for name in wanted if plain_name(name) in by_name
            ]
    if how.spread:
        header.spread.update({p: n for p, n in enumerate(names) if how.spread.pattern.fullmatch(n[:200])})
        if not header.spread:
            message = _("no column's name fits the map's pattern for columns that are values")
            faults.append(SheetFault(file, line, "", how.spread.columns, message))
    if faults:
        raise SheetError(faults)
    used = {p for places in header.places.values() for p in places} | header.spread.keys()
    used |= {by_name[plain_name(name)] for text in header.patterns.values() for name in named_in(text)}
    header.left_out.extend(name for place, name in enumerate(names) if name and place not in used)
    return header


def _faults_of_lack(file: str, line: int, header: Header, how: Map) -> list[SheetFault]:
    there = {*header.places, *header.patterns, *how.constants}
    if how.spread:
        there |= {how.spread.name, how.spread.value}
    message = _("this column is missing and must be there")
    faults = [SheetFault(file, line, "", name, message) for name in STATEMENTS.required if name not in there]
    if not there.intersection(STATEMENTS.one_of):
        names = ", ".join(STATEMENTS.one_of)
        message = _("one of these columns must be there: {names}", names=names)
        faults.append(SheetFault(file, line, "", STATEMENTS.one_of[0], message))
    return faults


def _faults_of_skips(file: str, line: int, header: Header, how: Map) -> list[SheetFault]:
    faults = []
    for skip in how.skip:
        place = header.by_name.get(plain_name(skip.column))
        if place is None:
            message = _("the map leaves out rows by this column, but there is no such column")
            faults.append(SheetFault(file, line, "", skip.column, message))
        else:
            header.skips.append((place, skip.folded))
    return faults
