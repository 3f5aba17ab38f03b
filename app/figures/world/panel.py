"""The map put together: title, sentence, drawing, table, source and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.figures.charts import Addresses, legend_of
from app.figures.givers import told_in_full
from app.figures.ground import Ground
from app.figures.panels import ENDINGS
from app.figures.schemas import Cell, Column, Figure, Row, Table
from app.figures.tables import givers_table
from app.figures.world.drawing import MapDrawing, Said, beside, largest_of, pictures_of
from app.figures.world.geometry import World, world
from app.figures.world.seats import FURTHEST, Seat, seats_of
from app.figures.world.words import (
    map_in_words,
    note_on_the_map,
    region_label,
    said_of_map,
    seat_in_words,
    theatre_in_words,
)
from app.i18n import _, day
from app.pledges.words import stage_label

LEFT_OUT = ("unknown", "pledges")


def map_figure(ground: Ground) -> Figure | None:
    """Where the help comes from; None where nobody has a pledge of what is counted."""
    if not ground.givers:
        return None
    subject, atlas = ground.subject, world()
    organisations = {code for code, known in ground.known.items() if known["kind"] == "organisation"}
    seats = seats_of(ground.givers, organisations, atlas)
    theatre = theatre_of(ground)
    return Figure(
        id="map",
        title=ground.chosen.told_of(said_of_map(seats, subject.unit, subject.noun)),
        sentence=map_in_words(seats, theatre, atlas, ground.as_of, ground.is_present),
        legend=legend_of(ground.givers),
        drawing=drawing_of(ground, seats, theatre, atlas),
        template="figures/drawings/map.html",
        table=_table(ground, seats),
        source_line=ground.own_sources.line,
        source_url=ground.links.to("/sources", operation=",".join(ground.whole.filter.operation)),
        note=note_on_the_map(),
        links={
            **{ending: ground.data("totals", ending, by="contributor") for ending in ENDINGS},
            "page": ground.board() + "#map",
        },
    )


def theatre_of(ground: Ground) -> dict[str, str]:
    """Where the operations take place: names by code, each once, in the order of the record."""
    codes = [code for operation in ground.operations_and_parts for code in operation["theatre"]]
    return {code: ground.names.get(code, code) for code in codes}


def drawing_of(ground: Ground, seats: Sequence[Seat], theatre: Mapping[str, str], atlas: World) -> MapDrawing:
    """The map for a wide page and for a phone, and those who are listed beside it."""
    said = Said(
        url=lambda seat: ground.links.contributor(seat.code),
        title=seat_in_words,
        note=lambda seat: told_in_full(seat.giver),
    )
    pictures, largest = pictures_of(seats, theatre, atlas, said), largest_of(seats)
    used = {seat.stage for seat in seats if seat.place}
    return MapDrawing(
        pictures=pictures,
        beside=beside([seat for seat in seats if not seat.place], largest, pictures[0].radius, said),
        cut=beside(pictures[-1].outside, largest, pictures[-1].radius, said),
        stages=[(stage, stage_label(stage)) for stage in FURTHEST if stage in used],
        theatre=theatre_in_words(theatre),
    )


def _table(ground: Ground, seats: Sequence[Seat]) -> Table:
    """The table by contributor, with its part of the world in the place of how many pledges it has."""
    addresses = Addresses(
        page=lambda giver: ground.links.contributor(giver.code),
        pledges=lambda giver: ground.own_pledges(contributor=(giver.code,)),
        all=ground.own_pledges(),
    )
    caption = _("Where it comes from, {day}", day=day(ground.as_of))
    data = ground.data("totals", "csv", by="contributor")
    table = givers_table(ground.givers, ground.subject.unit, caption, addresses, data)
    held = len(table.rows) + len(table.more)
    where = [Cell(region_label(seat.region)) for seat in seats[:held]]
    rows: list[Row] = [
        {**row, "where": cell} for row, cell in zip([*table.rows, *table.more], where, strict=True)
    ]
    first, *others = (column for column in table.columns if column.key not in LEFT_OUT)
    return replace(
        table,
        columns=[first, Column("where", _("Where from")), *others],
        rows=rows[: len(table.rows)],
        more=rows[len(table.rows) :],
    )
