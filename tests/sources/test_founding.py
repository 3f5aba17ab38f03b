"""The source that an operation's record begins with, chosen by a rule; and the sources of a page by number."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient

from app.db import Database
from app.figures.facts import sources_on
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links
from app.pledges.scope import scope_of
from app.sources.founding import founding_source, founding_story
from app.sources.numbered import numbered_sources
from tests.api.support import walk

TODAY = date(2026, 11, 24)


def ids(database: Database, operation: str) -> tuple[int, ...]:
    with database.reading() as reader:
        return scope_of(reader, PledgeFilter(operation=(operation,))).operation_ids


@pytest.mark.slow
def test_it_is_the_one_that_most_pledges_rest_on_by_the_opening_day(
    client: TestClient, seeded: Database
) -> None:
    with seeded.reading() as reader:
        found = founding_source(reader, ids(seeded, "mali"))
    assert found
    assert (found["publisher"], found["published_on"]) == ("The Globe and Mail", date(2013, 1, 17))
    counts: dict[tuple[str, str], set[str]] = {}
    for row in walk(client, "statements", operation="mali", limit=1000):
        if row["source_published_on"] and row["source_published_on"] <= "2013-01-17":
            counts.setdefault((row["source_title"], row["source_publisher"]), set()).add(row["pledge"])
    most = max(counts, key=lambda source: len(counts[source]))
    assert most == (found["title"], found["publisher"])
    assert found["pledges"] == len(counts[most])


def test_it_is_not_told_of_before_it_was_published(seeded: Database) -> None:
    with seeded.reading() as reader:
        mali = ids(seeded, "mali")
        assert founding_source(reader, mali, date(2013, 1, 16)) is None
        assert founding_source(reader, mali, date(2013, 1, 17))
        assert founding_source(reader, ()) is None


def test_its_story_shows_phrases_with_what_became_of_them(seeded: Database) -> None:
    with seeded.reading() as reader:
        day = date(2013, 1, 17)
        links = Links({"as_of": "2013-01-17"})
        story = founding_story(reader, ids(seeded, "mali"), links, day, TODAY)
    assert story
    assert story["title"] == "What became of what The Globe and Mail wrote on 17 January 2013"
    # It leads to a day on which there is something to tell.
    assert story["url"].endswith("?as_of=2014-07-15")
    assert len(story["examples"]) == 3
    assert any("Extended twice, to 15 March 2013." in one["became"] for one in story["examples"])


@pytest.mark.parametrize("on", [date(2013, 1, 12), date(2013, 1, 17), date(2014, 6, 30)])
def test_numbered_sources_are_those_that_the_page_counts(seeded: Database, on: date) -> None:
    with seeded.reading() as reader:
        scope = scope_of(reader, PledgeFilter(operation=("mali",), as_of=on))
        every = sources_on(reader, scope)[0]
        found = numbered_sources(reader, scope, every, Links({}))
    listed = found["numbered"]
    assert len(listed) == every > 0
    assert found["numbered_cut"] is None
    assert [source["n"] for source in listed] == list(range(1, len(listed) + 1))
    assert len({source["id"] for source in listed}) == len(listed)
    assert all(source["title"] and source["day"] for source in listed)
