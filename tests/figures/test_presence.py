"""Who is there when: from the first delivery to the end, as the day knows it; and what is overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from app.db import Database
from app.figures.presence.panel import presence_figure
from app.figures.presence.schemas import stays_of
from app.figures.schemas import Amount, Bar, Figure
from tests.conftest import client_of, copy_of, open_sqlite
from tests.figures.drawn import (
    SEVEN_DAYS,
    figure_on,
    file_of,
    load_rows,
    presence_drawn,
    presences,
    record,
    rows_of,
    texts,
)
from tests.figures.made import at_least, exactly
from tests.figures.pages import Page
from tests.figures.valid import check_figure
from tests.support.records import Row, records

# A failing record is small already; making it smaller takes minutes.
GENERATED = (Phase.explicit, Phase.reuse, Phase.generate)
CANADA = "serval-can-c17"
TROOPS = "p, war, FRA, troops,"


def days(*spans: tuple[str, str, str, Amount | None]) -> list[tuple[str, str, str]]:
    """The stays of standings that begin on days of January: from, until, stage."""
    read = [
        (date.fromisoformat(f"2013-01-{a}"), date.fromisoformat(f"2013-01-{b}") if b else None, stage, amount)
        for a, b, stage, amount in spans
    ]
    return [(str(s.from_on)[8:], str(s.until_on or "")[8:], s.stage) for s in stays_of(read)]


ONE, TWO = exactly(1), exactly(2)


@pytest.mark.parametrize(
    ("spans", "stays"),
    [
        ([("01", "", "deployed", ONE)], [("01", "", "deployed")]),
        ([("01", "05", "committed", None)], []),
        (
            [("01", "05", "deployed", ONE), ("05", "", "deployed", TWO)],
            [("01", "", "deployed")],
        ),
        ([("01", "05", "deployed", ONE), ("05", "", "ended", None)], [("01", "05", "ended")]),
        ([("01", "05", "deployed", ONE), ("05", "", "closed", None)], [("01", "05", "closed")]),
        # Gone while more is promised, and back again.
        (
            [
                ("01", "05", "deployed", ONE),
                ("05", "09", "committed", None),
                ("09", "12", "deployed", ONE),
                ("12", "20", "ended", None),
                ("20", "", "closed", None),
            ],
            [("01", "05", "ended"), ("09", "12", "ended")],
        ),
    ],
)
def test_stay_lasts_while_something_is_in_place(
    spans: list[tuple[str, str, str, Amount | None]], stays: list[tuple[str, str, str]]
) -> None:
    assert days(*spans) == stays


def test_number_of_a_stay_is_the_most_at_once() -> None:
    counted = [None, at_least(750), exactly(4000), exactly(3200)]
    first = date(2013, 1, 1)
    spans = [(first + timedelta(n), first + timedelta(n + 1), "deployed", c) for n, c in enumerate(counted)]
    [stay] = stays_of(spans)
    assert (stay.most, stay.last, stay.lacks_number) == (exactly(4000), exactly(3200), True)
    assert [count.amount for count in stay.counts] == counted


@pytest.mark.parametrize(
    ("day", "until", "stage"),
    [
        # Offered for a week, extended twice: in force on each day until it ended on 31 March.
        ("2013-01-17", None, "deployed"),
        ("2013-01-22", None, "deployed"),
        ("2013-02-16", None, "deployed"),
        ("2013-03-30", None, "deployed"),
        ("2013-03-31", date(2013, 3, 31), "ended"),
        ("2014-08-01", date(2013, 3, 31), "ended"),
    ],
)
def test_canadas_aircraft_outlasts_its_week(
    seeded: Database, day: str, until: date | None, stage: str
) -> None:
    [stay] = presences(seeded, day)[CANADA].stays
    assert (stay.from_on, stay.until_on, stay.stage) == (date(2013, 1, 15), until, stage)
    assert stay.most == exactly(1)


def test_nothing_is_there_before_it_came(seeded: Database) -> None:
    assert CANADA not in presences(seeded, "2013-01-14")


def test_week_that_was_stated_ends(database: Database, tmp_path: Path) -> None:
    record(database, tmp_path, f"{TROOPS},2013-01-15,deployed,5,2013-01-21")
    assert presences(database, "2013-01-21")["p"].stays[0].until_on is None
    [stay] = presences(database, "2013-01-22")["p"].stays
    assert (stay.until_on, stay.stage) == (date(2013, 1, 22), "ended")


def test_gap_is_a_bar_of_its_own(database: Database, tmp_path: Path) -> None:
    record(
        database,
        tmp_path,
        f"{TROOPS},2013-01-05,deployed,5,2013-01-08",
        "p,,,,,2013-01-20,deployed,7",
    )
    figure = presence_drawn(database, "war", "2013-01-25")
    [bar] = [bar for bar in figure.bars if bar.key == "p"]
    assert [part.code for part in bar.segments] == ["ended", "deployed"]
    assert bar.segments[0].x_percent + bar.segments[0].width_percent < bar.segments[1].x_percent
    assert (bar.end_text, bar.note) == ("7", "still there")
    assert texts(figure.table, "to") == ["ended 9 January 2013", "still there on 25 January 2013"]


def test_record_that_closes_never_says_that_they_left(database: Database, tmp_path: Path) -> None:
    record(database, tmp_path, "p, south, FRA, troops,,2013-01-05,deployed,5")
    followed = presence_drawn(database, "south", "2013-02-11")
    assert followed.bars[1].note == "still there"
    closed = presence_drawn(database, "south", "2013-02-12")
    [part] = closed.bars[1].segments
    assert (part.code, part.stale, closed.bars[1].note) == ("closed", True, "outcome not in this record")
    assert texts(closed.table, "to") == ["outcome not in this record after 11 February 2013"]
    assert closed.title == "What became of the one deployment for south is not in this record"


def test_what_has_no_number_is_never_0(database: Database, tmp_path: Path) -> None:
    record(
        database,
        tmp_path,
        f"{TROOPS},2013-01-05,deployed,",
        "i, war, TCD, intelligence,, 2013-01-05,deployed,",
    )
    figure = presence_drawn(database, "war", "2013-01-25")
    said = {bar.key: (bar.end_text, bar.note) for bar in figure.bars}
    assert said["p"] == ("", "number not given; still there")
    assert said["i"] == ("", "still going on")
    assert texts(figure.table, "most") == ["not counted in numbers", "number not given"]


def test_rest_of_a_whole_is_not_its_number(database: Database, tmp_path: Path) -> None:
    record(
        database,
        tmp_path,
        "w, war, ECOWAS, troops,,2013-01-05,deployed,300",
        "m, war, NGA, troops, w,2013-01-06,deployed,200",
    )
    bars = {bar.key: bar for bar in presence_drawn(database, "war", "2013-01-07").bars}
    assert (bars["w"].end_text, bars["w"].note) == ("", "100 not yet named by its members; still there")
    assert bars["m"].end_text == "200"


def test_no_pledge_no_figure(seeded: Database) -> None:
    assert figure_on(seeded, presence_figure, "serval", "2012-12-01") is None
    assert figure_on(seeded, presence_figure, "mali", "2013-01-17", stage=("declined",)) is None


def test_many_pledges_fold_under_their_headings(seeded: Database) -> None:
    figure = presence_drawn(seeded, "mali", "2014-06-30")
    counts = [sum(1 for bar in bars if bar.segments) for bars in (figure.bars, figure.more_bars)]
    assert counts == [20, 71]
    assert figure.rest == "71 more pledges"
    assert figure.bars[0].label == "Troops: 13 pledges"
    assert [bar.label for bar in figure.bars if not bar.segments] == [
        "Troops: 13 pledges",
        "Military trainers: 15 pledges",
    ]


@pytest.mark.parametrize("day", SEVEN_DAYS)
def test_bars_table_and_data_are_the_same(client: TestClient, seeded: Database, day: str) -> None:
    check_equal(client, figure_on(seeded, presence_figure, "mali", day), day)


@pytest.mark.slow
@given(records())
@settings(
    max_examples=12,
    deadline=None,
    phases=GENERATED,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_record_is_told_the_same_everywhere(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    database = open_sqlite(copy_of(empty_file, folder))
    load_rows(database, folder, rows)
    with client_of(database, local_editor=False) as client:
        for operation in ("war", "south"):
            for day in ("2013-01-10", "2013-01-25", "2013-02-20"):
                check_equal(client, figure_on(database, presence_figure, operation, day), day)
    database.close()


def check_equal(client: TestClient, figure: Figure | None, day: str) -> None:
    """Bars on the page, bars in Plotly, table, JSON and CSV hold the same stays with the same numbers."""
    if figure is None:
        return
    rows = rows_of(client, figure.links["json"])
    assert all((row["from_on"] or day) <= day and (row["until_on"] or day) <= day for row in rows)
    file = file_of(client, figure.links["csv"])
    assert [[str(v if v is not None else "") for v in row.values()] for row in rows] == [
        [*r.values()] for r in file
    ]
    bars = {bar.key: bar for bar in (*figure.bars, *figure.more_bars) if bar.segments}
    stays: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["from_on"]:
            stays.setdefault(row["key"], []).append(row)
    assert {key: [s.code for s in bar.segments] for key, bar in bars.items()} == {
        key: [row["stage"] for row in some] for key, some in stays.items()
    }
    assert len(texts(figure.table, "to")) == len(rows)
    shown = sorted(number for number in texts(figure.table, "most") if number[:1].isdigit())
    assert len(shown) <= sum(row["deployed"] is not None for row in rows)
    check_overdue(figure, rows)
    check_plot(figure, stays)


def check_overdue(figure: Figure, rows: list[dict[str, Any]]) -> None:
    late = {row["key"]: row["overdue_days"] for row in rows if row["overdue_days"] is not None}
    told = {
        pledge.url.partition("?")[0].rpartition("/")[2]: words for pledge, words in figure.drawing.overdue
    }
    assert {key: f"{n} day" in told[key] for key, n in late.items()} == dict.fromkeys(told, True)


def check_plot(figure: Figure, stays: dict[str, list[dict[str, Any]]]) -> None:
    """Plotly's bars begin on the days of the rows, and lie where the page drew them."""
    if figure.plot is None:
        assert not stays
        return
    check_figure(figure.plot)
    begin, end = (datetime.fromisoformat(x) for x in figure.plot["layout"]["xaxis"]["range"])
    room = (end - begin).total_seconds()
    places: dict[str, list[tuple[str, float, float]]] = {}
    for trace in figure.plot["data"]:
        for key, base, length in zip(trace["y"], trace["base"], trace["x"], strict=True):
            from_left = 100 * (datetime.fromisoformat(base) - begin).total_seconds() / room
            places.setdefault(key, []).append((base, from_left, 100 * length / 1000 / room))
    shown: dict[str, Bar] = {bar.key: bar for bar in figure.bars if bar.segments}
    assert places.keys() == shown.keys()
    for key, bar in shown.items():
        plotted = sorted(places[key])
        assert [base for base, _left, _width in plotted] == [row["from_on"] for row in stays[key]]
        for part, (_base, left, width) in zip(bar.segments, plotted, strict=True):
            assert (part.x_percent, part.width_percent) == pytest.approx((left, width), abs=0.01)
    ends = [part.x_percent + part.width_percent for bar in shown.values() for part in bar.segments]
    assert max(ends) <= 100
    assert figure.ticks[0].percent == 0


