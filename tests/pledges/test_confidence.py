"""How sure a figure is: counted from its statements, told in whole sentences, on each pledge's page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.pledges.confidence import Confidence, confidence_in_words, confidence_of
from tests.support.html_page import page_of

DAY = date(2013, 1, 17)


def said(quantity: int | None, text: str, kind: str, publisher: str, **more: Any) -> dict[str, Any]:
    plain = {
        "on": DAY,
        "retracted_at": None,
        "accepted": True,
        "quantity_low": quantity,
        "quantity_high": quantity,
    }
    source = {"kind": kind, "publisher": publisher}
    return {**plain, "quantity": quantity, "quantity_text": text, "source": source, **more}


TEN = said(10, "10", "newspaper", "The Times")
MORE = said(20, "more than 20", "government", "The Ministry", quantity_high=None, on=date(2013, 1, 18))


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([], None),
        ([TEN | {"retracted_at": DAY}], None),
        ([TEN | {"accepted": False}], None),
        ([TEN | {"on": date(2013, 2, 1)}], None),
        ([TEN], Confidence(1, 0, ["The Times"], True, "10", 0)),
        # The newest number is the one that is told, wherever it stands.
        ([MORE, TEN], Confidence(2, 1, ["The Ministry", "The Times"], False, "more than 20", 0)),
        ([TEN, TEN | {"quantity": 12, "accepted": False}], Confidence(1, 0, ["The Times"], True, "10", 1)),
        ([said(1400, "1400", "other", "B")], Confidence(1, 0, ["B"], True, "1,400", 0)),
        ([said(50, "about 50", "parliament", "")], Confidence(1, 1, [], False, "about 50", 0)),
        ([said(None, "undisclosed", "agency", "AFP")], Confidence(1, 0, ["AFP"], None, "", 0)),
        # One publisher under two spellings is one.
        ([TEN, said(10, "10", "newspaper", "THE  TIMES")], Confidence(2, 0, ["The Times"], True, "10", 0)),
    ],
)
def test_what_there_is_to_know(statements: list[dict[str, Any]], found: Confidence | None) -> None:
    assert confidence_of(statements, date(2013, 1, 31)) == found


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Confidence(1, 0, ["AFP"], None, "", 0), ["report it", "publisher: AFP", "No source gives", "No source in"]),
        (Confidence(3, 1, ["A", "B"], False, "about 50", 2), ["1 of 3 statements", "A and B", "“about 50”", "2 s"]),
        (Confidence(2, 2, [], True, "7", 0), ["It is official", "no publisher", "exact: 7", "otherwise"]),
    ],
)  # fmt: skip
def test_each_fact_is_a_sentence(found: Confidence, words: list[str]) -> None:
    told = confidence_in_words(found, "people")
    assert all(part in sentence for part, sentence in zip(words, told, strict=True))
    assert len(confidence_in_words(found, "none")) == len(told) - 1


@pytest.mark.slow
def test_pledge_s_page_says_how_sure_it_is(client: TestClient) -> None:
    words = page_of(client, "/pledges/serval-fra-troops?as_of=2013-01-17").texts["confidence"]
    assert "publisher" in words
    assert "The newest number is exact" in words
    before = page_of(client, "/pledges/serval-fra-troops?as_of=2012-01-01")
    assert "confidence" not in before.texts
