"""What search engines read: which pages there are, which they need not ask for, and each page's one address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from app.config import Settings
from app.db import Database
from app.main import create_app
from app.system import sitemap
from tests.conftest import LOCAL

pytestmark = pytest.mark.slow

NAMES = {"s": sitemap.SCHEMA}
HERE = "https://muster.example"


@pytest.fixture
def public_client(seeded: Database) -> Iterator[TestClient]:
    settings = Settings(database_url=seeded.url, public_url=f"{HERE}/", _env_file=None)
    with TestClient(create_app(settings), base_url=LOCAL) as client:
        yield client


def listed(text: str, name: str = "url") -> list[str]:
    found = ET.fromstring(text).findall(f"s:{name}/s:loc", NAMES)  # noqa: S314 - our own
    return [str(one.text) for one in found]


def test_the_sitemap_names_every_page_at_its_public_address(public_client: TestClient) -> None:
    answer = public_client.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    pages = listed(answer.text)
    assert len(pages) == len(set(pages)) > 300
    assert all(page.startswith(f"{HERE}/") for page in pages)
    for path in (
        "/",
        "/operations/mali",
        "/contributors/FRA",
        "/pledges/serval-fra-troops",
        "/sources/1",
        "/data",
    ):
        assert HERE + path in pages
    private = ("/account", "/review", "/sign-in", "/people", "/proposals", "/new", "/edit/", "/search")
    assert [page for page in pages if any(part in f"{page}/" for part in private)] == []


def test_each_page_of_the_sitemap_says_it_is_its_own_address(public_client: TestClient) -> None:
    pages = listed(public_client.get("/sitemap.xml").text)
    for page in [*pages[:14], *pages[14::60]]:
        answer = public_client.get(page.removeprefix(HERE))
        assert answer.status_code == 200
        assert re.findall(r'<link rel="canonical" href="([^"]+)"', answer.text) == [page]


def test_many_pages_come_in_parts(public_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # At an address of its own: what is kept knows nothing of another MOST.
    whole = listed(public_client.get("/sitemap.xml?whole").text)
    monkeypatch.setattr(sitemap, "MOST", 200)
    parts = listed(public_client.get("/sitemap.xml").text, "sitemap")
    assert parts == [f"{HERE}/sitemap/{n}.xml" for n in range(1, -(-len(whole) // 200) + 1)]
    found = [page for part in parts for page in listed(public_client.get(part.removeprefix(HERE)).text)]
    assert found == whole
    for none in ("0", str(len(parts) + 1), "x"):
        assert public_client.get(f"/sitemap/{none}.xml").status_code == 404


def test_robots_are_told_of_the_sitemap(public_client: TestClient) -> None:
    answer = public_client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: {HERE}/sitemap.xml"
    assert "Disallow: /search" in lines


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/pledges?sort=-deployed&operation=serval&utm_source=x", "/pledges?operation=serval"),
        ("/contributors/FRA?as_of=2013-02-15", "/contributors/FRA?as_of=2013-02-15"),
        ("/pledges?operation=&colour=blue", "/pledges"),
        ("/method?as_of=2013-01-17", "/method"),
        ("/operations/serval?as_of=2013-01-17", "/operations/serval"),
        ("/operations/serval?as_of=2013-02-15", "/operations/serval?as_of=2013-02-15"),
        (
            "/pledges/serval-fra-troops?as_of=2013-01-17&recorded_by=2126-01-01T00:00:00Z",
            "/pledges/serval-fra-troops?as_of=2013-01-17&amp;recorded_by=2126-01-01T00:00:00Z",
        ),
    ],
)
def test_one_page_has_one_address(public_client: TestClient, asked: str, said: str) -> None:
    assert f'<link rel="canonical" href="{HERE}{said}">' in public_client.get(asked).text


DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/operations", "operation"),
        ("/pledges?operation=serval", "pledge"),
        ("/pledges/serval-fra-troops?as_of=2013-01-17", "France"),
        ("/sources/1", "."),
        ("/data", "free to take"),
        ("/changes", "Each day on which"),
    ],
)
def test_a_description_is_the_pages_own(public_client: TestClient, page: str, words: str) -> None:
    [said] = DESCRIPTION.findall(public_client.get(page).text)
    assert words in said
    assert "how we know: each figure" not in said


def test_feeds_are_found_from_their_pages_and_from_data(public_client: TestClient) -> None:
    data = public_client.get("/data").text
    for feed in (
        "/changes.atom",
        "/operations/serval/changes.atom",
        "/corrections.atom",
        "/changes.feed.json",
    ):
        assert f'href="{feed}"' in data
    for page in ("/operations/serval", "/contributors/FRA"):
        found = re.findall(
            r'<link rel="alternate" type="application/(?:atom|feed)\+\w+"[^>]*href="([^"]+)"',
            public_client.get(page).text,
        )
        assert found == [f"{page}/changes.atom", f"{page}/changes.feed.json"]
