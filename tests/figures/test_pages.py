"""The dashboard as a page: its addresses, notices, links, and what stands in its head."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app.config import Settings
from app.db import Database
from app.main import create_app
from tests.conftest import LOCAL
from tests.figures.pages import Page

pytestmark = pytest.mark.slow


def shown(client: TestClient, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.text)


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("/?operation=serval", "/operations/serval"),
        ("/operations/serval?operation=mali", "/"),
        ("/operations/serval?operation=MINUSMA&category=personnel", "/operations/minusma?category=personnel"),
        # 17 January is only the day that Serval opens on: the UN mission has its own.
        ("/operations/serval?operation=minusma&as_of=2013-01-17", "/operations/minusma"),
        ("/operations/serval?operation=minusma&as_of=2013-03-01", "/operations/minusma?as_of=2013-03-01"),
        ("/operations/mali?operation=serval,afisma", "/?operation=serval,afisma"),
    ],
)
def test_choosing_another_operation_leads_to_it(client: TestClient, address: str, where: str) -> None:
    answer = client.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, where)


@pytest.mark.parametrize(
    "address", ["/?operation=mali", "/operations/serval?operation=serval", "/?operation=serval,afisma"]
)
def test_own_operation_is_drawn_where_it_is(client: TestClient, address: str) -> None:
    assert client.get(address, follow_redirects=False).status_code == 200


def test_unknown_operation_is_not_found(client: TestClient) -> None:
    assert client.get("/operations/nowhere").status_code == 404
    assert shown(client, "/operations/SERVAL").headline == shown(client, "/operations/serval").headline


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("foo=1", "foo"),
        ("as_of=2013-99-99", "2013-99-99"),
        ("category=nonsense", "nonsense"),
        ("category=nonsense,troops", "nonsense"),
        ("contributor=XX,FRA", "XX"),
        ("member_of=nobody", "nobody"),
        ("stage=sideways", "sideways"),
        ("source=999999", "999999"),
        ("sort=colour", "colour"),
        ("operation=nowhere", "nowhere"),
        ("recorded_by=yesterday", "yesterday"),
    ],
)
def test_what_is_not_understood_is_named_and_the_page_drawn(
    client: TestClient, query: str, named: str
) -> None:
    found = shown(client, f"/?{query}")
    assert [notice for notice in found.notices if named in notice]
    assert found.headline


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1", "as_of=", ""])
def test_what_means_nothing_is_no_matter(client: TestClient, query: str) -> None:
    found = shown(client, f"/?{query}")
    assert found.notices == []
    assert found.headline.startswith("Of 8,264 soldiers")


def test_value_that_is_understood_stays_chosen(client: TestClient) -> None:
    found = shown(client, "/?contributor=XX,FRA")
    assert (
        found.headline
        == "Of 2,500 soldiers promised by France for Mali by 17 January 2013, 1,400 were deployed"
    )


def test_page_has_an_etag_and_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/?as_of=2013-01-18").headers["etag"] != first.headers["etag"]


def test_head_names_the_page_and_its_data(client: TestClient) -> None:
    found = shown(client, "/?as_of=2013-02-15")
    links = dict(re.findall(r'<link rel="alternate" type="([^"]*)" href="([^"]*)"', found.text))
    assert set(links) == {"application/json", "text/csv"}
    for kind, link in links.items():
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
    assert f'<meta property="og:title" content="{found.headline}">' in found.text
    assert f'<meta name="description" content="{found.headline}. ' in found.text


def test_public_address_is_canonical(seeded: Database) -> None:
    configuration = Settings(database_url=seeded.url, public_url="https://muster.example/", _env_file=None)
    with TestClient(create_app(configuration), base_url=LOCAL) as client:
        text = client.get("/?as_of=2013-02-15").text
        opened = client.get("/?sort=-deployed&as_of=2013-01-17").text
    assert '<link rel="canonical" href="https://muster.example/?as_of=2013-02-15">' in text
    assert '<link rel="canonical" href="https://muster.example/">' in opened


def test_every_link_keeps_the_day(client: TestClient) -> None:
    found = shown(client, "/operations/serval?as_of=2013-03-01")
    inner = [
        href for href in found.hrefs() if re.match(r"/(pledges|contributors|operations|sources)[/?]", href)
    ]
    plain = {"/pledges/new", "/pledges.csv", "/sources", "/operations/serval"}
    assert inner
    # A feed goes on, whatever the day of the page.
    bare = [href for href in inner if "as_of=" not in href and not href.endswith((".atom", ".feed.json"))]
    assert not set(bare) - plain


def test_links_inside_the_site_work(client: TestClient) -> None:
    found = shown(client, "/?as_of=2013-02-15")
    leading = {
        re.sub(r"[?#].*", "", href): href
        for href in found.hrefs()
        if href.startswith("/") and "/static/" not in href and href != "/pledges/new"
    }
    broken = {href: client.get(href).status_code for href in leading.values()}
    assert {href: status for href, status in broken.items() if status != 200} == {}


def test_steps_lead_to_days_with_statements(client: TestClient) -> None:
    found = shown(client, "/")
    assert {"/?as_of=2013-01-16", "/?as_of=2013-01-18"} <= set(found.hrefs())


def test_nothing_found_is_a_sentence_and_a_way_out(client: TestClient) -> None:
    found = shown(client, "/?contributor=JPN&category=troops")
    assert found.headline == "No pledge matches these filters on 17 January 2013"
    assert "No pledge is what you asked for on this day" in found.text
    assert "data-chart" not in found.text
    assert "/?as_of=2013-01-17" in found.hrefs()


def test_day_after_the_record_leads_back(client: TestClient) -> None:
    found = shown(client, "/?as_of=2020-01-01")
    assert found.headline.startswith("This record follows Mali until 15 July 2014")
    assert {"/?as_of=2013-01-17", "/?as_of=2014-07-15"} <= set(found.hrefs())
    assert found.key_figures() == {}
    assert "down from" not in found.text


def test_record_that_ends_within_is_not_a_withdrawal(client: TestClient) -> None:
    found = shown(client, "/?as_of=2013-07-15")
    assert "The record of AFISMA and FATIM ends on 30 June 2013" in found.text
    assert "down from" not in found.text


def test_some_contributors_do_not_meet_a_requirement(client: TestClient) -> None:
    assert "requirements-data" in shown(client, "/").tables
    assert "requirements-data" not in shown(client, "/?contributor=NGA").tables
