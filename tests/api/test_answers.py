"""What holds for every answer: its version, its ETag, its headers, and how errors look."""

import pytest
from starlette.testclient import TestClient

from tests.api.support import API, LISTS

ADDRESSES = [f"/api/v1/{name}" for name in LISTS] + [
    "/api/v1/pledges/serval-can-c17",
    "/api/v1/operations/mali",
    "/api/v1/contributors/FRA",
    "/api/v1/sources/1",
    "/pledges.csv",
    "/operations/mali/totals.json",
    "/statements.xlsx",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_has_a_strong_etag_that_saves_sending_it_again(client: TestClient, address: str) -> None:
    answer = client.get(address)
    etag = answer.headers["etag"]
    assert answer.status_code == 200
    assert etag.startswith('"')
    assert answer.content == client.get(address).content
    for known in (etag, f"W/{etag}", f'"x",{etag}', f'"x" , {etag}'):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["x-data-version"] == answer.headers["x-data-version"]
    assert client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200


def test_etag_is_of_one_address(client: TestClient) -> None:
    tags = {client.get(f"/api/v1/pledges?limit={n}").headers["etag"] for n in (1, 2, 3)}
    assert len(tags) == 3
    other_host = client.get("/api/v1/pledges?limit=1", headers={"Host": "127.0.0.1:9000"})
    assert other_host.headers["etag"] not in tags


def test_write_changes_the_etag_of_every_answer(editor: TestClient) -> None:
    before = {address: editor.get(address).headers for address in ADDRESSES}
    number = editor.get("/api/v1/pledges/serval-can-c17").json()["statements"][0]["id"]
    retracted = editor.post(f"{API}/statements/{number}/retraction", json={"reason": "a test"})
    assert retracted.status_code == 200
    for address, headers in before.items():
        answer = editor.get(address, headers={"If-None-Match": headers["etag"]})
        assert answer.status_code == 200
        assert answer.headers["etag"] != headers["etag"]
        assert int(answer.headers["x-data-version"]) == int(headers["x-data-version"]) + 1
    assert retracted.headers["x-data-version"] == answer.headers["x-data-version"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_page_of_any_house_may_read_it(client: TestClient, address: str) -> None:
    headers = client.get(address, headers={"Origin": "https://elsewhere.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_the_head_of_the_answer(client: TestClient, address: str) -> None:
    answer, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    own = {"x-request-id": ""}  # each request has another
    assert dict(head.headers) | own == dict(answer.headers) | own


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/api/v1/pledges", {"GET", "HEAD", "POST"}),
        ("/api/v1/totals", {"GET", "HEAD"}),
        ("/api/v1/statements/1/retraction", {"POST"}),
        ("/pledges.csv", {"GET", "HEAD"}),
    ],
)
def test_method_that_is_not_there_is_told_which_are(
    client: TestClient, address: str, allowed: set[str]
) -> None:
    answer = client.delete(address)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert set(answer.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/", "/nothing.csv", "/api/v1/pledges/a/b"])
def test_address_that_is_not_there_is_a_problem(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "about:blank"
