"""How rows become pledges: names, keys that are made, columns that agree, parts."""

from pathlib import Path

import pytest

from .facts import one, record_of


def test_contributor_is_found_by_code_name_or_alias(tmp_path: Path) -> None:
    # an organisation's code wins over a country's alpha-2: AU is the African Union, AUS is Australia
    named = {"Ivory Coast": "CIV", "ci": "CIV", "AU": "AU", "AUS": "AUS", "CEDEAO": "ECOWAS", "FRA": "FRA"}
    for name, code in named.items():
        assert (
            one(tmp_path, "2013-01-17,announced", of=f"open,{name},troops,,").pledges["p"].contributor == code
        )
    with pytest.raises(ValueError, match=r"pledges.csv:2: contributor 'Atlantis'"):
        one(tmp_path, "2013-01-17,announced", of="open,Atlantis,troops,,")


def test_row_without_a_key_is_its_own_pledge(tmp_path: Path) -> None:
    row = ",open,FRA,troops,,,2013-01-17,deployed,5"
    assert list(record_of(tmp_path, row, row).pledges) == ["open-fra-troops", "open-fra-troops-2"]


def test_later_rows_may_leave_columns_empty_but_must_agree(tmp_path: Path) -> None:
    first = "p,open,FRA,troops,,,2013-01-17,deployed,5"
    record = record_of(tmp_path, first, "p,,,,,,2013-01-18,deployed,6")
    assert (len(record.pledges), len(record.pledges["p"].statements)) == (1, 2)
    with pytest.raises(ValueError, match="operation: rows of p say open and shut"):
        record_of(tmp_path, first, "p,shut,,,,,2013-01-18,deployed,6")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["p,open,FRA,troops,q,,2013,deployed,5"], "p: part_of 'q' is no pledge that can have parts"),
        (
            ["q,shut,ECOWAS,troops,,,2013,deployed,5", "p,open,FRA,troops,q,,2013,deployed,5"],
            "p: operation and unit must be those of q",
        ),
        (["p,peace,FRA,troops,,,2013,deployed,5"], "operation 'peace' is not in operations.csv"),
        (["p,open,FRA,tents,,,2013,deployed,5"], "category 'tents' is not in categories.csv"),
        (["p,open,FRA,troops,,,2013,sent,5"], "status 'sent': accepted are requested"),
    ],
)
def test_faults_are_named(tmp_path: Path, rows: list[str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        record_of(tmp_path, *rows)
