"""Reading an article for programs."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.articles.article import LONGEST
from app.articles.shapes import GIVEN, ArticleAnswer
from app.db import Database
from tests.articles.sample import PUBLISHED, TEXT
from tests.conftest import client_of

PATH = "/api/v1/articles"


@pytest.fixture(scope="module")
def program(seeded: Database) -> TestClient:
    """A program of the local editor; it changes nothing."""
    return client_of(seeded, local_editor=True)


def test_candidates_have_their_phrases_clues_and_what_the_record_knows(program: TestClient) -> None:
    answer = program.post(PATH, json={"text": TEXT, "published_on": PUBLISHED, "operation": "serval"})
    assert answer.status_code == 200, answer.text
    body = ArticleAnswer.model_validate_json(answer.content)
    assert body.count == len(body.items) > 5
    for item in body.items:
        assert item.phrase == TEXT[item.start : item.end]
        assert all(clue.words == TEXT[clue.start : clue.end] for clue in item.clues)
        assert item.operation
        assert item.known.words


def test_article_is_read_and_not_stored(program: TestClient, seeded: Database) -> None:
    def version() -> str:
        return program.get("/api/v1/pledges?limit=1").headers["x-data-version"]

    before = version()
    assert program.post(PATH, json=GIVEN).status_code == 200
    assert version() == before


@pytest.mark.parametrize(
    ("sent", "status", "place"),
    [
        ({}, 422, "/text"),
        ({"text": ""}, 422, "/text"),
        ({"text": "x" * (LONGEST + 1)}, 422, "/text"),
        ({"text": "x", "published_on": "Friday"}, 422, "/published_on"),
        ({"text": "x", "operation": "atlantis"}, 422, "/operation"),
        ({"text": "x", "colour": "blue"}, 422, "/colour"),
        ({"text": 7}, 422, "/text"),
        ([], 422, ""),
    ],
)
def test_bad_body_is_told_with_its_place(program: TestClient, sent: object, status: int, place: str) -> None:
    answer = program.post(PATH, json=sent)
    assert answer.status_code == status
    assert [error["pointer"] for error in answer.json()["errors"]] == [place]


def test_body_that_is_too_large_is_refused(program: TestClient) -> None:
    answer = program.post(PATH, json={"text": "x" * (10 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "10 MB" in answer.json()["detail"]


def test_text_of_an_article_is_for_editors(client: TestClient) -> None:
    assert client.post(PATH, json=GIVEN).status_code == 401
