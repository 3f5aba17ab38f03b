"""Every printed form of a quantity, and what is refused."""

from pathlib import Path

import pytest

from .facts import one
from .number import ZERO, Number, read_quantity


def exactly(value: int) -> Number:
    return Number(value, value, value)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("1400", exactly(1400)),
        ("1,400", exactly(1400)),
        ("about 50", exactly(50)),
        ("more than 200", Number(200, 200, None)),
        ("over 200", Number(200, 200, None)),
        ("at least 750", Number(750, 750, None)),
        ("up to 40", Number(40, 0, 40)),
        ("at most 40", Number(40, 0, 40)),
        ("900-1,200", Number(900, 900, 1200)),
        ("at least 0", ZERO),  # a number that is 0 has bounds 0 and 0
        ("undisclosed", None),
        ("", None),
    ],
)
def test_printed_quantity_has_figure_and_bounds(printed: str, number: Number | None) -> None:
    assert read_quantity(printed) == number


@pytest.mark.parametrize("printed", ["1.400", "some", "1200-900", "-5", "1,40"])
def test_other_forms_are_refused_with_what_is_accepted(tmp_path: Path, printed: str) -> None:
    with pytest.raises(ValueError, match=r"pledges.csv:2: quantity .*accepted are 1400"):
        one(tmp_path, f'2013-01-17,deployed,"{printed}"')
