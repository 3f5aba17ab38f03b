"""The list of addresses that the browser visits: it draws every template, each under the template it stands for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import Template
from starlette.testclient import TestClient

from app.config import ROOT
from app.web.templating import environment
from tests.browser.addresses import (
    ELSEWHERE,
    EMPTY,
    OF_COPIES,
    PAGES,
    REFUSED,
    SIGNED_IN,
    UNREACHED,
    page_templates,
    spoil,
    with_people,
)
from tests.conftest import client_of, copy_of, open_sqlite

pytestmark = pytest.mark.slow
Opened = Callable[[Path], TestClient]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The templates drawn so far, parts and macros included."""
    seen: set[str] = set()
    env = environment()
    # A template that was drawn before keeps the macros it took from others, and would not ask for them again.
    assert env.cache is not None
    env.cache.clear()
    found = env.get_template

    def get_template(name: str, *places: object) -> Template:
        seen.add(name)
        return found(name, *places)  # type: ignore[arg-type]

    monkeypatch.setattr(env, "get_template", get_template)
    return seen


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Starts the application on a file, as its local editor meets it."""
    databases = []

    def start(file: Path) -> TestClient:
        databases.append(open_sqlite(file))
        return client_of(databases[-1], local_editor=True)

    yield start
    for database in databases:
        database.close()


def test_every_page_is_in_the_list() -> None:
    listed = {*PAGES, *EMPTY, *SIGNED_IN, *(refused.template for refused in REFUSED), UNREACHED, *ELSEWHERE}
    assert listed == page_templates()


def test_each_address_draws_its_template_and_all_of_them_every_one(
    opened: Opened, drawn: set[str], seeded_file: Path, empty_file: Path, tmp_path: Path
) -> None:
    records = {
        "full": copy_of(seeded_file, _folder(tmp_path, "full")),
        "empty": copy_of(empty_file, tmp_path),
    }
    cookie = {"Cookie": f"muster={with_people(peopled := copy_of(seeded_file, _folder(tmp_path, 'people')))}"}
    everything: set[str] = set()
    for pages, file, headers in (
        (PAGES, records["full"], {}),
        (EMPTY, records["empty"], {}),
        (SIGNED_IN, peopled, cookie),
    ):
        with opened(file) as reader:
            for template, addresses in pages.items():
                for address in addresses:
                    drawn.clear()
                    assert reader.get(address, headers=headers).status_code == 200, address
                    assert template in drawn, address
                    everything |= drawn
    with opened(spoil(seeded_file, _folder(tmp_path, "spoilt"))) as reader:
        for refused in REFUSED:
            drawn.clear()
            answer = reader.get(refused.address, headers=dict(refused.headers))
            assert (answer.status_code, refused.template in drawn) == (refused.status, True), refused
            everything |= drawn
    folder = ROOT / "templates"
    templates = {str(file.relative_to(folder)) for file in folder.rglob("*.html")}
    assert templates - everything == {UNREACHED, OF_COPIES, *ELSEWHERE}


def _folder(path: Path, name: str) -> Path:
    (path / name).mkdir()
    return path / name
