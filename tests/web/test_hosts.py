"""What is refused before anything is read."""

import pytest
from starlette.testclient import TestClient

from app.web.limits import BODY

HOSTS = ("[", "a b", "", "[::1", "x:99999999")


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("address", ["/", "/api/v1/pledges?limit=1", "/nothing/here"])
def test_a_host_that_is_none_breaks_nothing(client: TestClient, host: str, address: str) -> None:
    assert client.get(address, headers={"Host": host}).status_code < 500


def test_a_host_that_is_none_breaks_nothing_for_the_local_editor(editor: TestClient) -> None:
    assert all(editor.get("/pledges/new", headers={"Host": host}).status_code < 500 for host in HOSTS)


def test_a_page_of_another_site_writes_nothing(editor: TestClient) -> None:
    answer = editor.post("/pledges/new", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    # An origin that cannot be read is another one too.
    assert editor.post("/pledges/new", data={}, headers={"Origin": "https://["}).status_code == 403
    assert "comes from another site" in answer.text


def test_a_body_that_is_too_large_is_refused_in_the_asker_s_form(editor: TestClient) -> None:
    page = editor.post("/pledges/new", content=b"x" * (BODY + 1))
    assert (page.status_code, page.headers["content-type"]) == (413, "text/html; charset=utf-8")
    data = editor.post("/api/v1/pledges", content=b"x" * (BODY + 1))
    assert (data.status_code, data.headers["content-type"]) == (413, "application/problem+json")


def test_a_forwarded_request_is_not_the_local_editor_s(editor: TestClient) -> None:
    assert editor.get("/pledges/new").status_code == 200
    for name in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP"):
        assert editor.get("/pledges/new", headers={name: "203.0.113.9"}).status_code == 401
    assert editor.get("/pledges/new", headers={"Host": "muster.example"}).status_code == 401
