"""The handbook says what the program does, in both languages: what it names is there, and what is there is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from starlette.routing import compile_path
from starlette.testclient import TestClient

from app.accounts.permissions import PERMISSIONS
from app.cli import main
from app.config import Settings
from app.figures.registry import EMBEDDED
from app.pledges.filter import PledgeFilter
from app.sheets.columns import STATEMENTS
from app.system.documents import Document, make_document, read_document
from app.system.queries import HANDBOOK
from scripts import handbook
from scripts.catalogues import CATALOGUES, read
from tests.support.html_page import page_of
from tests.test_deploy import calls

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("index", *HANDBOOK)
TONGUES = ("en", "fr")
# Folders of a server, and what stands for some address.
ELSEWHERE = ("/etc/", "/opt/", "/var/", "/static", "/history", "/embed/", "/proposals/...", "/xx/")
FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(page: str, tongue: str = "en") -> str:
    ending = ".md" if tongue == "en" else f".{tongue}.md"
    return (DOCS / "handbook" / (page + ending)).read_text(encoding="utf-8")


def whole(tongue: str) -> str:
    return "\n".join(text_of(page, tongue) for page in PAGES)


# What is there is named


def test_settings_and_commands_are_told_once() -> None:
    again = "run `python -m scripts.handbook`"
    assert text_of("reference") == handbook.reference(), again
    readme = handbook.README.read_text(encoding="utf-8")
    assert readme == handbook.readme(readme), again


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_setting_and_command_is_named(tongue: str) -> None:
    words = whole(tongue)
    settings = {f"MUSTER_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"MUSTER_[A-Z_]+", words)) == settings
    operator = text_of("operator", tongue)
    assert [
        name for name in settings if name not in operator and f"`{name}`" not in text_of("reference", tongue)
    ] == []
    for usage, _command in handbook.commands():
        assert f"## {' '.join(usage.split()[: 2 + (usage.split()[1] in ('user', 'token'))])}\n" in words


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_family_of_addresses_is_named(tongue: str) -> None:
    words = whole(tongue)
    families = {re.split(r"[/.]", path.lstrip("/."))[0] for _method, path in PERMISSIONS}
    assert [name for name in families if name and not re.search(rf"`[^`]*/\.?{name}\b", words)] == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_column_of_the_sheet_is_told_in_its_order(tongue: str) -> None:
    told = re.findall(r"^\| `(\w+)` \|", text_of("editor", tongue), re.MULTILINE)
    assert tuple(told) == STATEMENTS.columns


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_chart_and_parameter_of_the_filter_is_named(tongue: str) -> None:
    words = text_of("reader", tongue)
    assert [chart for chart in EMBEDDED if f"`{chart}`" not in words] == []
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", words, re.MULTILINE))))
    assert told == {field.name for field in fields(PledgeFilter)}


# What is named is there


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_command_line_is_one_that_the_program_takes(
    tongue: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = list(command_lines(whole(tongue)))
    assert len(lines) > 40
    for words in lines:
        name, *given = words.split()
        for each in given:
            if "/" in each or "." in each or each == "seeds":
                _make(tmp_path / each)
        if given or name not in main.commands:
            calls(words)


def command_lines(words: str) -> Iterator[str]:
    """Each `muster ...` of an example, or in a sentence with what it is given; not what stands for something."""
    shown = "\n".join(FENCE.findall(words))
    yield from re.findall(r"^(?:[A-Z_]+=\S+ |sudo .* \.venv/bin/)?muster (.+)$", shown, re.MULTILINE)
    yield from (
        line for line in re.findall(r"`muster ([^`]+)`", words) if not re.search(r"[A-Z]|user$|token$", line)
    )


def _make(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch() if place.suffix else place.mkdir(exist_ok=True)


def test_every_target_of_make_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (DOCS.parent / "Makefile").read_text(), re.MULTILINE)) | {
        "lint"
    }
    for tongue in TONGUES:
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", whole(tongue), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", ["reader", "editor"])
def test_words_of_buttons_are_those_of_the_program(page: str, said: dict[str, str]) -> None:
    english, french = bold(text_of(page)), bold(text_of(page, "fr"))
    assert [words for words in english if words not in said] == []
    assert [words for words in french if words not in said.values()] == []
    assert len(english) == len(french) > 5


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What the program says, in English and in French (tests/test_catalogues.py holds it complete)."""
    catalogue = read(CATALOGUES / "fr" / "LC_MESSAGES" / "messages.po", "fr")
    return {message.id: plain(str(message.string)) for message in catalogue if isinstance(message.id, str)}


def bold(words: str) -> list[str]:
    return [plain(found) for found in re.findall(r"\*\*(.+?)\*\*", words, re.DOTALL)]


def plain(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("tongue", TONGUES)
def test_messages_that_are_explained_are_said_by_the_program(tongue: str, said: dict[str, str]) -> None:
    [table] = re.findall(r"\| message \|.*\n\|[-|]+\n((?:\|.*\n)+)", text_of("operator", tongue))
    told = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)
    assert len(told) > 12
    assert [words for words in told if not any(words in message for message in said)] == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_file_it_names_is_there(tongue: str) -> None:
    named = set(
        re.findall(
            r"`((?:app|tests|docs|templates|locale|migrations|scripts|seeds|deploy)/[^`* ]+)`", whole(tongue)
        )
    )
    assert len(named) > 15
    assert [name for name in named if not (DOCS.parent / name).exists()] == []


