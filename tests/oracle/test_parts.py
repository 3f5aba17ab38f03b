"""An organisation's total and its members' shares, each number worked out by hand in a comment."""

from datetime import date
from pathlib import Path

from .facts import record_of
from .number import ZERO, Number
from .recount import Record, Standing, standing_on, totals

DAY = date(2013, 1, 17)
FORCE = "force,open,ECOWAS,troops,,,2013-01-17,committed,3300"
CHAD = "tcd,open,TCD,troops,,,2013-01-17,committed,2000"
MEMBERS = [
    f"{name},open,{name},troops,force,,2013-01-17,committed,{number}"
    for name, number in [
        ("NGA", 900),
        ("BFA", 500),
        ("NER", 500),
        ("SEN", 500),
        ("TGO", 500),
        ("BEN", 300),
        ("GIN", 144),
        ("GHA", 120),
    ]
]


def of(record: Record, key: str) -> Standing:
    standing = standing_on(record, key, DAY)
    assert standing is not None
    return standing


def committed(record: Record) -> dict[str, int]:
    rows = totals(record, operation="war", day=DAY, by=("contributor",))
    return {row["contributor"]: row["committed"] for row in rows}


def force_of(folder: Path, whole: list[str], *parts: list[str]) -> Record:
    """A record of the pledge `force` and its parts 0, 1, of what was said of each on DAY."""
    rows = [f"force,open,ECOWAS,troops,,,2013-01-17,{said}" for said in whole]
    for name, part in enumerate(parts):
        rows += [f"part{name},open,BEN,troops,force,,2013-01-17,{said}" for said in part]
    return record_of(folder, *rows)


def exactly(value: int) -> Number:
    return Number(value, value, value)


def test_worked_example_counts_members_once(tmp_path: Path) -> None:
    found = committed(record_of(tmp_path, FORCE, CHAD, *MEMBERS))
    # members 900+500+500+500+500+300+144+120 = 3,464, above 3,300: ECOWAS counts 0; with Chad 5,464
    assert (found["ECOWAS"], found["TCD"], sum(found.values())) == (0, 2000, 5464)


def test_without_the_members_rows_the_force_counts_whole(tmp_path: Path) -> None:
    # 3,300 + 2,000
    assert committed(record_of(tmp_path, FORCE, CHAD)) == {"ECOWAS": 3300, "TCD": 2000}


def test_without_nigeria_the_rest_is_not_yet_named(tmp_path: Path) -> None:
    record = record_of(tmp_path, FORCE, CHAD, *MEMBERS[1:])
    found = committed(record)
    # 3,464 - 900 = 2,564 named by members; 3,300 - 2,564 = 736 not yet named; with Chad 5,300
    assert (found["ECOWAS"], sum(found.values())) == (736, 5300)
    assert sum(found.values()) - found["ECOWAS"] - found["TCD"] == 2564
    # what ECOWAS says is still 3,300
    assert of(record, "force").claim == 3300


def test_part_refused_leaves_its_share_with_the_whole(tmp_path: Path) -> None:
    record = force_of(tmp_path, ["committed,3300"], ["declined"], ["announced,300"])
    # covers 0 and 300: 3,300 - 300
    assert of(record, "force").committed == exactly(3000)


def test_whole_and_parts_in_place_are_taken_off_each_other(tmp_path: Path) -> None:
    record = force_of(tmp_path, ["committed,1000", "deployed,600"], ["committed,500", "deployed,200"])
    # cover of the force 600 + 400 = 1,000, of its part 200 + 300 = 500: 500 remain
    # in place of the force 600 - 200 = 400, within 500; outstanding 400, but 500 - 400 = 100 remain
    force = of(record, "force")
    assert (force.deployed, force.committed) == (exactly(400), exactly(100))
    # delivered 600 - 200 = 400; in all 400 + 100 + 500 = 1,000, what the force has said
    assert (force.delivered, force.claim, force.stage) == (exactly(400), 1000, "deployed")
    assert [row["total"] for row in totals(record, operation="war", day=DAY, by=())] == [1000]


def test_part_that_delivered_more_than_is_in_place_covers_what_it_delivered(tmp_path: Path) -> None:
    record = force_of(tmp_path, ["committed,1000"], ["deployed,700", "ended,700"], ["deployed,400"])
    # the first part has gone home: cover 700 (delivered, larger than 0 in place); 1,000 - 700 - 400 < 0
    force = of(record, "force")
    assert (force.committed, force.deployed, force.delivered) == (ZERO, ZERO, ZERO)


def test_whole_that_delivered_more_than_is_in_place(tmp_path: Path) -> None:
    rows = ["deployed,900", "ended,900"]
    record = force_of(tmp_path, rows, ["deployed,300"])
    # ended: 0 in place; its delivered 900 less the part's 300 = 600
    force = of(record, "force")
    assert (force.stage, force.deployed, force.delivered) == ("ended", ZERO, exactly(600))


def test_parts_in_place_beyond_the_whole_leave_what_it_is_sure_of(tmp_path: Path) -> None:
    record = force_of(tmp_path, ["committed,1000", "deployed,300"], ["deployed,400"])
    # cover 300 + 700 = 1,000 less 400 = 600; in place 300 - 400 < 0; outstanding 700, but 600 remain
    force = of(record, "force")
    assert (force.deployed, force.committed, force.delivered) == (ZERO, exactly(600), ZERO)


def test_bounds_cross_over_and_an_open_one_stays_open(tmp_path: Path) -> None:
    record = force_of(tmp_path, ["committed,more than 200"], ["committed,up to 50"], ["committed,20"])
    # 200 - 70 = 130; low 200 - (50 + 20) = 130; high open. Outstanding is the smaller of 200.. and 130..
    assert of(record, "force").committed == Number(130, 130, None)
    surely = force_of(tmp_path, ["committed,200"], ["committed,more than 50"])
    # 200 - 50 = 150; more than 50 may be 200: low 0; high 200 - 50
    assert of(surely, "force").committed == Number(150, 0, 150)
