"""Sums over pledges: units apart, open bounds, what has no number, and soldiers who change hats."""

from datetime import date
from pathlib import Path

import pytest

from .facts import one, record_of
from .recount import totals


def test_totals_keep_units_apart_and_say_what_has_no_number(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        "a,open,FRA,troops,,,2013-01-01,deployed,at least 750",
        "b,open,FRA,trainers,,,2013-01-01,announced,up to 40",
        "c,open,FRA,troops,,,2013-01-01,committed,",
        "d,open,FRA,airlift,,tonnes,2013-01-01,deployed,3",
    )
    people, tonnes = totals(record, operation="war", day=date(2013, 1, 1), by=("contributor",))
    assert people == {
        "contributor": "FRA",
        "unit": "people",
        # 750 or more of `a` alone; 0 to 40 of `b`; `c` has no number; the most in place is that of `a`
        "deployed": 750,
        "deployed_low": 750,
        "deployed_high": None,
        "committed": 0,
        "committed_low": 0,
        "committed_high": 0,
        "announced": 40,
        "announced_low": 0,
        "announced_high": 40,
        "delivered": 750,
        "delivered_low": 750,
        "delivered_high": None,
        "total": 790,
        "pledges": 3,
        "unquantified": 1,
        "stages": {"announced": 1, "committed": 1, "deployed": 1},
    }
    assert (tonnes["unit"], tonnes["total"], tonnes["stages"]) == ("tonnes", 3, {"deployed": 1})


def test_delivered_of_a_stock_is_not_summed_over_operations(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        "a,open,FRA,troops,,,2013-01-01,deployed,10",
        "b,shut,FRA,troops,,,2013-01-01,deployed,20",
        "c,open,FRA,airlift,,,2013-01-01,deployed,3",
        "d,shut,FRA,airlift,,,2013-01-01,deployed,4",
    )
    day = date(2013, 1, 1)
    people, sorties = totals(record, operation="war", day=day, by=())
    # 10 + 20 in place; who was ever in place may have changed hats; flights add up, 3 + 4
    assert (people["deployed"], people["delivered"], sorties["delivered"]) == (30, None, 7)
    assert [row["delivered"] for row in totals(record, operation="war", day=day, by=("operation",))] == [
        10,
        3,
        20,
        4,
    ]
    assert [row["delivered"] for row in totals(record, operation="open", day=day, by=("group",))] == [10, 3]


def test_unknown_operation_and_column_are_named(tmp_path: Path) -> None:
    record = one(tmp_path, "2013-01-01,deployed,10")
    with pytest.raises(ValueError, match="operation 'peace': accepted are war, open, shut, over"):
        totals(record, operation="peace", day=date(2013, 1, 1), by=())
    with pytest.raises(ValueError, match="by 'colour': accepted are contributor"):
        totals(record, operation="war", day=date(2013, 1, 1), by=("colour",))
