"""The language of a page stands in its address, and every way from a page leads on in its language."""

import re
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from app.i18n import LANGUAGES, day, language_name, moment, number, own_name, percent, use_language
from app.web.language import in_language, localised
from tests.support.html_page import HtmlPage

pytestmark = pytest.mark.slow

DAY = "as_of=2013-01-17"
FRENCH = {"Sec-Fetch-Site": "none", "Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5"}


@pytest.fixture(autouse=True)
def _english_again() -> object:
    yield
    use_language("en")


@pytest.mark.parametrize(
    "path", ["/operations/mali?as_of=2013-01-17", "/pledges", "/compare?contributor=FRA,TCD"]
)
def test_every_way_of_a_french_page_stays_in_french(client: TestClient, path: str) -> None:
    answer = client.get(f"/fr{path}")
    assert '<html lang="fr" data-language="/fr"' in answer.text
    ways = re.findall(r'\s(?:href|action)="(/(?!/)[^"]*)"', answer.text)
    data = (".csv", ".xlsx", ".json")
    others = [way for way in ways if not way.startswith("/fr") and not way.partition("?")[0].endswith(data)]
    assert {way.split("/")[1] for way in others} <= {"static", "api"}
    assert len(ways) > 20


def test_a_page_names_itself_in_each_language(client: TestClient) -> None:
    english, french = client.get("/pledges?q=troops"), client.get("/fr/pledges?q=troops")
    named = r'<link rel="alternate" hreflang="([^"]+)" href="http://127.0.0.1:8000([^"]+)">'
    ways = dict(re.findall(named, english.text))
    assert ways == dict(re.findall(named, french.text))
    assert ways == {
        "en": "/pledges?q=troops",
        "fr": "/fr/pledges?q=troops",
        "fr-CA": "/fr-ca/pledges?q=troops",
    }
    # The switch keeps what the page shows, on the host it was asked at.
    assert 'href="//127.0.0.1:8000/pledges?q=troops" lang="en"' in french.text
    assert 'href="//127.0.0.1:8000/fr/pledges?q=troops" lang="fr"' in english.text


def test_names_and_days_are_french(client: TestClient) -> None:
    page = HtmlPage(client.get("/fr/contributors/TCD?as_of=2013-01-17"))
    assert "Tchad" in page.title
    assert "17 janvier 2013" in page.text
    assert client.get("/fr/api/v1/contributors/TCD").json()["name"] == "Tchad"
    assert client.get("/api/v1/contributors/TCD").json()["name"] == "Chad"


def test_the_records_own_words_say_their_language(client: TestClient) -> None:
    for address, words in (
        (f"/?{DAY}", ("The international military effort in Mali",)),
        (f"/operations/serval?{DAY}", ("French operation, with air strikes", "Request of the Malian")),
        ("/operations", ("The international military effort in Mali",)),
        (f"/pledges?{DAY}&operation=serval", ("Ground force",)),
        (
            f"/pledges/serval-fra-troops?{DAY}",
            ("Ground force", "Called the maximum", "The paper gives it as"),
        ),
    ):
        french, english = client.get("/fr" + address).text, client.get(address).text
        for said in words:
            assert f'<span lang="en">{said}' in french, said
        assert '<span lang="en">' not in english
    quoted = client.get(f"/fr/?{DAY}").text
    assert "<blockquote>" not in quoted
    assert '<blockquote lang="en">' in quoted


def test_who_comes_from_elsewhere_is_led_once_to_their_language(client: TestClient) -> None:
    led = client.get("/", headers=FRENCH, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (302, "/fr/")
    canadian = client.get("/", headers={"Accept-Language": "fr-CA"}, follow_redirects=False)
    assert canadian.headers["location"] == "/fr-ca/"
    # Whoever chose English on a page of this site, or follows an address that says what to show, gets that.
    for headers, path in (({**FRENCH, "Sec-Fetch-Site": "same-origin"}, "/"), (FRENCH, "/?as_of=2013-01-17")):
        answer = client.get(path, headers=headers, follow_redirects=False)
        assert answer.status_code == 200
        assert "Accept-Language" in answer.headers["vary"]


def test_a_redirect_stays_in_its_language(editor: TestClient) -> None:
    answer = editor.post("/fr/sign-out", headers={"Origin": "http://127.0.0.1:8000"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/fr")


@pytest.mark.parametrize(
    ("address", "french"),
    [
        ("/pledges?as_of=2013-01-17", "/fr/pledges?as_of=2013-01-17"),
        ("/changes.feed.json", "/fr/changes.feed.json"),
        ("/embed/map.png?operation=mali", "/fr/embed/map.png?operation=mali"),
        *((same, same) for same in ("/pledges.csv?q=/x", "/static/app.css", "/api/v1/totals", "/fr/pledges")),
    ],
)
def test_data_has_one_address_whatever_the_language(address: str, french: str) -> None:
    assert in_language(address, "/fr") == french


def test_words_are_never_taken_for_addresses() -> None:
    text = '<p>He said href=&#34;/x&#34; and /x</p><a title="/x" {}>/x</a>'
    assert localised(text.format('href="/x"'), "/fr") == text.format('href="/fr/x"')
    assert localised(text.format('href="//other.example/x"'), "/fr") == text.format(
        'href="//other.example/x"'
    )


def test_numbers_and_days_follow_the_country() -> None:
    said = {}
    for code in LANGUAGES:
        use_language(code)
        said[code] = (number(1400), percent(1, 2), day(date(2013, 1, 1)), language_name("de"))
    assert said["en"] == ("1,400", "50%", "1 January 2013", "German")
    assert said["fr"] == ("1\u202f400", "50\u00a0%", "1er janvier 2013", "allemand")
    assert said["fr-ca"][0] == "1\u00a0400"
    assert [own_name(code) for code in ("en", "fr")] == ["English", "Français"]


def test_moments_are_said_in_utc() -> None:
    at = datetime(2026, 11, 1, 10, 0, tzinfo=UTC)
    assert moment(at) == "1 November 2026, 10:00 UTC"
    use_language("fr")
    assert moment(at) == "1er novembre 2026, 10:00 UTC"
