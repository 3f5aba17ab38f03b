"""Which addresses a copy holds, which it goes on to, and what stands for those that it lacks."""

from __future__ import annotations

from datetime import date

import pytest

from app.site.held import Policy
from app.site.places import Address, read

OPENS, LAST, TODAY = date(2013, 1, 17), date(2014, 7, 15), date(2026, 11, 28)
LATER = date(2013, 9, 30)
POLICY = Policy(
    today=TODAY,
    days=frozenset({OPENS, LATER}),
    opening={"mali": OPENS, "minusma": LATER},
    marked={"mali": frozenset({LAST}), "minusma": frozenset({LAST})},
    featured="mali",
    prefixes=frozenset({"", "/fr"}),
)


def plain(written: str) -> Address:
    return POLICY.plain(read(written))


@pytest.mark.parametrize(
    ("address", "is_held"),
    [
        ("/?as_of=2014-07-15", True),
        ("/fr/?as_of=2014-07-15", True),
        ("/fr-ca/pledges", False),
        ("/operations/minusma?as_of=2013-01-17", False),
        ("/operations/mali/totals.csv?by=contributor&category=troops&as_of=2013-01-17", True),
        ("/operations/mali/totals.csv?by=contributor&category=troops&as_of=2014-07-15", False),
        ("/pledges?as_of=2013-09-30", True),
        ("/pledges?as_of=2013-09-29", False),
        ("/pledges/fra?as_of=2013-09-30", False),
        ("/pledges?q=france", False),
        ("/pledges?sort=item", False),
        ("/compare?contributor=FRA", False),
        ("/compare?contributor=FRA,TCD", True),
        ("/embed/map.png?operation=mali&as_of=2013-01-17&size=1200x675", True),
        ("/embed/map?operation=mali&as_of=2014-07-15", False),
        ("/fr/embed/map?operation=mali&as_of=2013-01-17", True),
        ("/embed/map?operation=mali&as_of=2013-01-17&category=troops", False),
        ("/changes.atom", True),
        ("/contributors/FRA/changes.atom", False),
        ("/api/v1/pledges.csv", True),
        ("/api/v1/pledges.csv?contributor=FRA", False),
        ("/search", False),
        ("/robots.txt", False),
    ],
)
def test_an_address_alone_says_whether_it_is_held(address: str, is_held: bool) -> None:
    assert POLICY.holds(plain(address)) == is_held


def test_a_copy_in_one_language_has_the_data_of_all() -> None:
    french = Policy(TODAY, frozenset(), {}, prefixes=frozenset({"/fr"}))
    assert [french.holds(read(one)) for one in ("/pledges.csv", "/fr/pledges", "/pledges")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("page", "link", "is_followed"),
    [
        ("/", "/pledges?operation=mali&contributor=FRA&as_of=2013-01-17", True),
        ("/", "/pledges?operation=mali&contributor=FRA&as_of=2013-09-30", False),
        ("/?as_of=2014-07-15", "/pledges?operation=mali&contributor=FRA&as_of=2014-07-15", False),
        ("/pledges?contributor=FRA", "/pledges?contributor=FRA&unit=people", False),
        ("/pledges?contributor=FRA", "/pledges?contributor=FRA&cursor=abc", True),
        ("/pledges?contributor=FRA", "/pledges.csv?contributor=FRA", False),
        ("/pledges?contributor=FRA", "/pledges/fra", True),
        ("/fr/", "/fr/contributors/FRA?as_of=2013-01-17", True),
        ("/?category=troops", "/contributors/FRA?as_of=2013-01-17", False),
        ("/contributors?as_of=2013-01-17", "/contributors/FRA?as_of=2013-01-17", False),
        ("/contributors/FRA?as_of=2013-01-17", "/pledges?contributor=FRA&as_of=2013-01-17", False),
    ],
)
def test_one_choice_is_the_end_of_a_way(page: str, link: str, is_followed: bool) -> None:
    assert POLICY.follows(plain(page), plain(link)) == is_followed


HELD = (
    *(
        "/",
        "/fr/",
        "/operations/minusma",
        "/pledges",
        "/pledges?as_of=2013-01-17",
        "/pledges?as_of=2013-09-30",
    ),
    *("/contributors/FRA", "/contributors/FRA?as_of=2013-01-17", "/pledges/fra", "/pledges.csv"),
)


@pytest.mark.parametrize(
    ("link", "instead"),
    [
        ("/operations/minusma?as_of=2013-03-01", "/operations/minusma"),
        ("/?as_of=2013-03-01", None),
        ("/pledges?as_of=2013-03-01", "/pledges?as_of=2013-01-17"),
        ("/pledges?as_of=2012-03-01", "/pledges?as_of=2013-01-17"),
        ("/pledges/fra?as_of=2013-03-01", "/pledges/fra"),
        ("/contributors/FRA?as_of=2013-03-01", "/contributors/FRA"),
        ("/pledges?contributor=FRA&unit=people&as_of=2013-01-17", "/contributors/FRA?as_of=2013-01-17"),
        ("/pledges?contributor=FRA&as_of=2014-07-15", "/contributors/FRA"),
        ("/pledges?contributor=FRA,TCD", None),
        ("/pledges?unit=people&as_of=2014-07-15", None),
        ("/pledges.csv?as_of=2014-07-15", None),
        ("/fr/pledges/fra?as_of=2013-03-01", None),
    ],
)
def test_what_stands_for_an_address_that_is_not_held(link: str, instead: str | None) -> None:
    held: dict[str, list[Address]] = {}
    for one in map(read, HELD):
        held.setdefault(one.path, []).append(one)
    assert POLICY.nearest(plain(link), held, read("/")) == (read(instead) if instead else None)


def test_a_contributors_own_page_is_no_answer_to_itself() -> None:
    page = read("/contributors/FRA")
    held = {page.path: [page]}
    assert POLICY.nearest(plain("/pledges?contributor=FRA&as_of=2014-07-15"), held, page) is None


def test_the_days_that_a_page_may_have() -> None:
    assert POLICY.days_of("/") == [OPENS, LATER, LAST]
    assert POLICY.days_of("/operations/minusma") == [LATER, LAST]
    assert POLICY.days_of("/pledges") == [OPENS, LATER, TODAY]
