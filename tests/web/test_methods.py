import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from app.web.methods import Methods

app = FastAPI()
app.add_middleware(Methods)


@app.get("/thing")
def show() -> PlainTextResponse:
    return PlainTextResponse("a thing", headers={"ETag": '"1"'})


@app.post("/thing")
def change() -> PlainTextResponse:
    return PlainTextResponse("changed")


@app.delete("/other")
def remove() -> PlainTextResponse:
    return PlainTextResponse("gone")


@pytest.fixture
def client() -> TestClient:
    return TestClient(app)


def test_head_has_the_headers_of_get_and_no_body(client: TestClient) -> None:
    head, answer = client.head("/thing"), client.get("/thing")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == answer.headers
    assert head.headers["content-length"] == "7"


def test_head_of_what_is_not_there_is_404(client: TestClient) -> None:
    assert client.head("/nothing").status_code == 404


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [("PUT", "/thing", "GET, POST, HEAD"), ("GET", "/other", "DELETE"), ("HEAD", "/other", "DELETE")],
)
def test_refused_method_is_told_all_that_are_taken(
    client: TestClient, method: str, address: str, allowed: str
) -> None:
    answer = client.request(method, address)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_other_methods_pass_as_they_are(client: TestClient) -> None:
    assert client.post("/thing").text == "changed"
