"""The layer that keeps answers: one is made for many who wait, few are kept, and none that is anybody's own."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from tests.keeping.support import MB, Answer, Maker, ask, until
from tests.support.loops import run


def test_fifty_who_ask_at_once_have_one_answer_made() -> None:
    async def many() -> tuple[Maker, list[Answer]]:
        maker = Maker()
        maker.gate = asyncio.Event()
        asked = [asyncio.create_task(ask(maker.app)) for _ in range(50)]
        await until(lambda: maker.made > 0)
        maker.gate.set()
        return maker, await asyncio.gather(*asked)

    maker, answers = run(many())
    assert maker.made == 1
    assert {(answer.status, answer.body) for answer in answers} == {(200, b"made")}


def test_nobody_is_lost_where_the_first_one_goes_away() -> None:
    async def many() -> tuple[Maker, list[Answer]]:
        maker = Maker()
        maker.gate = asyncio.Event()
        first = asyncio.create_task(ask(maker.app))
        await until(lambda: maker.made == 1)
        others = [asyncio.create_task(ask(maker.app)) for _ in range(9)]
        gone = asyncio.create_task(ask(maker.app))
        await asyncio.sleep(0)
        # One who only waits may go too, and takes nobody along.
        gone.cancel()
        first.cancel()
        await until(lambda: maker.made == 2)
        maker.gate.set()
        return maker, await asyncio.gather(*others)

    maker, answers = run(many())
    assert maker.made == 2
    assert [answer.body for answer in answers] == [b"made"] * 9


def test_who_comes_after_a_write_does_not_get_what_was_begun_before_it() -> None:
    async def two() -> tuple[Answer, Answer, Answer]:
        maker = Maker(b"old")
        maker.gate = asyncio.Event()
        before = asyncio.create_task(ask(maker.app))
        await until(lambda: maker.made == 1)
        maker.state, gate, maker.gate = "2", maker.gate, None
        maker.body = b"new"
        after = await ask(maker.app)
        maker.body = b"old"
        gate.set()
        old = await before
        maker.body = b"never made"
        return old, after, await ask(maker.app)

    old, after, again = run(two())
    # The late old answer has not taken the new one's place.
    assert (old.body, after.body, again.body) == (b"old", b"new", b"new")


@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "no-store"},
        {"cache-control": "private, no-cache"},
        {"cache-control": "no-cache", "set-cookie": "muster=1"},
        {"vary": "Accept-Encoding, Cookie"},
        {"vary": "*"},
        {"etag": ""},
        {"content-encoding": "gzip"},
    ],
)
def test_what_does_not_say_that_it_is_for_all_is_not_kept(headers: dict[str, str]) -> None:
    maker = Maker(headers=headers)
    assert [run(ask(maker.app)).body for _ in range(3)] == [b"made"] * 3
    assert maker.made == 3


@pytest.mark.parametrize("kind", ["unmarked", "streamed", "failed", "too large", "unknown state"])
def test_what_cannot_be_kept_is_made_each_time_whole(kind: str) -> None:
    maker = Maker(b"x" * MB if kind == "too large" else b"made", 404 if kind == "failed" else 200)
    maker.is_marked, maker.is_streamed = kind != "unmarked", kind == "streamed"
    if kind == "unknown state":
        maker.state = None  # type: ignore[assignment]
    bodies = {run(ask(maker.app)).body for _ in range(3)}
    assert bodies == {maker.body + (b" and more" if maker.is_streamed else b"")}
    assert maker.made == 3


@pytest.mark.parametrize("headers", [
    {"cookie": "muster=1"}, {"cookie": ""}, {"authorization": "Bearer 1"}, {"range": "bytes=0-1"},
    {"accept_encoding": "br" * 4_000},
])  # fmt: skip
def test_whoever_shows_something_of_their_own_is_answered_for_themselves(headers: dict[str, str]) -> None:
    maker = Maker()
    run(ask(maker.app))
    run(ask(maker.app, **headers))
    run(ask(maker.app, method="POST"))
    assert maker.made == 3
    assert len(maker.shelf) == 1


def test_those_who_wait_for_what_is_not_kept_go_on_together() -> None:
    async def many() -> tuple[Maker, list[Answer]]:
        maker = Maker(headers={"cache-control": "no-store"})
        maker.gate = asyncio.Event()
        asked = [asyncio.create_task(ask(maker.app)) for _ in range(5)]
        await until(lambda: maker.made == 1)
        gate, maker.gate = maker.gate, asyncio.Event()
        gate.set()
        # All the others are inside at the same time.
        await until(lambda: maker.made == 5)
        maker.gate.set()
        return maker, await asyncio.gather(*asked)

    maker, answers = run(many())
    assert maker.made == 5
    assert {answer.body for answer in answers} == {b"made"}


def test_memory_is_bounded_and_what_was_asked_for_last_stays() -> None:
    maker = Maker(b"x" * (MB // 10))

    async def many() -> None:
        for n in range(100):
            await ask(maker.app, f"/pledges?q={n}")
            await ask(maker.app, "/pledges")
            assert maker.shelf.size <= MB

    run(many())
    assert maker.made == 101
    assert 5 < len(maker.shelf) < 11
    maker.state = "2"
    run(ask(maker.app))
    # What was true before the write takes no room.
    assert len(maker.shelf) == 1
    assert maker.shelf.size < MB // 5


def test_a_reader_who_has_it_gets_304_and_a_head_has_no_body() -> None:
    maker = Maker(headers={"vary": "Accept-Encoding", "content-type": "text/html"})
    # Whoever makes it gets the same as those who come later.
    for _ in range(2):
        known = run(ask(maker.app, if_none_match='"0-z", W/"1-a"'))
        assert (known.status, known.body, known.header("etag")) == (304, b"", '"1-a"')
        assert {name for name, _ in known.headers} == {b"etag", b"cache-control", b"vary"}
    whole = run(ask(maker.app, if_none_match='"0-z"'))
    assert (whole.status, whole.body) == (200, b"made")
    head = run(ask(maker.app, method="HEAD"))
    assert (head.status, head.body, head.headers) == (200, b"", whole.headers)
    assert maker.made == 1


def test_a_new_day_begins_at_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter([date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 2)])
    monkeypatch.setattr("app.web.keeping.today", lambda: next(days))
    maker = Maker()
    # Midnight passes while the first answer is made: it is of neither day for whoever comes later.
    for of, made in (
        (date(2026, 1, 2), 1),
        (date(2026, 1, 1), 2),
        (date(2026, 1, 2), 3),
        (date(2026, 1, 2), 3),
    ):
        maker.day = lambda of=of: of  # type: ignore[misc]
        run(ask(maker.app))
        assert maker.made == made
