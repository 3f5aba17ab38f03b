"""Recount this release: `python verify.py` in its folder. It needs Python 3.10 or newer and nothing else.

It compares every file with SHA256SUMS, walks the chain of revisions, reads the sheets, works out by the rules of
METHOD.md how each pledge stood on every day on which that can change, adds up, and compares. The first difference is
told, and the exit code is 1. None of this uses the software that made the release.
"""

import csv
import json
import sys
from collections import defaultdict
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

sys.dont_write_bytecode = True  # this folder never changes

from figures import Number, add  # noqa: E402 - after the line above
from reading import FOLDER, Different, Row, last_days, read_pledges, read_words, rows  # noqa: E402
from recount import STOCKS, Pledge, Standing, standing_on  # noqa: E402

NUMBERS = ("deployed", "committed", "announced", "delivered")
PLACES = ("operation", "contributor", "category")
GROUPINGS = (("operation",), ("contributor",), ("category",), ("operation", "contributor"))


def check_files() -> str:
    """Every file is the one that was released, and there is no other."""
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, _space, name in (line.partition("  ") for line in lines)}
    there = {str(path.relative_to(FOLDER).as_posix()) for path in FOLDER.rglob("*") if path.is_file()}
    for name in sorted(there ^ {*sums, "SHA256SUMS"}):
        raise Different(f"{name} is {'not in SHA256SUMS' if name in there else 'missing'}")
    for name, digest in sums.items():
        if digest_of(FOLDER / name) != digest:
            raise Different(f"{name} is not the file that was released: its SHA-256 is another")
    return f"SHA256SUMS: {len(sums)} files are those that were released"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file of any size."""
    found = sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            found.update(block)
    return found.hexdigest()


def check_chain() -> str:
    """Each revision's hash is made from the one before it and from all that it says."""
    previous, number = "0" * 64, 0
    for number, row in enumerate(rows("revisions.csv"), 1):
        said = {name: row[name] for name in ("actor", "action", "entity", "entity_key", "reason")}
        said |= {name: json.loads(row[name]) if row[name] else None for name in ("before", "after")}
        said |= {"number": number, "at": row["at"].replace("Z", "+00:00")}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        found = sha256(previous.encode() + text.encode()).hexdigest()
        if (row["number"], row["previous_hash"], row["hash"]) != (str(number), previous, found):
            raise Different(f"revisions.csv: revision {row['number']} does not follow from those before it")
        previous = found
    return f"revisions.csv: {number:,} revisions, each follows from the one before it"


def parts_of(pledges: dict[str, Pledge]) -> dict[str, list[Pledge]]:
    """The pledges that are part of each."""
    parts: dict[str, list[Pledge]] = defaultdict(list)
    for pledge in pledges.values():
        parts[pledge.part_of].append(pledge)
    return parts


def cell(value: object) -> str:
    """A value as a sheet writes it."""
    return "" if value is None else str(value)


def number_cells(name: str, number: Number | None) -> Row:
    """A number and its bounds as three cells."""
    return {
        f"{name}{end}": cell(n) for end, n in zip(("", "_low", "_high"), number or (None,) * 3, strict=True)
    }


def standing_row(standing: Standing) -> Row:
    """A standing as standings.csv writes it: what no source gives is empty, never 0."""
    given = {name: getattr(standing, name) for name in NUMBERS}
    if standing.unquantified:
        given = {name: number if number.value else None for name, number in given.items()}
    claim = None if standing.unquantified and not standing.claim else standing.claim
    own = {
        name: cell(getattr(standing, name))
        for name in ("stage", "pending", "unquantified", "promised", "stated_on")
    }
    row = own | {"claim": cell(claim)}
    for name, number in given.items():
        row |= number_cells(name, number)
    return row


def turns(pledge: Pledge, parts: list[Pledge], last_day: date | None) -> set[date]:
    """Every day on which its standing can become another one."""
    said = [statement for each in (pledge, *parts) for statement in each.statements]
    over = [day for day in (last_day, *(statement.until for statement in said)) if day and day < date.max]
    return {statement.day for statement in said} | {day + timedelta(days=1) for day in over}


