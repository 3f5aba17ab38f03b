"""Where an address stands in a folder, and how one file names another."""

from __future__ import annotations

import pytest

from app.site.places import is_nameable, place_of, public_place, read, relative


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "index.html"),
        ("/operations/mali", "operations/mali/index.html"),
        ("/?as_of=2013-01-17", "x/as_of=2013-01-17/index.html"),
        ("/operations/mali?as_of=2013-01-17#map", "operations/mali/x/as_of=2013-01-17/index.html"),
        ("/pledges.csv?operation=serval", "x/operation=serval/pledges.csv"),
        ("/pledges?operation=b&as_of=2013-01-17", "pledges/x/as_of=2013-01-17/operation=b/index.html"),
        ("/api/v1/totals?by=category", "api/v1/x/by=category/totals.json"),
        ("/api/v1/pledges/a", "api/v1/pledges/a.json"),
        ("/pledges?q=a/b%C3%A9:", "pledges/x/q=a~2Fb~C3~A9~3A/index.html"),
        ("/static/app.1.css", "static/app.1.css"),
    ],
)
def test_an_address_has_one_place(address: str, place: str) -> None:
    assert place_of(read(address)) == place


@pytest.mark.parametrize("address", ["/pledges/..", "/pledges/.", "/pledges?q=" + "a" * 300])
def test_what_no_file_system_takes_is_not_nameable(address: str) -> None:
    assert not is_nameable(read(address))


@pytest.mark.parametrize(
    ("place", "page", "link"),
    [
        ("index.html", "index.html", "./"),
        ("index.html", "operations/mali/index.html", "../../"),
        ("operations/mali/index.html", "index.html", "operations/mali/"),
        ("x/a=b/pledges.csv", "pledges/index.html", "../x/a=b/pledges.csv"),
        ("pledges/index.html", "pledges/x/a=b/index.html", "../../"),
    ],
)
def test_a_link_is_relative(place: str, page: str, link: str) -> None:
    assert relative(place, page) == link


def test_the_order_of_parameters_makes_no_other_place() -> None:
    assert read("/pledges?unit=people&operation=mali") == read("/pledges?operation=mali&unit=people")
    assert public_place(read("/pledges?unit=people")) == "pledges/x/unit=people/"
