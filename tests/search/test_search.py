"""Search on the real record: what is found, by which name, and that its counts are those of the lists."""

from datetime import date
from html import escape, unescape
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Connection
from starlette.testclient import TestClient

from app.db import Database
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.search.found import find
from app.search.kinds import CODES
from tests.api.support import get, walk
from tests.support.html_page import page_of

pytestmark = pytest.mark.slow
DAY = "2013-02-15"


def found(client: TestClient, q: str, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = get(client, "search", q=q, limit=1000, **query)["items"]
    return items


def keys(items: list[dict[str, Any]], kind: str) -> list[str]:
    return [item["key"] for item in items if item["kind"] == kind]


@pytest.mark.parametrize(
    "q",
    ["Cote d'Ivoire", "Ivory Coast", "Côte d’Ivoire", "COTE D'IVOIRE", "CIV", '"ivory coast"', "ivoire cote"],
)
def test_a_country_is_found_by_each_of_its_names(client: TestClient, q: str) -> None:
    items = found(client, q)
    assert items[0]["kind"] == "contributor"
    assert items[0]["key"] == "CIV"
    assert {"afisma-civ-troops", "minusma-civ"} & set(keys(items, "pledge"))


def test_the_other_name_is_told(client: TestClient) -> None:
    [country] = found(client, "ivory coast", kind="contributor")
    assert country["snippet"] == "Ivory Coast"


def test_as_institutions_write_a_country(client: TestClient) -> None:
    assert keys(found(client, "United Republic of Tanzania"), "contributor") == ["TZA"]


def test_what_is_called_exactly_so_comes_first(client: TestClient) -> None:
    items = found(client, "mali")
    assert keys(items, "contributor")[0] == "MLI"
    assert keys(items, "operation")[0] == "mali"
    # Words are found by their beginnings: Somalia is no Mali.
    assert "SOM" not in keys(items, "contributor")


def test_speakers_and_words_of_the_evidence_are_found(client: TestClient, seeded: Database) -> None:
    with seeded.reading() as reader:
        rows = _rows(reader, "SELECT id, speaker, evidence FROM statement WHERE retracted_at IS NULL")
    spoken = next(row for row in rows if row.speaker)
    quoted = next(row for row in rows if len(row.evidence.split()) > 6)
    assert str(spoken.id) in keys(found(client, spoken.speaker), "statement")
    words = " ".join(quoted.evidence.split()[1:5])
    assert str(quoted.id) in keys(found(client, words[:200]), "statement")


def _rows(reader: Connection, sql: str) -> Any:
    from sqlalchemy import text

    return reader.execute(text(sql)).all()


def test_a_statement_is_found_by_its_own_words_and_the_names_around_it(client: TestClient) -> None:
    on_wednesday = keys(found(client, "on wednesday"), "statement")
    of_chad = keys(found(client, "wednesday Chad troops"), "statement")
    assert set(of_chad) <= set(on_wednesday)
    assert of_chad
    # A name alone finds the pledge, not all that was ever said of it.
    items = found(client, "chad")
    assert (
        len(keys(items, "statement"))
        < len(get(client, "statements", contributor="TCD", limit=1000)["items"]) + 20
    )


@pytest.mark.parametrize(
    "q", ["chad", "transport aircraft", "C-17", "ivory coast", "hollande", "a", "hospital"]
)
@pytest.mark.parametrize("day", ["2013-01-10", DAY])
def test_counts_are_those_of_the_lists(client: TestClient, q: str, day: str) -> None:
    items = found(client, q, as_of=day)
    pledges = get(client, "pledges", q=q, as_of=day, limit=1000)
    assert keys(items, "pledge") == [row["key"] for row in pledges["items"]]
    assert len(keys(items, "source")) == get(client, "sources", q=q, as_of=day)["count"]
    assert len(keys(items, "contributor")) == get(client, "contributors", q=q, as_of=day)["count"]


def test_a_later_statement_is_not_found_on_an_earlier_day(client: TestClient) -> None:
    assert {item["on"] <= DAY for item in found(client, "troops", as_of=DAY, kind="statement")} == {True}


def test_pages_of_what_was_found_hold_everything_once(client: TestClient) -> None:
    whole = found(client, "france")
    paged = list(walk(client, "search", q="france", limit=7))
    assert paged == whole
    assert len({(item["kind"], item["key"]) for item in paged}) == len(paged) > 30


def test_the_best_of_each_kind(client: TestClient) -> None:
    answer = get(client, "search", q="france", each=2)
    kinds = [item["kind"] for item in answer["items"]]
    assert max(kinds.count(kind) for kind in CODES) == 2
    assert answer["next"] is None
    assert answer["count"] == get(client, "search", q="france", limit=1)["count"]


@pytest.mark.parametrize(
    "query", ["kind=person", "each=0", "each=99", "each=x", "cursor=x", "cursor=Wzk5LCAiIl0"]
)
def test_what_is_not_accepted_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/v1/search?q=chad&{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


@pytest.mark.parametrize("q", ["chad", "ivory coast", "transport aircraft", "a", "%", "_", "<b>", "\\"])
def test_the_page_shows_what_programs_get(client: TestClient, q: str) -> None:
    page = client.get("/search", params={"q": q, "as_of": DAY})
    assert page.status_code == 200
    items = found(client, q, as_of=DAY)
    shown = unescape(page.text)
    for kind in CODES:
        n = len(keys(items, kind))
        assert (f'id="{kind}-title"' in shown) == bool(n)
        if n:
            assert f'<span class="found-count">{n:,}</span>' in shown
    assert f'value="{escape(q)}"' in page.text


def test_all_pledges_leads_to_the_same_words_and_day(client: TestClient) -> None:
    page = page_of(client, f"/search?q=france&as_of={DAY}")
    n = get(client, "pledges", q="france", as_of=DAY)["count"]
    assert f"/pledges?q=france&as_of={DAY}" in page.main_links
    assert n > 6


@pytest.mark.parametrize(
    ("typed", "meant"), [("Frnce", "France"), ("Cote dIvoyre", "Ivoire"), ("Germny", "Germany")]
)
def test_near_names_are_offered_and_find_something(client: TestClient, typed: str, meant: str) -> None:
    text = client.get("/search", params={"q": typed}).text
    near = text.partition("Did you mean")[2].partition("</p>")[0]
    assert meant in unescape(near)
    for link in near.split('href="')[1:]:
        assert "Nothing found" not in client.get(unescape(link.partition('"')[0])).text


@pytest.mark.parametrize("q", ["", "  ", '""', "zzzzqqqq", "x" * 201, "a" * 200])
def test_nothing_typed_and_nothing_found_have_advice(client: TestClient, q: str) -> None:
    answer = client.get("/search", params={"q": q})
    assert answer.status_code == 200
    assert "Search the record" in answer.text


def test_every_page_has_the_search_on_its_first_screen_and_leads_to_it(client: TestClient) -> None:
    text = client.get("/sources").text
    head = text.partition('<div class="menu"')[0]
    assert '<form class="search" action="/search"' in head


def test_both_engines_find_the_same(any_seeded: Database, client: TestClient) -> None:
    for q in ("chad", "Côte d’Ivoire", "transport aircraft", "on wednesday"):
        with any_seeded.reading() as reader:
            scope = scope_of(reader, PledgeFilter(q=q, as_of=date(2013, 2, 15)))
            rows = find(reader, scope, CODES).rows
        assert [(row["kind"], row["title"]) for row in rows] == [
            (item["kind"], item["title"]) for item in found(client, q, as_of=DAY)
        ]


def test_a_long_name_in_an_address(client: TestClient) -> None:
    assert client.get("/search?q=" + quote("l’Union européenne")).status_code == 200
