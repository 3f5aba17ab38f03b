"""What became of promises: small records worked out by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from .facts import one, record_of
from .kept import promises

DAY = date(2013, 3, 1)
NOTHING = {"pledges": 0, "in_full": 0, "withdrawn": 0, "unquantified": 0, "not_recorded": 0, "unpromised": 0}


def row(folder: Path, *said: str) -> dict[str, Any]:
    [found] = promises(one(folder, *said), operation="open", day=DAY)
    return found


@pytest.mark.parametrize(
    ("said", "counted", "promised", "delivered", "days"),
    [
        # 1,000 promised on the 1st, 600 there on the 11th: in part, after ten days
        (
            ("2013-01-01,committed,1000", "2013-01-11,deployed,600"),
            {"pledges": 1},
            1000,
            600,
            [10],
        ),
        # the last number promised counts, and the most that was there, though it went down to 400
        (
            (
                "2013-01-01,announced,500",
                "2013-01-02,committed,550",
                "2013-01-05,deployed,600",
                "2013-02-01,deployed,400",
            ),
            {"pledges": 1, "in_full": 1},
            550,
            600,
            [4],
        ),
        # promised after it was all there: no promise to keep
        (("2013-01-01,deployed,2", "2013-01-20,committed,1"), {"unpromised": 1}, 0, 0, []),
        # more was promised than there was: 1,100 came on top of 1,400
        (
            ("2013-01-11,deployed,1400", "2013-01-17,announced,2500", "2013-02-06,deployed,4000"),
            {"pledges": 1, "in_full": 1},
            2500,
            4000,
            [],
        ),
        (("2013-01-01,deployed,50",), {"unpromised": 1}, 0, 0, []),
        # silence, a passed last day too, is no outcome
        (("2013-01-01,committed,50,2013-01-31",), {"not_recorded": 1}, 0, 0, []),
        (("2013-01-01,committed,50", "2013-02-01,lapsed,"), {"pledges": 1, "withdrawn": 1}, 50, 0, []),
        (("2013-01-01,announced,50", "2013-02-01,declined,"), {"pledges": 1, "withdrawn": 1}, 50, 0, []),
        # a later yes takes the place of the no
        (
            ("2013-01-01,announced,50", "2013-01-09,declined,", "2013-02-01,committed,9"),
            {"not_recorded": 1},
            0,
            0,
            [],
        ),
        (("2013-01-01,committed,50", "2013-01-04,deployed,"), {"unquantified": 1}, 0, 0, [3]),
        (("2013-01-01,committed,", "2013-01-04,deployed,7"), {"unquantified": 1}, 0, 0, [3]),
        # ended short of what was promised
        (
            ("2013-01-01,committed,50", "2013-01-04,deployed,7", "2013-02-01,ended,"),
            {"pledges": 1},
            50,
            7,
            [3],
        ),
    ],
)
def test_outcome(
    tmp_path: Path,
    said: tuple[str, ...],
    counted: dict[str, int],
    promised: int,
    delivered: int,
    days: list[int],
) -> None:
    found = row(tmp_path, *said)
    assert {name: found[name] for name in NOTHING} == NOTHING | counted
    assert (found["promised"], found["delivered"], found["days"]) == (promised, delivered, days)


def test_refusal_alone_is_no_promise(tmp_path: Path) -> None:
    assert promises(one(tmp_path, "2013-01-01,declined,"), operation="open", day=DAY) == []


def test_whole_is_left_to_its_members(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        "w,open,ECOWAS,troops,,,2013-01-01,committed,3300",
        "w,,,,,,2013-01-20,deployed,900",
        "m,open,NGA,troops,w,,2013-01-10,committed,900",
    )
    before = promises(record, operation="open", day=date(2013, 1, 9))
    assert [(r["contributor"], r["not_recorded"]) for r in before] == [("ECOWAS", 1)]
    after = promises(record, operation="open", day=DAY)
    assert [(r["contributor"], r["not_recorded"]) for r in after] == [("NGA", 1)]
