"""What the tools answer is what the API answers, with its bounds, boundary, sources and an address that stays."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import urlopen

import pytest

from app.db import Database
from app.ledger.change import changing
from app.pledges.correcting import retract_pledge
from app.vocabulary import AMOUNTS
from tests.mcp.conftest import ERAS, Row, answer, answers, fetched, results, text_of, tools_of
from tests.support.listening import listening

pytestmark = pytest.mark.slow

DAYS = ("2013-01-17", "2013-02-15", "2013-07-01", "2014-07-14", "2012-01-01")
NUMBERS = (*AMOUNTS, "total")


def same_sum(told: Row, row: Row) -> None:
    """A tool's sum is the API's row; what the API calls 0 beside pledges without a number is not given."""
    assert (told["unit"], told["pledges"], told["stages"]) == (row["unit"], row["pledges"], row["stages"])
    assert told["not_given"] == row["unquantified"]
    for name in NUMBERS:
        known = row[name] != 0 if row["unquantified"] else True
        assert told[name]["value"] == (row[name] if known else None), name
        if name != "total" and known:
            assert told[name]["low"] == row[f"{name}_low"]
            assert told[name]["high"] == row[f"{name}_high"]


def test_there_are_five_tools_that_only_read(server: str) -> None:
    tools = tools_of(server)
    assert [tool.name for tool in tools] == ["find", "figure", "compare", "evidence", "changes"]
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.description
        assert tool.output_schema
        assert [
            name for name, said in tool.input_schema["properties"].items() if not said.get("description")
        ] == []
        assert tool.input_schema["additionalProperties"] is False


@pytest.mark.parametrize("by", [None, "contributor", "operation", "category", "group", "stage"])
def test_figures_are_those_of_the_api_on_every_day(server: str, by: str | None) -> None:
    asked = [{"operation": "mali", "as_of": day, "limit": 200} | ({"by": by} if by else {}) for day in DAYS]
    for day, told in zip(DAYS, answers(server, *(("figure", a) for a in asked)), strict=True):
        said = fetched(
            f"{server}/api/v1/totals?operation=mali&as_of={day}&limit=1000&by={by or 'contributor'}"
        )
        assert (told["as_of"], told["boundary"]) == (day, said["boundary"])
        for mine, theirs in zip(told["totals"], said["totals"], strict=True):
            same_sum(mine, theirs)
        rows = said["items"] if by else []
        assert told["row_count"] == len(rows)
        for mine, theirs in zip(told["rows"], rows, strict=True):
            assert mine["key"] == theirs[str(by)]
            same_sum(mine, theirs)


@pytest.mark.parametrize("era", ERAS)
def test_both_generations_of_the_protocol_get_the_same(server: str, era: str) -> None:
    asked = {"operation": "mali", "category": "troops", "as_of": "2013-01-17"}
    [told] = answers(server, ("figure", asked), era=era)
    assert told == answer(server, "figure", **asked)
    assert [tool.name for tool in tools_of(server, era)] == [tool.name for tool in tools_of(server)]


def test_every_answer_says_what_it_rests_on_and_where_it_stays(server: str) -> None:
    asked: list[tuple[str, Row]] = [
        ("find", {"words": "ivory coast"}),
        ("figure", {"operation": "mali", "as_of": "2013-01-17"}),
        ("compare", {"contributors": ["FRA", "TCD"], "operation": "mali", "as_of": "2013-02-15"}),
        ("evidence", {"pledge": "serval-can-c17", "as_of": "2013-01-20"}),
        ("evidence", {"operation": "serval", "contributor": "FRA", "as_of": "2013-01-20"}),
        ("changes", {"operation": "mali", "as_of": "2013-02-15"}),
        ("changes", {"of": "record"}),
    ]
    for (name, arguments), told in zip(asked, answers(server, *asked), strict=True):
        assert told["boundary"], name
        assert told["licence"]["name"] == "CC BY 4.0"
        for address in (told["permalink"], told["data"]):
            query = parse_qs(urlsplit(address).query)
            assert query["recorded_by"] == [told["recorded_by"]]
            assert query.get("as_of", [None]) == [told["as_of"]]
            with urlopen(address, timeout=60) as page:  # noqa: S310 - our own server
                assert page.status == 200
        if name in ("figure", "compare", "evidence") or arguments.get("as_of"):
            assert told["source_count"] >= len(told["sources"]) > 0
            assert all(source["page"].startswith(f"{server}/sources/") for source in told["sources"])


def test_comparing_is_the_totals_of_each_with_their_ratios(server: str) -> None:
    told = answer(
        server,
        "compare",
        contributors=["FRA", "Chad", "DE", "XKX"],
        operation="mali",
        as_of="2013-02-15",
        per="population",
    )
    said = fetched(
        f"{server}/api/v1/totals?operation=mali&contributor=FRA,TCD,DEU,XKX&as_of=2013-02-15&per=population&limit=1000"
    )
    assert told["without"] == ["XKX"]
    for mine, theirs in zip(told["sides"], said["items"], strict=True):
        same_sum(mine, theirs)
        assert mine["key"] == theirs["contributor"]
        assert mine["ratio"]["denominator"] == theirs["denominator"]
        for name in NUMBERS:
            if mine[name]["value"] is not None:
                assert mine["ratio"][name] == theirs[f"{name}_per"]
    assert said["boundary"] == told["boundary"]


@pytest.mark.parametrize("day", DAYS[:4:2])
def test_evidence_is_the_pledge_of_the_api(server: str, day: str) -> None:
    told = answer(server, "evidence", operation="mali", as_of=day, limit=20)
    assert told["count"] == fetched(f"{server}/api/v1/pledges?operation=mali&as_of={day}")["count"]
    for pledge in told["pledges"]:
        said = fetched(f"{server}/api/v1/pledges/{quote(pledge['key'])}?as_of={day}")
        standing = pledge["standing"]
        assert (standing["stage"], standing["unit"]) == (said["stage"], said["unit"])
        for name in AMOUNTS:
            assert [standing[name][part] for part in ("value", "low", "high")] == [
                said[f"{name}{bound}"] for bound in ("", "_low", "_high")
            ]
        assert [each["statement"] for each in pledge["statements"]] == [
            each["id"] for each in said["statements"]
        ]
        for mine, theirs in zip(pledge["statements"], said["statements"], strict=True):
            assert mine["quotation"] == theirs["evidence"]
            assert mine["source"]["url"] == theirs["source"]["url"]
            assert mine["counts"] == (
                theirs["accepted"] and theirs["on"] <= day and not theirs["retracted_at"]
            )


def test_a_pledge_without_a_number_is_never_a_zero(server: str) -> None:
    told = answer(server, "evidence", operation="mali", as_of="2013-01-17", limit=20)
    live = [p["standing"] for p in told["pledges"] if not p["standing"]["number_given"]]
    assert live
    assert all(standing[name]["value"] is None for standing in live for name in AMOUNTS)


def test_what_changed_is_what_the_api_tells(server: str) -> None:
    told = answer(server, "changes", operation="mali", as_of="2013-02-15", limit=50)
    said = fetched(f"{server}/api/v1/events?operation=mali&as_of=2013-02-15&limit=50")
    assert told["count"] == said["count"]
    for mine, theirs in zip(told["events"], said["items"], strict=True):
        assert (mine["on"], mine["pledge"], mine["sentence"]) == (
            theirs["on"],
            theirs["pledge"],
            theirs["sentence"],
        )
        for name in ("deployed", "committed", "announced"):
            given = theirs["after"][name] or mine["after"][name]["value"] is not None
            assert mine["after"][name]["value"] == (theirs["after"][name] if given else None)


def test_finding_gives_the_codes_that_the_others_take(server: str) -> None:
    told = answer(server, "find", words="côte d’ivoire", kinds=["contributor"])
    assert [row["key"] for row in told["found"]] == ["CIV"]
    assert answer(server, "figure", contributor=told["found"][0]["key"], as_of="2013-02-15")["totals"]


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("figure", {"as_of": "2013-13-01"}, "as_of: '2013-13-01' is no day: write it as 2013-01-17"),
        ("figure", {"operation": "nope"}, "operation: 'nope' is not in this record: accepted are addis-2013"),
        ("figure", {"colour": "blue"}, "colour: is no parameter here: accepted are as_of"),
        ("figure", {"by": "day"}, "by: Input should be 'contributor'"),
        ("figure", {"limit": 0}, "limit: "),
        ("figure", {"operation": "a\0b"}, "operation: holds a sign that is in no text"),
        ("compare", {"contributors": ["FRA"]}, "contributors: "),
        ("compare", {"contributors": ["FRA", "France"]}, "contributors: these are one and the same"),
        ("compare", {"contributors": ["FRA,TCD", "DEU"]}, "contributors: give each"),
        ("compare", {"contributors": ["FRA", "Atlantis"]}, "contributor: 'Atlantis'"),
        ("evidence", {"pledge": "nope"}, "There is no pledge nope."),
        ("evidence", {"pledge": "serval-can-c17", "operation": "mali"}, "pledge: names one pledge"),
        ("find", {"words": ""}, "words: "),
        ("find", {}, "words: Field required"),
        ("changes", {"of": "everything"}, "of: "),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_can(
    server: str, name: str, arguments: Row, words: str
) -> None:
    [result] = results(server, (name, arguments))
    assert result.is_error
    assert text_of(result).startswith(words)


def test_a_link_stays_what_it_was_when_the_record_is_corrected(any_seeded: Database) -> None:
    asked: dict[str, Any] = {"operation": "mali", "category": "troops", "as_of": "2013-02-15"}
    with listening(any_seeded) as server:
        before = answer(server, "figure", **asked)
        with changing(any_seeded, "editor") as change:
            retract_pledge(change, "serval-fra-troops", "It was another operation's")
        after = answer(server, "figure", **asked)
        [gone] = results(server, ("evidence", {"pledge": "serval-fra-troops"}))
        stayed = fetched(before["data"])["totals"]
        again = answer(server, "figure", **asked, recorded_by=before["recorded_by"])
        corrected = answer(server, "changes", of="record")
    assert after["totals"] != before["totals"] == again["totals"]
    for mine, theirs in zip(before["totals"], stayed, strict=True):
        same_sum(mine, theirs)
    assert "It was another operation's" in text_of(gone)
    assert corrected["corrections"][0]["reason"] == "It was another operation's"
    assert after["data_version"] > before["data_version"]
