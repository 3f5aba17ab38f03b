"""Who gives what: cells, their order, what folds away, and the words above."""

from __future__ import annotations

from typing import Any

import pytest

from app.figures.cuts import DRAWN
from app.figures.givers import Giver
from app.figures.matrix.charts import Addresses, Given, cell_of, matrix_of
from app.figures.matrix.schemas import Matrix, MatrixColumn
from app.figures.matrix.words import matrix_in_words, said_of_matrix
from app.figures.schemas import Numbers
from tests.figures.made import DAY, at_least, exactly, giver, numbers, up_to

TO = Addresses(
    lambda code: f"/c/{code}", lambda code, key: f"/p/{code}/{key[0]}/{key[1]}", lambda key: f"/p/{key[0]}"
)
TROOPS, PLANES, SPYING = ("troops", "people"), ("planes", "aircraft"), ("intelligence", "none")


def column(category: str, unit: str, group: str = "g") -> MatrixColumn:
    return MatrixColumn(category, unit, group, category.title(), unit)


def table(*given_: Given, columns: tuple[tuple[str, str], ...] = (TROOPS, PLANES, SPYING)) -> Matrix:
    return matrix_of(given_, [column(*key) for key in columns], TO, "Who gives what")


def troops(code: str, held: Numbers | None = None, **more: Any) -> Given:
    return Given(TROOPS, giver(code, held, **more))


def planes(code: str, held: Numbers | None = None, **more: Any) -> Given:
    return Given(PLANES, giver(code, held, unit="aircraft", **more))


def spying(code: str, **more: Any) -> Given:
    return Given(SPYING, giver(code, unit="none", **more))


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (giver("A", numbers(1400, 0, 1100)), ("deployed", "1,400", "of 2,500", "", [])),
        (giver("A", Numbers(committed=at_least(200))), ("committed", "200+", "", "", [])),
        (giver("A", Numbers(announced=up_to(24))), ("announced", "up to 24", "", "", [])),
        (giver("A", unknown=1, stages={"deployed": 1}), ("deployed", "", "", "not given", ["unquantified"])),
        (giver("A", numbers(5), unknown=1), ("deployed", "5", "", "+ not given", ["unquantified"])),
        (giver("A", stages={"declined": 1}), ("", "", "", "", ["declined"])),
        (giver("A", stages={"under_review": 1}, asked=1), ("", "", "", "", ["under_review"])),
        (giver("A", numbers(5), asked=1), ("deployed", "5", "", "", ["requested"])),
        (giver("A", unit="none", stages={"committed": 1}), ("committed", "", "", "", [])),
        (
            giver("A", stages={"committed": 1}, whole=exactly(3300)),
            ("committed", "", "", "by its members", []),
        ),
        (giver("A", stages={"closed": 2}), ("", "", "", "", ["closed"])),
    ],
)
def test_cell_shows_the_number_or_a_mark(held: Giver, shown: tuple[str, str, str, str, list[str]]) -> None:
    cell = cell_of(held, max(held.total.value, 1), "/p")
    assert (cell.code, cell.text, cell.of, cell.small, list(cell.marks)) == shown
    assert cell.words


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (giver("A", numbers(1400, 0, 1100)), "1,400 deployed and 1,100 announced"),
        (
            giver("A", Numbers(committed=at_least(200)), whole=at_least(230)),
            "at least 200 committed; not yet named, of 230+ in all",
        ),
        (giver("A", unknown=1, stages={"deployed": 1}), "deployed, number not given"),
        (giver("A", stages={"requested": 1}, asked=1), "asked, no promise"),
        (giver("A", unit="none", stages={"deployed": 1}), "being given"),
        (giver("A", stages={"closed": 2}), "Outcome not in this record"),
    ],
)
def test_cell_says_all_of_it_in_words(held: Giver, words: str) -> None:
    assert cell_of(held, 5000, "/p").words == words


def test_bar_is_a_share_of_the_largest_in_its_column() -> None:
    found = table(troops("A", numbers(30, 10)), troops("B", numbers(10)), planes("B", numbers(2)))
    bars = {
        row.key: {key: [(p.code, p.width_percent) for p in cell.bar] for key, cell in row.cells.items()}
        for row in found.rows
    }
    assert bars == {
        "B": {TROOPS: [("deployed", 25)], PLANES: [("deployed", 100)]},
        "A": {TROOPS: [("deployed", 75), ("committed", 25)]},
    }


