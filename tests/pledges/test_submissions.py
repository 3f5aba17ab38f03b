"""What is sent twice is written once, on both engines, however many send it at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.db import Database
from app.ledger.change import Change, changing
from app.models import Submission
from app.pledges.submissions import Resent, fingerprint_of, once


def write(database: Database, submission: str, content: str, made: list[str]) -> str:
    """One sending: what it makes is noted in `made`."""
    with changing(database, "test") as change:
        return once(change, submission, fingerprint_of(content), lambda: made_by(change, made))


def made_by(change: Change, made: list[str]) -> str:
    made.append(f"{change.actor}-{len(made) + 1}")
    return made[-1]


def test_twenty_sendings_at_once_make_one(any_database: Database) -> None:
    made: list[str] = []
    with ThreadPoolExecutor(20) as many:
        keys = list(many.map(lambda _n: write(any_database, "form:a", "x", made), range(20)))
    assert made == ["test-1"]
    assert keys == ["test-1"] * 20


def test_another_sending_makes_another(database: Database) -> None:
    made: list[str] = []
    assert [write(database, name, "x", made) for name in ("form:a", "form:b", "api:a")] == [
        "test-1",
        "test-2",
        "test-3",
    ]


def test_same_name_with_other_content_is_refused_with_what_came_of_it(database: Database) -> None:
    made: list[str] = []
    write(database, "form:a", "x", made)
    with pytest.raises(Resent) as refused:
        write(database, "form:a", "y", made)
    assert refused.value.pledge_key == "test-1"
    assert made == ["test-1"]


def test_sending_without_a_name_is_always_written(database: Database) -> None:
    made: list[str] = []
    assert write(database, "", "x", made) != write(database, "", "x", made)


def test_sending_that_failed_can_be_sent_again(database: Database) -> None:
    def fail() -> str:
        raise ValueError("not this time")

    with pytest.raises(ValueError, match="not this time"), changing(database, "test") as change:
        once(change, "form:a", fingerprint_of("x"), fail)
    with database.reading() as reader:
        assert reader.execute(select(func.count()).select_from(Submission)).scalar_one() == 0
    assert write(database, "form:a", "x", []) == "test-1"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (({"a": 1, "b": 2},), ({"b": 2, "a": 1},), True),
        (("/pledges", {"a": 1}), ("/statements", {"a": 1}), False),
        (({"a": "1"},), ({"a": 1},), False),
        (("\ud800",), ("\ud801",), False),
    ],
)
def test_fingerprint_is_of_the_content_and_not_of_its_order(
    one: tuple[object, ...], other: tuple[object, ...], alike: bool
) -> None:
    assert (fingerprint_of(*one) == fingerprint_of(*other)) is alike