def test_what_an_operator_sends_and_watches_is_there(editor: TestClient) -> None:
    [sent] = re.findall(r"--data '(.*?)'\n", text_of("operator"), re.DOTALL)
    answer = editor.post("/api/v1/pledges", json=json.loads(sent))
    assert answer.status_code == 201, answer.text
    assert "CC-130J" in editor.get("/pledges?q=Hercules&as_of=2013-01-18").text
    served = set(re.findall(r"^# TYPE (muster_\w+) ", editor.get("/metrics").text, re.MULTILINE))
    for tongue in TONGUES:
        told = re.findall(r"^\| `(muster_\w+)` \|", text_of("operator", tongue), re.MULTILINE)
        assert set(told) == {name for name in served if not name.endswith("_created")}


# One handbook in two languages


def documents(tongue: str) -> dict[str, Document]:
    return {page: read_document(f"handbook/{page}", tongue) for page in PAGES}


def test_both_languages_have_the_same_parts() -> None:
    for page, english in documents("en").items():
        french = read_document(f"handbook/{page}", "fr")
        assert french.language == "fr"
        assert [anchor for anchor, _name in french.sections] == [anchor for anchor, _name in english.sections]
        assert len({anchor for anchor, _name in english.sections}) == len(english.sections)
        for mark in ("<li>", "<tr ", "<pre ", "<ol>"):
            assert french.body.count(mark) == english.body.count(mark), (page, mark)
        assert FENCE.findall(text_of(page, "fr")) == FENCE.findall(text_of(page)), page
        assert codes_of_rows(text_of(page, "fr")) == codes_of_rows(text_of(page)), page


def codes_of_rows(words: str) -> list[str]:
    """What each row of a table is about, where that is a code."""
    return re.findall(r"^\| (`[^|]*`)(?: [^|]*)?\|", words, re.MULTILINE)


def test_french_has_its_own_spaces_and_signs() -> None:
    for page in PAGES:
        prose = re.sub(r"^```.*?^```$|`[^`]*`", "`", text_of(page, "fr"), flags=re.MULTILINE | re.DOTALL)
        assert re.findall(r".* [;:?!»](?:[\s\])*|]|$)|.*« .*|.*\w'\w.*", prose, re.MULTILINE) == [], page


def test_the_contents_lead_to_every_section() -> None:
    for tongue in TONGUES:
        listed = set(re.findall(r'href="/help/(\w+#[^"]+)"', documents(tongue)["index"].body))
        wanted = {
            f"{page}#{anchor}"
            for page, document in documents(tongue).items()
            if page not in ("index", "reference")
            for anchor, _name in document.sections
        }
        assert listed == wanted


# On the site


def test_every_link_and_anchor_leads_somewhere(client: TestClient) -> None:
    ids: dict[str, list[str]] = {}
    for page, document in documents("en").items():
        french = documents("fr")[page]
        links = re.findall(r'<a href="([^"]*)">(?!<code>)', document.body)
        assert sorted(links) == sorted(re.findall(r'<a href="([^"]*)">(?!<code>)', french.body)), page
        for link in links:
            address, _sign, anchor = link.partition("#")
            address = address or f"/help/{page}"
            ids.setdefault(address, page_of(client, address).ids if address not in ids else [])
            assert not anchor or anchor in ids[address], (page, link)
    assert {"/method", "/import/help", *(f"/help/{page}" for page in HANDBOOK)} == set(ids)


def test_pages_lead_to_sections_that_are_there() -> None:
    templates = (DOCS.parent / "templates").rglob("*.html")
    asked = [found for file in templates for found in re.findall(r'help="(.+?)#(.+?)"', file.read_text())]
    assert len(asked) > 15
    sections = {
        (page, anchor) for page, document in documents("en").items() for anchor, _name in document.sections
    }
    assert set(asked) <= sections


def test_every_address_it_names_is_answered() -> None:
    routes = [compile_path(path)[0] for _method, path in PERMISSIONS]
    for tongue in TONGUES:
        named = re.findall(r"`(/[a-z.][^`?\s]*)(?:\?[^`]*)?`", whole(tongue))
        on_the_site = [path for path in named if not path.startswith(ELSEWHERE)]
        assert len(on_the_site) > 60
        assert [path for path in on_the_site if not any(route.match(path) for route in routes)] == []


def test_its_pages_are_found(client: TestClient) -> None:
    sitemap = client.get("/sitemap.xml").text
    assert all(f"{path}</loc>" in sitemap for path in ("/help", *(f"/help/{page}" for page in HANDBOOK)))
    french = page_of(client, "/fr/help/reader")
    assert french.title == "Lire le registre"
    assert {"/fr/help", "/fr/help/editor", "/fr/method#words", "#filters", "/fr/pledges"} <= set(french.links)
    assert client.get("/help/nothing").status_code == 404
    described = re.findall(r'<meta name="description" content="([^"]+)"', client.get("/help/reader").text)
    assert described[0].startswith("How to read a figure")


def test_what_has_no_page_is_named_without_a_link() -> None:
    body = make_document(
        "# A\n\n[b](../../deploy/Caddyfile) [c](reader.md#x) `2013-01-17`\n", name="handbook/a"
    ).body
    assert body == '<p>b <a href="/help/reader#x">c</a> <code>2013-01-17</code></p>\n'
