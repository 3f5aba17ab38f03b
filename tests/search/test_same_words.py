"""Words are found the same on both engines, and as the pure functions say: beginnings, accents folded, no bad input."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, text, update

from app.db import Database
from app.models import Source
from app.models.columns import SO
from app.models.words import begins
from app.search.commands import rebuild_words
from app.system.check import words_missing
from app.text import begins_in, indexed, sought

TEXTS = (
    "Un C-17 pour la Côte d’Ivoire",
    "One C17, 1,400 soldiers and 3.5 tonnes",
    "Forces françaises: «l'opération» a commencé…",
    "2013-01-17 dispatch from N'Djamena / Tchad",
    "100 % of it_or_none; a\"b'c*d",
    "Łódź, Straße, ŒUVRE, ١٢ کمک 援助 2e5 0x1F 1e5kg x@y.org https://a-b.org/c_d?e=f",
    "",
    "AND OR NOT NEAR( fts_source folded:one",
    "fleurs de l'été",
)


@pytest.fixture
def sources(any_database: Database) -> Iterator[Connection]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        {"title": text or "-", "identity": str(n), "folded": indexed(text), "recorded_at": at}
        | {"language": "", "kind": "other", "version": 1}
        for n, text in enumerate(TEXTS)
    ]
    with any_database.writing() as session:
        session.execute(insert(Source), rows)
    with any_database.reading() as reader:
        yield reader


def found(reader: Connection, typed: str) -> set[str]:
    query = select(SO.identity).where(*(begins(SO, word) for word in sought(typed)))
    return set(reader.execute(query).scalars())


def expected(typed: str) -> set[str]:
    words = sought(typed)
    return {str(n) for n, text in enumerate(TEXTS) if all(begins_in(indexed(text), word) for word in words)}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(st.one_of(st.text(max_size=12), st.sampled_from(TEXTS), st.from_regex("[a-z0-9'*\"% -]{1,6}")))
@example('"')
@example("a AND")
@example("c-17 cot")
@example("1,400")
@example("ete")
@example("%_\\")
def test_any_words_are_found_as_the_pure_functions_say(sources: Connection, typed: str) -> None:
    typed = typed.replace("\0", "").encode("utf-8", "ignore").decode()
    assert found(sources, typed) == expected(typed)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("cote ivoire", {0}),
        ("Côte d'Iv", {0}),
        ("c17", {0, 1}),
        ("C-17", {0, 1}),
        ("1400", {1}),
        ("opera", {2}),
        ("ÉTÉ", {8}),
        ("2013-01", {3}),
        ("ndjam", {3}),
        ("strasse oeuv", {5}),
        ("%", set()),
        ("rder", set()),
    ],
)
def test_beginnings_accents_and_what_is_written_in_one(typed: str, texts: set[int]) -> None:
    assert expected(typed) == {str(n) for n in texts}


def test_an_index_that_lost_rows_is_noticed_and_made_again(database: Database) -> None:
    row = {"title": "Hercules", "identity": "0", "folded": "hercules", "kind": "other", "version": 1}
    with database.writing() as session:
        session.execute(insert(Source), [{**row, "language": "", "recorded_at": datetime.now(UTC)}])
        session.execute(text("INSERT INTO fts_source (fts_source) VALUES ('delete-all')"))
    with database.reading() as reader:
        assert [said.partition(":")[0] for said in words_missing(reader)] == ["source"]
    with database.writing() as session:
        rebuild_words(session)
    with database.reading() as reader:
        assert list(words_missing(reader)) == []
        assert found(reader, "hercul") == {"0"}


def test_words_that_change_are_found_anew(any_database: Database, sources: Connection) -> None:
    sources.close()
    with any_database.writing() as session:
        session.execute(update(Source).where(Source.identity == "0").values(folded=indexed("Hercules")))
        session.execute(delete(Source).where(Source.identity == "1"))
    with any_database.reading() as reader:
        assert found(reader, "c17") == set()
        assert found(reader, "hercul") == {"0"}