def test_hover_tells_each_count_and_its_day(seeded: Database) -> None:
    plot = presence_drawn(seeded, "serval", "2013-02-15").plot
    assert plot is not None
    [words] = [
        custom[2]
        for trace in plot["data"]
        for key, custom in zip(trace["y"], trace["customdata"], strict=True)
        if key == "serval-fra-troops"
    ]
    assert words.split("<br>") == [
        "number not given from 11 Jan 2013",
        "750+ from 15 Jan 2013",
        "1,400 from 17 Jan 2013",
        "2,300 from 23 Jan 2013",
        "4,000 from 6 Feb 2013",
        "still there on 15 February 2013",
    ]


def test_page_draws_bars_days_and_points(client: TestClient) -> None:
    page = Page(client.get("/operations/serval?as_of=2013-01-17").text)
    drawn_there = page.text[page.text.index('id="presence"') :].partition("</figure>")[0]
    assert 'class="bar-ticks"' in drawn_there
    assert drawn_there.count('class="onward"') == drawn_there.count('<rect class="f-deployed"')
    assert "still there" in drawn_there
    check_figure(page.plot("presence"))


def test_recorded_by_gives_what_the_record_said(editor: TestClient) -> None:
    query = {"operation": "serval", "contributor": "CAN", "as_of": "2013-01-17"}
    moment = datetime.now(UTC).isoformat()

    def told(**more: str) -> list[dict[str, Any]]:
        answer = editor.get("/api/v1/presence", params={**query, **more})
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    before = told()
    assert [row["key"] for row in before] == [CANADA]
    [deployed] = [
        s
        for s in editor.get(f"/api/v1/pledges/{CANADA}").json()["statements"]
        if s["status"] == "deployed" and s["on"] == "2013-01-15"
    ]
    answer = editor.post(f"/api/v1/statements/{deployed['id']}/retraction", json={"reason": "a test"})
    assert answer.status_code in (200, 201), answer.text
    assert [row["from_on"] for row in told()] == ["2013-01-17"]
    assert told(recorded_by=moment) == before
