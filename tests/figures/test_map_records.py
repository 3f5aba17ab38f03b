"""The map of the real record and of random ones: everybody is on it or beside it, with its own numbers."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from app.db import Database
from app.figures.ground import Ground, ground_of
from app.figures.schemas import PROMISED, Figure
from app.figures.words import brief, written
from app.figures.world.drawing import (
    MapDrawing,
)
from app.figures.world.geometry import OUTLINES, world
from app.figures.world.panel import map_figure
from app.figures.world.seats import regions_of, seats_of
from app.ledger.change import changing
from app.ledger.revisions import head
from app.pledges.filter import PledgeFilter
from app.reading import Reading
from app.sheets.loader import load_folder
from app.web.assets import asset_file
from tests.conftest import copy_of, open_sqlite
from tests.support.long import examples
from tests.support.records import Row, records, write_sheets

DAYS = ("2013-01-10", "2013-01-17", "2013-02-15", "2013-07-01", "2014-06-30")


def ground_on(reader: Any, filter: PledgeFilter) -> Ground:
    return ground_of(Reading(cast("Any", None), reader, head(reader), date(2026, 1, 1)), "/", filter)


def check_map(ground: Ground) -> None:
    """Everybody of the totals is on each picture or listed, with its own numbers; nobody else is painted."""
    figure = map_figure(ground)
    rows = {row["contributor"]: row for row in ground.totals.items}
    assert (figure is None) == (not rows)
    if figure is None:
        return
    drawing = cast("MapDrawing", figure.drawing)
    beside = [one.code for one in drawing.beside]
    for picture in drawing.pictures:
        on_it = [one.code for one in picture.circles]
        assert sorted([*on_it, *beside, *(seat.code for seat in picture.outside)]) == sorted(rows)
        assert {tint.code for tint in picture.tints} <= rows.keys() - set(beside)
        assert set(on_it) <= {tint.code for tint in picture.tints}
        for one in picture.circles:
            assert bool(one.rings) == (rows[one.code]["total"] > 0)
            assert one.rings == [] or one.rings[0][0] == [n for n in PROMISED if rows[one.code][n]][-1]
    assert sorted(seat.code for seat in drawing.pictures[-1].outside) == sorted(
        one.code for one in drawing.cut
    )
    organisations = {code for code, known in ground.known.items() if known["kind"] == "organisation"}
    assert organisations <= set(beside)
    said = {one.code: one.number for one in drawing.pictures[0].circles}
    said |= {one.code: one.number for one in drawing.beside}
    assert said == {
        held.code: brief(held.total, held.unit) if held.total.value else "" for held in ground.givers
    }
    check_words(ground, figure)


def check_words(ground: Ground, figure: Figure) -> None:
    table = figure.table
    assert table is not None
    shown = [*table.rows, *table.more]
    assert [row["name"].text for row in shown] == [row.name for row in ground.givers]
    for row, held in zip(shown, ground.givers, strict=True):
        assert (row["total"].text if "total" in row else "") == (
            written(held.total, held.unit) if held.total.value else ""
        )
    found = regions_of(seats_of(ground.givers, set(), world()))
    assert sum(region.numbers.total.value for region in found) == sum(g.total.value for g in ground.givers)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("operation", ["mali", "serval", "afisma", "minusma", "eutm-mali"])
def test_everybody_of_the_record_is_on_the_map_or_beside_it(
    seeded: Database, day: str, operation: str
) -> None:
    with seeded.reading() as reader:
        check_map(ground_on(reader, PledgeFilter(operation=(operation,), as_of=date.fromisoformat(day))))


@given(rows=records())
@examples(6)
def test_everybody_of_any_record_is_on_the_map_or_beside_it(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    database = open_sqlite(copy_of(empty_file, folder))
    with changing(database, "test") as change:
        load_folder(change, write_sheets(rows, folder / "sheets"), lambda _rows: None)
    with database.reading() as reader:
        for on in (date(2013, 1, 10), date(2013, 1, 25), date(2013, 2, 12), date(2013, 3, 1)):
            check_map(ground_on(reader, PledgeFilter(operation=("war",), as_of=on)))
    database.close()


def test_the_page_draws_what_the_figure_says(client: TestClient) -> None:
    page = client.get("/operations/mali?as_of=2013-01-17").text
    figure = page[page.index('<figure class="fig') :]
    figure = figure[figure.index('id="map"') :]
    figure = figure[: figure.index("</figure>")]
    svg = figure[figure.index('class="map-page"') : figure.index('class="map-phone"')]
    assert f'/{asset_file(OUTLINES).relative_to(asset_file(OUTLINES).parents[1])}#land"' in svg
    assert re.search(r'class="theatre is-bare" href="[^"]*#MLI"', svg)
    assert "<title>France: 1,400 deployed and 1,100 announced</title>" in svg
    totals = client.get(
        "/api/v1/totals?by=contributor&operation=mali&as_of=2013-01-17&unit=people&category=troops,uniformed-personnel"
    ).json()["items"]
    beside = figure[figure.index('class="map-beside"') :].count('class="map-words"')
    assert len(re.findall(r"<title>", svg)) + beside == len(totals)
    assert beside == 2
    assert 'style="' not in figure
    assert len(svg) < 9000
    assert all('tabindex="-1"' in link for link in re.findall(r"<a [^>]*>", svg))
    assert "The boundaries and names shown do not imply endorsement." in figure


def test_the_map_is_left_out_where_nobody_has_a_pledge(client: TestClient) -> None:
    assert 'id="map"' not in client.get("/operations/mali?as_of=2001-01-01").text


def test_organisations_alone_are_listed(seeded: Database) -> None:
    with seeded.reading() as reader:
        chosen = PledgeFilter(operation=("mali",), contributor=("ECOWAS",), as_of=date(2013, 1, 17))
        figure = map_figure(ground_on(reader, chosen))
    assert figure is not None
    drawing = cast("MapDrawing", figure.drawing)
    assert [one.code for one in drawing.beside] == ["ECOWAS"]
    assert drawing.pictures[0].circles == []
    assert drawing.stages == []
