"""The sources' pages, on the real record."""

import pytest
from starlette.testclient import TestClient

from tests.support.html_page import HtmlPage, broken_links, page_of

pytestmark = pytest.mark.slow

ARTICLE = "[France's appeal for more troops in Mali falling on deaf ears]"


@pytest.fixture
def article(client: TestClient) -> int:
    """The number of the founding article."""
    items = client.get("/api/v1/sources?limit=1000").json()["items"]
    [number] = [item["id"] for item in items if item["title"] == ARTICLE]
    return int(number)


# The list


def test_every_source_is_there_once_newest_first(client: TestClient) -> None:
    items = client.get("/api/v1/sources?limit=1000").json()["items"]
    seen: list[str] = []
    address: str | None = "/sources"
    while address:
        shown = page_of(client, address)
        seen += [row["Source"].links[0] for row in shown.tables[0].rows]
        address = next((link for link in shown.links if "cursor=" in link), None)
    assert sorted(seen) == sorted(f"/sources/{item['id']}" for item in items)
    days = {f"/sources/{item['id']}": item["published_on"] or "" for item in items}
    assert [days[link] for link in seen] == sorted(days.values(), reverse=True)


def test_each_says_how_many_statements_rest_on_it(client: TestClient, article: int) -> None:
    row = page_of(client, "/sources?q=deaf ears").tables[0].find("Source", ARTICLE)
    api = client.get(f"/api/v1/sources/{article}").json()
    assert row["Statements"].text == str(api["statements"]) == "25"
    assert row["Publisher"].text == "The Globe and Mail"
    assert row["Published"].text == "17 Jan 2013"


def test_a_kind_is_all_there_is(client: TestClient) -> None:
    shown = page_of(client, "/sources?kind=parliament")
    assert {row["Kind"].text for row in shown.tables[0].rows} == {"parliament"}
    items = client.get("/api/v1/sources?limit=1000").json()["items"]
    assert len(shown.tables[0].rows) == sum(item["kind"] == "parliament" for item in items) > 0


def test_a_day_keeps_what_was_published_by_then(client: TestClient) -> None:
    shown = page_of(client, "/sources?as_of=2013-01-12")
    assert "published by 12 January 2013" in shown.text
    assert len(shown.tables[0].rows) < 50
    assert all("as_of=2013-01-12" in row["Source"].links[0] for row in shown.tables[0].rows)


def test_sorting(client: TestClient) -> None:
    table = page_of(client, "/sources?sort=-statements").tables[0]
    counts = [int(row["Statements"].text) for row in table.rows]
    assert counts == sorted(counts, reverse=True)
    items = client.get("/api/v1/sources?limit=1000").json()["items"]
    assert counts[0] == max(item["statements"] for item in items)
    assert table.sorted == {"Statements": "descending"}


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("kind=gossip", "kind 'gossip' is no kind"),
        ("sort=x", "sort 'x'"),
        ("cursor=x", "cursor is not a place"),
    ],
)
def test_what_is_not_understood_is_named(client: TestClient, query: str, notice: str) -> None:
    shown = page_of(client, f"/sources?{query}")
    assert f"Left out: {notice}" in shown.notices
    assert len(shown.tables[0].rows) == 50


def test_nothing_found_says_what_to_change(client: TestClient) -> None:
    assert "No source of this record is what you asked for." in page_of(client, "/sources?q=zeppelin").text


# One source


def test_each_phrase_stands_beside_what_became_of_it(client: TestClient, article: int) -> None:
    shown = page_of(client, f"/sources/{article}?as_of=2013-02-10")
    said = client.get("/api/v1/pledges/serval-fra-troops").json()["statements"]
    [promise] = [s for s in said if s["evidence"] == "is expecting to send 1,100 more"]
    words = " ".join(shown.texts[f"statement-{promise['id']}"].split())
    assert "2,500 soldiers in all “is expecting" in words or "is expecting to send 1,100 more" in words
    assert words.endswith("On 10 February 2013: Deployed 4,000 soldiers deployed")
    assert "/pledges/serval-fra-troops?as_of=2013-02-10" in shown.links


