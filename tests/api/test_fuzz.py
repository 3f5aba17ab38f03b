"""Whatever an address asks for, the answer is data or says what is wrong with it: never a crash."""

from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.documented import PARAMETERS
from app.pledges.queries import SORTS
from tests.api.support import API, LISTS, PAGES

pytestmark = pytest.mark.slow

NAMES = [*PARAMETERS, "sort", "per", "foo"]
LIKELY = [
    *(
        "mali",
        "serval,afisma",
        "FRA",
        "fr,GB,ECOWAS",
        "troops",
        "aircraft",
        "people",
        "deployed,closed",
        "France",
    ),
    *(
        "2013-01-17",
        "2013-02-15T10:00:00Z",
        "0001-01-01",
        "9999-12-30",
        "2013",
        "0",
        "1",
        "12",
        "1000",
        "99999999999",
    ),
    *(
        "contributor",
        "operation,stage",
        "day",
        "month",
        "year",
        "-deployed",
        "WyJhIl0",
        "W10",
        "%",
        "_",
        "\\",
        "'",
        ",",
    ),
]
values = st.one_of(
    st.sampled_from(LIKELY),
    st.sampled_from([f"{sign}{name}" for name in SORTS for sign in ("", "-")]),
    st.text(max_size=20),
    st.integers().map(str),
    st.dates().map(str),
    st.datetimes(timezones=st.none() | st.timezones()).map(lambda moment: moment.isoformat()),
)
queries = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=4)
addresses = st.sampled_from(
    [f"{API}/{name}{ending}" for name in LISTS for ending in ("", ".csv")]
    + [f"{page}.json" for page in PAGES]
    + [f"{API}/pledges/serval-can-c17", f"{API}/operations/mali", f"{API}/sources/1"]
)


@settings(max_examples=200, deadline=None)
@given(address=addresses, query=queries)
def test_no_query_is_a_crash(client: TestClient, address: str, query: list[tuple[str, str]]) -> None:
    written = "&".join(f"{quote_plus(name)}={quote_plus(value, errors='replace')}" for name, value in query)
    answer = client.get(f"{address}?{written}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert all(error["pointer"] and error["message"] for error in answer.json()["errors"])


@pytest.mark.parametrize(
    "query",
    [
        "%",
        "%ff%fe",
        "=",
        "&&",
        "a=%F0%9F",
        "operation=%00",
        "q=%25%5F%5C",
        "as_of",
        "limit=１",
        "q=" + "é " * 90,
    ],
)
def test_odd_addresses_are_no_crash(client: TestClient, query: str) -> None:
    assert client.get(f"{API}/pledges?{query}").status_code in (200, 400)


@settings(max_examples=50, deadline=None)
@given(
    name=st.sampled_from(["operations", "contributors", "sources", "pledges"]),
    key=st.text(min_size=1, max_size=30),
)
def test_no_name_is_a_crash(client: TestClient, name: str, key: str) -> None:
    written = quote_plus(key, errors="replace").replace("+", "%20").replace("%2F", "-").replace(".", "-")
    assert client.get(f"{API}/{name}/{written}").status_code in (200, 404)
