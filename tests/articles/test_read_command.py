"""`muster read`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.db import Database

TEXT = "The war in Mali goes on. On Wednesday Chad said it would send 2,000 troops to Mali."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return path


def muster(seeded: Database, *words: object, text: str = "") -> Result:
    settings = {"MUSTER_DATABASE_URL": seeded.url}
    return CliRunner(env=settings).invoke(main, ["read", *map(str, words)], input=text, prog_name="muster")


def test_read_prints_each_statement_with_its_phrase(seeded: Database, article: Path) -> None:
    result = muster(seeded, article, "--published", "2013-01-17")
    assert (result.exit_code, result.stderr) == (0, "1 statement may be in it.\n")
    assert result.stdout == (
        "  1  TCD  fatim  troops  2,000  committed  2013-01-16\n"
        '     "On Wednesday Chad said it would send 2,000 troops to Mali"\n'
    )


def test_read_as_json_says_which_words_made_what(seeded: Database) -> None:
    result = muster(seeded, "-", "--operation", "afisma", "--json", text=TEXT)
    (found,) = json.loads(result.stdout)
    assert (found["operation"], found["contributor"], found["quantity"]) == ("afisma", "TCD", "2,000")
    status = next(clue for clue in found["clues"] if clue["field"] == "status")
    assert TEXT[status["start"] : status["end"]] == status["words"] == "would send"


def test_read_of_an_article_without_statements_says_so(seeded: Database) -> None:
    result = muster(seeded, "-", text="It rained.")
    assert (result.exit_code, result.stdout, result.exception) == (0, "", None)
    assert result.stderr == "No statement was found in it.\n"


def test_read_of_what_is_no_text_is_a_problem(seeded: Database, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    result = muster(seeded, tmp_path / "picture.png")
    assert result.exit_code == 1
    assert "picture.png is no text in UTF-8 (byte 1 cannot be read)" in result.stderr


@pytest.mark.parametrize("words", [("--operation", "nowhere"), ("--published", "last week"), ("--loud",)])
def test_read_with_a_wrong_option_is_wrong_usage(
    seeded: Database, article: Path, words: tuple[str, ...]
) -> None:
    result = muster(seeded, article, *words)
    assert result.exit_code == 2
    assert words[-1] in result.stderr
