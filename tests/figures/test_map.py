"""The map: its numbers are the rows, everybody is on it or listed beside it, and no member is painted for another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.schemas import Numbers
from app.figures.world.drawing import (
    SMALLEST,
    Picture,
    Said,
    picture_of,
    radius_of,
    rings_of,
)
from app.figures.world.geometry import Place, World, world
from app.figures.world.labels import Spot, labels_for, room_of
from app.figures.world.seats import Seat, seats_of
from app.figures.world.view import PHONE, TALL, WIDE, view_of
from app.figures.world.words import map_in_words, said_of_map, seat_in_words
from tests.figures.made import DAY, at_least, giver, numbers

SAID = Said(lambda seat: f"/c/{seat.code}", seat_in_words, lambda seat: ("", ""))
ALPHA2 = {
    "FRA": "FR",
    "TCD": "TD",
    "NER": "NE",
    "NGA": "NG",
    "USA": "US",
    "SGP": "SG",
    "CAN": "CA",
    "DEU": "DE",
}


def seats(*rows: Any, organisations: tuple[str, ...] = ("AU", "EU", "ECOWAS")) -> list[Seat]:
    return seats_of(rows, organisations, world())


def of(code: str, held: Numbers | None = None, **more: Any) -> Any:
    names = {"FRA": "France", "TCD": "Chad"}
    return giver(code, held, alpha2=ALPHA2.get(code, ""), name=names.get(code, code), **more)


def drawn(*rows: Any, frame: Any = TALL, theatre: dict[str, str] | None = None) -> Picture:
    return picture_of(frame, seats(*rows), theatre or {"MLI": "Mali"}, world(), SAID)


# Circles


@given(st.integers(1, 10**9), st.integers(1, 10**9))
@settings(max_examples=100, deadline=None)
def test_a_circle_has_the_area_of_its_number(one: int, other: int) -> None:
    largest = max(one, other)
    small = radius_of(min(one, other), largest, 1000)
    assert radius_of(largest, largest, 1000) == 1000
    exact = 1000 * (min(one, other) / largest) ** 0.5
    assert small == pytest.approx(max(exact, SMALLEST), abs=0.06)
    assert radius_of(0, largest, 1000) == 0


def test_each_ring_that_is_seen_has_the_area_of_its_number() -> None:
    [seat] = seats(of("FRA", numbers(deployed=1400, committed=100, announced=1000)))
    outer, between, inner = (radius**2 for _name, radius in rings_of(seat, 2500, 1000))
    assert [name for name, _radius in rings_of(seat, 2500, 1000)] == ["announced", "committed", "deployed"]
    assert [inner, between - inner, outer - between] == pytest.approx([560_000, 40_000, 400_000], rel=2e-3)


def test_an_open_number_keeps_its_plus() -> None:
    picture = drawn(of("FRA", Numbers(committed=at_least(200))))
    [circle] = picture.circles
    assert (circle.number, circle.mark) == ("200+", "")


@pytest.mark.parametrize(
    ("row", "mark", "stage"),
    [
        (of("FRA", unknown=1, stages={"deployed": 1}), "unquantified", "deployed"),
        (of("FRA", stages={"declined": 1}), "declined", "declined"),
        (of("FRA", stages={"requested": 1}, asked=1), "requested", "requested"),
        (of("FRA", stages={"under_review": 1, "declined": 1}, asked=1), "under_review", "under_review"),
        (of("FRA", stages={"closed": 1}), "closed", "closed"),
        (of("FRA", unit="none", stages={"committed": 1}), "committed", "committed"),
    ],
)
def test_what_has_no_number_is_a_mark_and_never_a_circle(row: Any, mark: str, stage: str) -> None:
    picture = drawn(row)
    [circle], [tint] = picture.circles, picture.tints
    assert (circle.mark, circle.rings, circle.number, tint.stage) == (mark, [], "", stage)


def test_signs_beside_a_number_say_what_else_was_said() -> None:
    [circle] = drawn(of("FRA", numbers(5), unknown=1, asked=1, stages={"deployed": 2, "declined": 1})).circles
    assert [code for code, _x, _y in circle.badges] == ["unquantified", "requested", "declined"]


# Places


def test_an_organisation_paints_none_of_its_members() -> None:
    found = seats(of("EU", numbers(200)), of("FRA", stages={"declined": 1}))
    assert [(seat.code, seat.place is None, seat.region) for seat in found] == [
        ("EU", True, "organisations"),
        ("FRA", False, "Europe"),
    ]
    picture = picture_of(TALL, found, {}, world(), SAID)
    assert [(tint.code, tint.stage) for tint in picture.tints] == [("FRA", "declined")]
    assert [circle.code for circle in picture.circles] == ["FRA"]


def test_a_small_country_is_a_dot_and_a_large_one_is_not() -> None:
    tints = {tint.code: tint for tint in drawn(of("SGP", numbers(5)), of("CAN", numbers(5))).tints}
    assert tints["SGP"].dot is not None
    assert not tints["SGP"].is_drawn
    assert tints["CAN"].dot is None
    assert tints["CAN"].is_drawn


def test_the_theatre_is_outlined_and_named_and_one_without_a_shape_is_left_out() -> None:
    [mali] = drawn(of("FRA", numbers(5)), theatre={"MLI": "Mali", "GUF": "French Guiana"}).theatre
    assert (mali.code, mali.name, mali.is_drawn, mali.is_tinted) == ("MLI", "Mali", True, False)
    assert mali.label is not None


def test_a_phone_shows_where_the_help_comes_from_and_lists_the_rest() -> None:
    rows = [
        of("TCD", numbers(2000)),
        of("NER", numbers(500)),
        of("USA", numbers(6)),
        of("CAN", stages={"declined": 1}),
    ]
    phone, page = drawn(*rows, frame=PHONE), drawn(*rows, frame=WIDE)
    assert [seat.code for seat in phone.outside] == ["USA", "CAN"]
    assert {circle.code for circle in phone.circles} == {"TCD", "NER"}
    assert not page.outside
    assert len(page.circles) == 4
    assert PHONE.width / phone.view.scale < WIDE.width / page.view.scale


codes = st.lists(st.sampled_from(sorted(world().places)), min_size=1, max_size=30, unique=True)


@given(codes, st.sampled_from([TALL, WIDE, PHONE]))
@settings(max_examples=40, deadline=None)
def test_everybody_is_in_the_picture_or_outside_it(some: list[str], frame: Any) -> None:
    picture = drawn(*(of(code, numbers(i + 1)) for i, code in enumerate(some)), frame=frame)
    inside, outside = [one.code for one in picture.circles], [seat.code for seat in picture.outside]
    assert sorted(inside + outside) == sorted(some)
    assert frame is PHONE or not outside
    for one in picture.circles:
        assert 0 <= one.x <= frame.width
        assert 0 <= one.y <= frame.height


@given(codes)
@settings(max_examples=50, deadline=None)
def test_names_lie_in_the_picture_and_not_on_each_other(some: list[str]) -> None:
    picture = drawn(*(of(code, numbers(i + 1)) for i, code in enumerate(some)), frame=WIDE)
    boxes = [room_of(one.label, f"{one.number} {one.name}") for one in picture.circles if one.label]
    assert len(boxes) <= WIDE.names + 1  # the theatre may leave its room
    for i, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= WIDE.width
        for other in boxes[:i]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart


def test_a_name_without_room_is_left_out() -> None:
    assert labels_for([Spot(10, 10, 5, "A name as long as the picture")], 9, 100, 20) == [None]


def test_a_view_has_the_frame_s_shape_and_holds_the_theatre() -> None:
    flat = World(1000, 500, {}, {})
    far = Place((900, 100), (890, 90, 910, 110), 400)
    theatre = Place((100, 300), (50, 250, 150, 350), 900)
    view = view_of(PHONE, [far], [theatre], flat)
    left, top = view.left, view.top
    right, bottom = left + PHONE.width / view.scale, top + PHONE.height / view.scale
    assert left <= 50
    assert right >= 150
    assert top <= 250
    assert bottom >= 350
    assert not view.shows(far)


# Words


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [of("FRA", numbers(1400)), of("TCD", numbers(320, 5444))],
            "France had 1,400 of 1,720 soldiers deployed; Chad promised the most, 5,764 of 7,164",
        ),
        (
            [of("TCD", numbers(900)), of("NER", numbers(100)), of("FRA", numbers(500))],
            "African countries had 1,000 of 1,500 soldiers deployed",
        ),
        (
            [of("TCD", numbers(900)), of("NER", numbers(100))],
            "African countries had all 1,000 soldiers deployed",
        ),
        (
            [of("TCD", numbers(0, 900)), of("NER", numbers(0, 100))],
            "African countries promised all 1,000 soldiers",
        ),
        (
            [of("EU", Numbers(committed=at_least(200))), of("TCD", numbers(0, 20))],
            "The EU promised at least 200 of at least 220 soldiers",
        ),
        ([of("FRA", stages={"declined": 1})], "France declined to give soldiers"),
    ],
)
def test_title_says_where_it_comes_from(rows: list[Any], said: str) -> None:
    assert said_of_map(seats(*rows), "people", "troops") == said


def test_sentence_has_every_region_and_the_neighbours() -> None:
    rows = seats(
        of("TCD", numbers(900)), of("NER", numbers(100)), of("FRA", numbers(5)), of("AU", numbers(1))
    )
    assert map_in_words(rows, {"MLI": "Mali"}, world(), DAY, is_present=False) == (
        "In force on 17 January 2013: 2 African countries with 1,000, 1 European country with 5 and 1 organisation "
        "with 1. Of the 7 neighbours of Mali, 1 gave or promised some."
    )


def test_sentence_names_every_land_that_a_pledge_can_come_from() -> None:
    """Of Antarctica there is a code, and nobody who could promise anything; its map was an error."""
    for alpha2 in world().continents:
        land = giver("XXX", numbers(deployed=3), alpha2=alpha2.upper(), name="Some land")
        assert map_in_words(seats(land), {}, world(), DAY, is_present=False).startswith("In force on")
