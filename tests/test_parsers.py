"""Whatever is sent to anything that reads it, there is an answer that was meant: never a crash.

Here: filters, cursors, headers, and the words of facts on their way to pages, feeds and files. Quantities, sheets, maps
and articles are fuzzed beside their own tests. MUSTER_LONG_TESTS=true tries ten times as much of all of them.
"""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from app.documented import FILTER
from app.errors import InvalidQuery
from app.paging import decode_cursor
from app.pledges.filter import PledgeFilter, parse_filter
from app.review.views import pledge_named
from tests.faults.support import PLEDGE, STATEMENT, pledge
from tests.support.long import examples

pytestmark = pytest.mark.slow
API = "/api/v1"
ODD = (
    "\0",
    "\ud800",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "é́",
    "\u202e",
    "１２",
    "-0",
    "1e9",
    "null",
    "[]",
    "{}",
    ",,,",
    "<b>",
    "]]>",
)
WILD = st.one_of(st.text(max_size=30), st.sampled_from(ODD))
KNOWN = st.sampled_from(
    (
        *("mali", "serval,afisma", "FRA", "ECOWAS", "troops", "deployed", "people", "5", "-deployed", "key"),
        *(
            "2013-01-17",
            "2013",
            "0000-00-00",
            "9999-12-31",
            "2013-02-15T10:00:00Z",
            "2013-02-15T10:00:00+99:00",
        ),
        *("99999999999999999999", "contributor", "month", "population"),
    )
)
MORE = (*FILTER, "sort", "limit", "per", "by", "interval", "cursor")
ITEMS = st.lists(st.tuples(st.one_of(st.sampled_from(MORE), WILD), st.one_of(KNOWN, WILD)), max_size=5)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WILD, KNOWN),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=6,
)
CURSORS = st.one_of(
    VALUES.map(lambda value: urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")),
    st.binary(max_size=30).map(lambda raw: urlsafe_b64encode(raw).decode()),
    st.sampled_from(("[" * 5000, "e30", "=", "W10")),
    st.text(max_size=20),
)
LISTS = (
    *(
        "became?source=5",
        "categories?",
        "contributors?",
        "corrections?",
        "events?",
        "left-out?by=contributor",
        "operations?",
    ),
    *(
        "pledges?",
        "pledges?sort=-deployed",
        "presence?",
        "promises?",
        "requirements?",
        "search?q=mali",
        "sources?",
    ),
    *("statements?", "timeline?by=operation&interval=month", "totals?by=contributor"),
)
HEADERS = (
    *(
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Authorization",
        "Cookie",
        "Content-Type",
        "If-Match",
        "If-None-Match",
    ),
    *(
        "Idempotency-Key",
        "Origin",
        "Range",
        "Referer",
        "Sec-Fetch-Site",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Request-Id",
    ),
)
SAID = st.one_of(
    st.sampled_from(
        (
            *("fr", "en;q=0", "de-CH, fr;q=0.9,*;q=-1", "gzip;q=x, br", "br;q=0.5;q=1", "1.2.3.4, ,"),
            *("bytes=0-1", "bytes=-9", "bytes=9-1,2-", '"897-abc"', 'W/"', "*", "null", "https://["),
            *("Bearer ", "Bearer muster_x", "Basic Og==", "muster=x; muster=y", "__Host-muster="),
            *("http://elsewhere.example:99999", "application/json; charset=x", "multipart/form-data"),
        )
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
)
FIELDS = ("note", "condition", "speaker", "evidence", "quantity")


def tried(n: int) -> settings:
    """As `examples`; what is made up here may be slow to make, and much of it is left out."""
    return settings(examples(n), suppress_health_check=list(HealthCheck))


def asked(client: TestClient, path: str, items: list[tuple[str, str]]) -> int:
    """The status of an answer; what no address can hold is left out."""
    sent: list[tuple[str, Any]] = [
        (name, text) for name, text in items if (name + text).isprintable() and "\ud800" not in name + text
    ]
    return client.get(path, params=sent).status_code


@tried(40)
@given(items=ITEMS, strict=st.booleans())
def test_any_filter_is_read_or_its_faults_are_told(items: list[tuple[str, str]], strict: bool) -> None:
    parsed = parse_filter(items, ("limit", "cursor"), strict=strict)
    assert isinstance(parsed.filter, PledgeFilter)
    assert all(fault.message for fault in parsed.faults)


@tried(8)
@given(
    items=ITEMS,
    path=st.sampled_from((f"{API}/pledges", f"{API}/totals", "/pledges", "/operations/mali", "/compare")),
)
def test_any_query_is_answered_or_refused(
    throw_away: TestClient, items: list[tuple[str, str]], path: str
) -> None:
    assert asked(throw_away, path, items) in (200, 400, 404)


@tried(40)
@given(
    address=st.one_of(WILD, st.sampled_from(("https://[", "//]", "/pledges/%ff", "/pledges/serval-can-c17")))
)
def test_any_address_that_a_report_is_of_is_read(address: str) -> None:
    assert bool(pledge_named(address)) <= address.strip().startswith(("/pledges/", "http", "//"))


@tried(100)
@given(cursor=CURSORS, kinds=st.lists(st.sampled_from((int, str, date, datetime)), max_size=3))
def test_any_cursor_is_read_or_refused(cursor: str, kinds: list[type]) -> None:
    with suppress(InvalidQuery):
        assert [type(value) for value in decode_cursor(cursor, kinds)] == kinds


@tried(25)
@given(cursor=CURSORS, path=st.sampled_from(LISTS))
def test_any_cursor_of_any_list_is_answered_or_refused(
    throw_away: TestClient, cursor: str, path: str
) -> None:
    address, _mark, query = path.partition("?")
    given_already = [tuple(item.split("=")) for item in query.split("&") if item]
    items: Any = [*given_already, ("cursor", cursor)]
    assert asked(throw_away, f"{API}/{address}", items) in (200, 400)


@tried(15)
@given(
    headers=st.dictionaries(st.sampled_from(HEADERS), SAID, max_size=4),
    path=st.sampled_from(("/", "/pledges", "/statements.csv", f"{API}/pledges")),
    posts=st.booleans(),
)
def test_any_headers_are_answered_or_refused(
    throw_away: TestClient, headers: dict[str, str], path: str, posts: bool
) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    if posts:
        answer = throw_away.post(f"{API}/pledges", content=json.dumps(pledge()), headers=raw)
    else:
        answer = throw_away.get(path, headers=raw, follow_redirects=False)
    assert answer.status_code < 500


@tried(8)
@given(words=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, WILD)), title=WILD, item=WILD)
def test_any_words_are_refused_or_shown_in_pages_feeds_and_files(
    throw_away: TestClient, words: dict[str, str], title: str, item: str
) -> None:
    source = {"title": title, "url": "https://example.org/any"}
    sent = {**PLEDGE, "item": item, "statement": {**STATEMENT, **words, "source": source}}
    answer = throw_away.post(
        f"{API}/pledges", content=json.dumps(sent), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (201, 400, 422), answer.text
    if answer.status_code != 201:
        return
    key = answer.json()["key"]
    for address in (
        f"/pledges/{key}",
        f"/fr/pledges/{key}",
        "/changes",
        f"{API}/pledges/{key}",
        "/search?q=any",
    ):
        assert throw_away.get(address).status_code == 200
    ET.fromstring(throw_away.get("/changes.atom").content)  # noqa: S314 - our own
    json.loads(throw_away.get("/changes.feed.json").content)
    rows = list(csv.DictReader(StringIO(throw_away.get(f"/statements.csv?q={key}").text)))
    book = CalamineWorkbook.from_filelike(
        BytesIO(throw_away.get("/statements.xlsx?operation=serval").content)
    )
    assert len(book.get_sheet_by_index(0).to_python()) > 1
    assert all(len(row) == len(rows[0]) for row in rows)
