"""What Muster says in other languages: all of it, with the same values in it, and the spaces of the language."""

import ast
import string
from pathlib import Path
from typing import TypeGuard

import pytest
from babel.messages.catalog import Catalog, Message

from app.config import ROOT
from scripts.catalogues import CATALOGUES, TONGUES, french, is_whole, read, texts


@pytest.fixture(scope="module")
def said() -> set[object]:
    """All texts, as the program has them."""
    return {message.id for message in texts() if message.id}


@pytest.fixture(scope="module", params=TONGUES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read(CATALOGUES / request.param / "LC_MESSAGES" / "messages.po", request.param)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)


def values(text: str) -> set[str]:
    """The names that a text leaves open."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_every_text_has_its_translation_and_no_other(catalogue: Catalog, said: set[object]) -> None:
    known = {message.id: message for message in catalogue if message.id}
    assert len(said) > 2000
    assert said - known.keys() == set(), "run `make catalogues`, and translate what is new"
    assert known.keys() - said == set(), "run `make catalogues`"
    assert [message.id for message in known.values() if message.fuzzy or not is_whole(message)] == []


def test_a_translation_has_the_values_of_its_text(catalogue: Catalog) -> None:
    wrong = []
    for message in catalogue:
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        allowed, needed = set().union(*map(values, ids)), set.intersection(*map(values, ids)) - {"n"}
        wrong += [form for form in forms(message) if message.id and not needed <= values(form) <= allowed]
    assert wrong == []


def test_french_has_its_own_spaces_and_signs() -> None:
    catalogue = read(CATALOGUES / "fr" / "LC_MESSAGES" / "messages.po", "fr")
    said = [form for message in catalogue if message.id for form in forms(message)]
    assert [form for form in said if french(form) != form] == [], "run `make catalogues`"
    assert [
        form for form in said if "'" in form and "{" not in form and "`" not in form and "MUSTER" not in form
    ] == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Qui ?", "Qui\u202f?"),
        ("France : 2 500", "France\u202f: 2 500"),
        ("« oui »", "«\u202foui\u202f»"),
        ("18 %", "18\u00a0%"),
        ("{n}% ; non", "{n}\u00a0%\u202f; non"),
        ("à 10:00, https://example.org/?a=1", "à 10:00, https://example.org/?a=1"),
    ],
)
def test_spaces_are_put_right(typed: str, printed: str) -> None:
    assert french(typed) == french(french(typed)) == printed


def test_every_text_can_be_found_by_whoever_collects_them() -> None:
    """A text inside an f-string, or one that is put together, is in no catalogue."""
    hidden = []
    for file in sorted(Path(ROOT, "app").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inside = [c for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for c in ast.walk(node)]
        said = [node for node in inside if _says(node)]
        said += [
            node for node in ast.walk(tree) if _says(node) and not isinstance(node.args[0], ast.Constant)
        ]
        hidden += [f"{file.relative_to(ROOT)}:{node.lineno}" for node in said]
    assert hidden == []


def _says(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
    )
