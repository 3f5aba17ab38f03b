"""Answers are compressed for whom it serves, and each encoding is an answer of its own."""

import gzip

import brotli
import pytest
from starlette.testclient import TestClient

PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize(("accepted", "encoding"), [
    ("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip"),
    ("identity", None), ("deflate", None), ("", None),
])  # fmt: skip
def test_a_page_comes_in_the_best_encoding_taken(
    client: TestClient, accepted: str, encoding: str | None
) -> None:
    with client.stream("GET", "/method", headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert int(answer.headers["content-length"]) == len(sent)
    assert "Accept-Encoding" in answer.headers["vary"]
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert read(sent) == client.get("/method", headers=PLAIN).content


def test_each_encoding_has_a_tag_of_its_own_and_knows_it_again(client: TestClient) -> None:
    tags = {}
    for encoding in ("br", "gzip", "identity"):
        tag = client.get("/operations.csv", headers={"Accept-Encoding": encoding}).headers["etag"]
        again = client.get("/operations.csv", headers={"Accept-Encoding": encoding, "If-None-Match": tag})
        assert (again.status_code, again.headers["etag"], again.content) == (304, tag, b"")
        tags[encoding] = tag
    assert len(set(tags.values())) == len(tags)


def test_what_is_small_or_no_text_stays_as_it_is(client: TestClient) -> None:
    for path in ("/livez", "/operations.xlsx"):
        answer = client.get(path, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert "content-encoding" not in answer.headers