def check_standings(pledges: dict[str, Pledge]) -> str:
    """standings.csv says of each pledge what is counted, on every day on which something can change."""
    stood: dict[str, list[Row]] = defaultdict(list)
    for row in rows("standings.csv"):
        stood[row["pledge"]].append(row)
    for key in sorted(stood.keys() ^ {key for key, pledge in pledges.items() if pledge.statements}):
        raise Different(
            f"standings.csv: {key} is {'there without a statement' if key in stood else 'missing'}"
        )
    parts, closes, n = parts_of(pledges), last_days(), 0
    for key, lines in stood.items():
        pledge, own = pledges[key], parts.get(key, [])
        first = min(statement.day for statement in pledge.statements)
        check_days(key, first, lines)
        days = turns(pledge, own, closes[pledge.operation]) | {
            date.fromisoformat(row["from_on"]) for row in lines
        }
        for day in sorted(day for day in days if day >= first):
            row = next(row for row in reversed(lines) if row["from_on"] <= day.isoformat())
            counted = standing_on(pledge, own, closes[pledge.operation], day)
            compare(f"standings.csv: {key} on {day}", standing_row(counted) if counted else {}, row)
            n += 1
    return f"standings.csv: {n:,} days of {len(stood):,} pledges, counted anew, agree"


def check_days(key: str, first: date, lines: list[Row]) -> None:
    """A pledge's standings follow one another from its first accepted statement on, without a gap or an end."""
    begins = [*(row["from_on"] for row in lines), ""]
    for begin, row, following in zip([first.isoformat(), *begins[1:]], lines, begins[1:], strict=False):
        if (row["from_on"], row["until_on"]) != (begin, following):
            raise Different(f"standings.csv: {key} stands from {begin} until {following or 'now'}, not {row}")


def totals_row(members: list[tuple[Pledge, Standing]]) -> Row:
    """The sums of some pledges of one unit. Soldiers who change operations would count twice as delivered."""
    standings = [standing for _pledge, standing in members]
    sums: dict[str, Number | None] = {name: add([getattr(s, name) for s in standings]) for name in NUMBERS}
    total = sum(s.deployed.value + s.committed.value + s.announced.value for s in standings)
    if members[0][0].unit in STOCKS and len({pledge.operation for pledge, _standing in members}) > 1:
        sums["delivered"] = None
    row = {
        "total": cell(total),
        "pledges": cell(len(members)),
        "unquantified": cell(sum(s.unquantified for s in standings)),
    }
    for name, number in sums.items():
        row |= number_cells(name, number)
    return row


def check_totals(pledges: dict[str, Pledge]) -> str:
    """Each row of totals.csv is the sum of its pledges, and every sum is there."""
    said = list(rows("totals.csv"))
    groups: dict[tuple[str, ...], list[tuple[Pledge, Standing]]] = defaultdict(list)
    parts, closes = parts_of(pledges), last_days()
    for day in sorted({date.fromisoformat(row["as_of"]) for row in said}):
        for pledge in pledges.values():
            if standing := standing_on(pledge, parts.get(pledge.key, []), closes[pledge.operation], day):
                for by in GROUPINGS:
                    place = (getattr(pledge, name) if name in by else "" for name in PLACES)
                    groups[day.isoformat(), *place, pledge.unit].append((pledge, standing))
    for row in said:
        place = (row["as_of"], *(row[name] for name in PLACES), row["unit"])
        if place not in groups:
            raise Different(f"totals.csv: there is nothing to add up for {', '.join(filter(None, place))}")
        compare(f"totals.csv: {', '.join(filter(None, place))}", totals_row(groups.pop(place)), row)
    for place in sorted(groups):
        raise Different(f"totals.csv: {', '.join(filter(None, place))} is missing")
    return f"totals.csv: {len(said):,} sums, counted anew, agree"


def compare(where: str, counted: Row, said: Row) -> None:
    """Different tells the first column that is not the same."""
    for column, value in counted.items():
        if said[column] != value:
            raise Different(
                f"{where}: {column} is {value or 'empty'}, the release says {said[column] or 'empty'}"
            )


def main() -> int:
    """Check everything; 0 where all agrees, else 1."""
    try:
        print(check_files())
        print(check_chain())
        pledges = read_pledges(read_words())
        print(check_standings(pledges))
        print(check_totals(pledges))
    except Different as difference:
        print(f"DIFFERENT: {difference}")
        return 1
    except (ArithmeticError, LookupError, OSError, ValueError, csv.Error) as error:
        print(f"DIFFERENT: it cannot be read as it was released ({type(error).__name__}: {error})")
        return 1
    print("This release agrees with itself.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
