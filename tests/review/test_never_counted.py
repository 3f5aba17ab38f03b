"""Whatever is proposed, reported, sent back or rejected: no public answer of the record changes by a byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import Database
from app.review.commands import Given, decide, propose, withdraw
from app.review.queries import get_own
from app.review.schemas import By
from tests.review.desk import SAID, at, newest, patient, proposed
from tests.support.long import examples

pytestmark = [pytest.mark.slow]
__all__ = ["patient"]
PUBLIC = (
    *("/api/v1/totals?by=contributor,operation&as_of=2013-01-17", "/api/v1/pledges?operation=serval"),
    *("/pledges.csv", "/statements.csv", "/api/v1/search?q=engineers", "/api/v1/changes", "/changes.atom"),
    *(
        "/api/v1/left-out?operation=serval",
        "/api/v1/sources?q=Abidjan",
        "/operations/serval?as_of=2013-01-17",
    ),
    *("/pledges?q=engineers", "/contributors/CIV", "/sources.csv", "/operations/serval/totals.csv"),
)
KINDS = (("pledge", ""), ("statement", "serval-fra-troops"), ("correction", "1"))
STATES = ("proposed", "sent_back", "rejected", "answered", "withdrawn")


def answers(database: Database) -> list[tuple[str, int, bytes]]:
    with at(database, exports_per_minute=100_000) as reader:
        return [(path, (got := reader.get(path)).status_code, got.content) for path in PUBLIC]


@examples(4)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(STATES), st.integers(0, 10**9), st.sampled_from(("FRA", "Ivory Coast", "TCD"))
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_number_of_proposals_changes_what_readers_get(
    fresh_seeded: Database, drawn: list[tuple[str, int, str]]
) -> None:
    before = answers(fresh_seeded)
    assert [status for _, status, _ in before] == [200] * len(PUBLIC)
    for n, (state, quantity, who) in enumerate(drawn):
        said = {name.replace("__", "."): text for name, text in SAID.items()}
        said |= {"statement.quantity": str(quantity), "contributor": who}
        kind, subject = KINDS[quantity % len(KINDS)]
        given = Given(kind, subject, said, "Mariam", "", f"{n}-{quantity}-{state}-{who}")
        token = propose(fresh_seeded, By(""), given)
        with fresh_seeded.reading() as reader:
            sent = get_own(reader, token)
        if sent.state == "proposed" and state == "withdrawn":
            withdraw(fresh_seeded, token)
        elif sent.state == "proposed" and state != "proposed":
            decide(fresh_seeded, By("Ada"), sent.id, sent.version, state, "why")
    assert answers(fresh_seeded) == before


@pytest.mark.usefixtures("patient")
def test_what_is_open_is_found_nowhere(fresh_seeded: Database) -> None:
    with at(fresh_seeded) as stranger:
        proposed(stranger, item="Zebra company")
        assert newest(fresh_seeded)["payload"]["item"] == "Zebra company"
        for path in (*PUBLIC, "/pledges?q=zebra", "/search?q=zebra"):
            assert "Zebra company" not in stranger.get(path).text