def test_every_statement_that_rests_on_it_is_there(client: TestClient, article: int) -> None:
    shown = page_of(client, f"/sources/{article}")
    assert sum(name.startswith("statement-") and not name.endswith("-title") for name in shown.ids) == 25
    assert "25 statements rest on this source." in shown.text


def test_a_refusal_is_a_word(client: TestClient, article: int) -> None:
    said = client.get("/api/v1/pledges/serval-deu-troops").json()["statements"]
    [refusal] = [s for s in said if s["evidence"]]
    words = " ".join(page_of(client, f"/sources/{article}").texts[f"statement-{refusal['id']}"].split())
    assert words.endswith(": Declined")
    assert " 0 " not in words


def test_an_organisation_says_what_it_said(client: TestClient, article: int) -> None:
    text = " ".join(page_of(client, f"/sources/{article}?as_of=2013-01-20").text.split())
    assert "at least 200 military trainers committed in all, 123 not yet named by members" in text


def test_what_is_not_accepted_is_marked(client: TestClient) -> None:
    said = client.get("/api/v1/pledges/afisma-gin-troops").json()["statements"]
    [known] = [s for s in said if not s["accepted"]]
    words = page_of(client, f"/sources/{known['source']['id']}").texts[f"statement-{known['id']}"]
    assert "Known, not counted" in words
    assert "150 soldiers" in words


def test_what_was_retracted_is_marked(editor: TestClient, article: int) -> None:
    said = editor.get("/api/v1/pledges/serval-deu-troops").json()["statements"][0]
    reason = {"reason": "Entered twice"}
    assert editor.post(f"/api/v1/statements/{said['id']}/retraction", json=reason).status_code == 200
    shown = page_of(editor, f"/sources/{said['source']['id']}")
    assert "Retracted, " in shown.texts[f"statement-{said['id']}"]
    assert "Entered twice" in shown.texts[f"statement-{said['id']}"]


def test_the_full_reference_and_both_copies(editor: TestClient) -> None:
    source = {
        "title": "Une page",
        "publisher": "Le Monde",
        "author": "A. Nonyme",
        "url": "https://example.org/page",
        "archived_url": "https://archive.example.org/page",
        "language": "fr",
        "kind": "newspaper",
        "seen_at": "Orange",
    }
    statement = {"on": "2013-01-20", "status": "deployed", "quantity": "2000", "source": source}
    answer = editor.post("/api/v1/pledges/serval-fra-troops/statements", json=statement)
    [said] = [s for s in answer.json()["statements"] if s["source"]["title"] == "Une page"]
    shown = page_of(editor, f"/sources/{said['source']['id']}")
    assert shown.title == "Une page"
    assert {source["url"], source["archived_url"]} <= set(shown.links)
    for words in ("A. Nonyme", "Le Monde", "not dated", "newspaper", "French", "Orange"):
        assert words in shown.text


def test_a_source_of_sizes_or_needs_says_so(client: TestClient) -> None:
    items = client.get("/api/v1/sources?limit=1000").json()["items"]
    [world_bank] = [item for item in items if item["title"].startswith("World Bank")]
    text = page_of(client, f"/sources/{world_bank['id']}").text
    assert "Population, economy and armed forces of" in text
    [guardian] = [item for item in items if item["title"] == "Mali: who is doing what?"]
    assert (
        "was to have 3,300 in Troops, 15 January 2013." in page_of(client, f"/sources/{guardian['id']}").text
    )


@pytest.mark.parametrize("number", ["0", "999999", "abc", "1.0", "²", "99999999999", "%00"])
def test_a_number_that_is_not_there(client: TestClient, number: str) -> None:
    assert client.get(f"/sources/{number}").status_code == 404


def test_every_link_answers(client: TestClient, article: int) -> None:
    assert broken_links(client, f"/sources/{article}?as_of=2013-02-10") == []
    assert broken_links(client, "/sources?kind=agency&sort=title") == []


def test_words_stay_words(client: TestClient) -> None:
    answer = client.get('/sources?q=<script>alert("x")</script>')
    assert "<script>alert" not in answer.text
    assert "No source" in HtmlPage(answer).text