def test_who_gives_in_most_categories_stands_first_then_who_gives_most_people() -> None:
    found = table(
        troops("FEW", numbers(1)),
        troops("MANY", numbers(900)),
        troops("BROAD", numbers(2)),
        spying("BROAD", stages={"deployed": 1}),
        troops("ASKED", asked=1, stages={"requested": 1}),
        troops("NO", stages={"declined": 1}),
        troops("BLOC", stages={"committed": 1}, whole=exactly(3300)),
    )
    assert [row.key for row in found.rows] == ["BROAD", "MANY", "FEW", "ASKED", "NO", "BLOC"]
    assert [(c.category, c.givers) for c in found.columns] == [
        ("troops", 3),
        ("planes", 0),
        ("intelligence", 1),
    ]


def test_feet_are_sums_of_one_unit_and_none_of_what_is_not_counted() -> None:
    found = table(
        troops("A", Numbers(at_least(200), announced=exactly(50)), unknown=1),
        troops("B", numbers(0, 30)),
        spying("B", stages={"deployed": 1}),
    )
    done, whole = found.foot
    assert {key: cell.text for key, cell in done.cells.items()} == {TROOPS: "200+"}
    assert {key: (cell.text, cell.words) for key, cell in whole.cells.items()} == {
        TROOPS: ("280+", "280+; 1 pledge without a number")
    }


def test_long_tables_fold_their_last_rows_and_rarest_columns() -> None:
    keys = tuple((f"c{i:02}", "people") for i in range(20))
    held = [
        Given(key, giver(f"G{n:03}", numbers(n + 1)))
        for i, key in enumerate(keys)
        for n in range(150)
        if n % (i + 1) == 0
    ]
    found = table(*held, columns=keys)
    assert (len(found.main.columns), len(found.main.rows), len(found.main.more)) == (16, 15, DRAWN - 15)
    assert found.rarer
    assert [c.category for c in found.rarer.columns] == ["c16", "c17", "c18", "c19"]
    assert all(cell for row in (*found.rarer.rows, *found.rarer.more) for cell in row.cells)
    assert table(*(one for one in held if one.key != keys[19]), columns=keys[:19]).rarer is None
    total = {key: sum(one.giver.total.value for one in held if one.key == key) for key in keys}
    assert {key: cell.text for key, cell in found.foot[1].cells.items()} == {
        k: f"{n:,}" for k, n in total.items()
    }


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (
            [
                troops("A", numbers(1)),
                planes("A", numbers(1)),
                troops("B", numbers(1)),
                spying("C", stages={"deployed": 1}),
            ],
            "A gave or promised help in 2 of 3 categories; 2 contributors in one alone",
        ),
        (
            [troops("A", numbers(1)), planes("A", numbers(1))],
            "A alone gave or promised help, in 2 categories",
        ),
        (
            [
                troops("A", numbers(1)),
                troops("B", unknown=1, stages={"announced": 1}),
                troops("C", stages={"declined": 1}),
            ],
            "Each of 2 contributors gave or promised help in one category alone",
        ),
        (
            [one(code, numbers(1)) for one in (troops, planes) for code in ("A", "B")],
            "A and B gave or promised help in each of 2 categories",
        ),
        (
            [troops("A", stages={"declined": 1}), troops("B", stages={"requested": 1}, asked=1)],
            "2 contributors were asked or declined; no help was in force",
        ),
        ([troops("A", stages={"declined": 1})], "1 contributor declined; no help was in force"),
        ([troops("A", stages={"ended": 1})], "No help was in force on this day"),
    ],
)
def test_title_says_what_the_table_shows(held: list[Given], said: str) -> None:
    assert said_of_matrix(held) == said


def test_sentence_names_the_category_of_most() -> None:
    held = [troops("A", numbers(1)), troops("B", numbers(1)), planes("A", numbers(1))]
    found = table(*held)
    assert matrix_in_words(held, found.columns, DAY) == (
        "On 17 January 2013, 2 contributors gave or promised help in 2 categories; the most, 2, in “Troops”."
    )
