"""The list of operations."""

import pytest
from starlette.testclient import TestClient

from tests.figures.pages import Page


def shown(client: TestClient, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.text)


def rows_of(found: Page) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in found.tables["operations"][1:]}


def test_each_operation_stands_below_what_it_is_part_of(client: TestClient) -> None:
    found = shown(client, "/operations")
    assert "Intervention in Mali" in found.text
    assert list(rows_of(found)) == [
        "Operation Serval",
        "African-led International Support Mission to Mali",
        "Chadian intervention in northern Mali",
        "Donor conference for Mali, Addis Ababa",
        "European Union Training Mission in Mali",
        "United Nations Multidimensional Integrated Stabilization Mission in Mali",
        "Other support for Mali",
    ]


def test_numbers_are_of_the_day_each_opens_on(client: TestClient) -> None:
    rows = rows_of(shown(client, "/operations"))
    nothing = "–nothing recorded"
    assert rows["Operation Serval"][2:] == ["France", "17 Jan 2013", "21", "1,400", nothing, "1,100"]
    assert rows["United Nations Multidimensional Integrated Stabilization Mission in Mali"][3:] == [
        "30 Sept 2013",
        "33",
        "6,009",
        "500+",
        "up to 1,885",
    ]


def test_given_day_is_the_day_of_all(client: TestClient) -> None:
    found = shown(client, "/operations?as_of=2013-02-15")
    assert {row[3] for row in rows_of(found).values()} == {"15 Feb 2013"}
    assert "at least" not in found.text
    assert "11,214+ soldiers and police in force" in found.text


@pytest.mark.parametrize("query", ["contributor=BEL", "q=serval"])
def test_list_follows_the_filter(client: TestClient, query: str) -> None:
    found = shown(client, f"/operations?{query}")
    assert "Operation Serval" in found.text
    assert "Donor conference" not in found.text


def test_unknown_value_is_named(client: TestClient) -> None:
    assert shown(client, "/operations?contributor=XX").notices


def test_numbers_lead_to_their_pledges(client: TestClient) -> None:
    found = shown(client, "/operations")
    [link] = {h for h in found.hrefs() if h.startswith("/pledges?operation=serval&category=troops")}
    assert "as_of=2013-01-17" in link
    assert "Ground force" in client.get(link).text
