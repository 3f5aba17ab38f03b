"""Pictures: everything a figure says is in them, nothing comes from elsewhere, nothing is cut off, in both themes."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.figures.poster import png as pictures
from app.figures.poster.colours import STYLES, colours_of
from app.figures.poster.letters import SERIF, Face, balanced, width_of, wrapped
from app.figures.poster.sheet import OWN, SIZES, SOCIAL_SIZE, Caption, poster
from app.figures.registry import EMBEDDED
from app.figures.schemas import Bar, Cell, Column, Figure, Segment, Table
from tests.figures.pages import Page

SVG = "{http://www.w3.org/2000/svg}"
CAPTION = Caption("Intervention in Mali · 17 January 2013", "muster.example/operations/mali?as_of=2013-01-17")
FIGURE = Figure(
    id="contributors",
    title="France <b>had</b> four in five & more",
    sentence="On 17 January 2013: 1,720 deployed.",
    legend=[("deployed", "Deployed"), ("declined", "Declined")],
    bars=[
        Bar("FRA", "France", segments=[Segment("deployed", 0, 50, "1,400")], end_text="1,400"),
        Bar(
            "TUR", "Türkiye, Łódź ≤24", segments=[Segment("announced", 0, 20, "200")], low=10, end_text="200+"
        ),
        Bar("DEU", "Germany", note="declined", note_code="declined"),
    ],
    source_line="10 sources.",
    note="A bar is what is in force.",
)
DAYS = ("2013-01-17", "2013-07-01", "2014-06-30")


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def words_of(svg: str) -> str:
    """All the words of a picture, lines put together."""
    root = read(svg)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    return " ".join(texts)


def squeezed(text: str) -> str:
    """Without what wrapping changes."""
    return re.sub(r"\s+", "", text)


def measures_of(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def colours_in(data: bytes) -> int:
    """How many different bytes its pixels are made of: a blank picture has a handful."""
    chunks = re.findall(rb"IDAT", data)
    assert chunks
    at, pixels = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        pixels += data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return len(set(zlib.decompress(pixels)))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_picture_says_all_that_its_figure_says(size: Any, theme: str) -> None:
    svg = poster(FIGURE, CAPTION, size, theme)
    said = squeezed(words_of(svg).replace("<24", "≤24"))
    for words in (
        FIGURE.title,
        FIGURE.sentence,
        FIGURE.source_line,
        CAPTION.kicker,
        CAPTION.address,
        "Muster",
    ):
        assert squeezed(words) in said
    for bar in FIGURE.bars:
        assert squeezed(bar.label) in said
        assert squeezed(bar.end_text) in said
        assert squeezed(bar.note) in said
    assert FIGURE.note in words_of(svg) or size is not OWN
    title = read(svg).find(f"{SVG}title")
    assert title is not None
    assert title.text == FIGURE.title
    assert f'fill="{colours_of(theme)["paper"]}"' in svg


def test_a_picture_needs_nothing_from_elsewhere() -> None:
    svg = poster(FIGURE, CAPTION)
    assert {a.partition(",")[0] for a in re.findall(r"url\(([^)#]+)\)", svg)} == {"data:font/woff2;base64"}
    root = read(svg)
    links = [value for one in root.iter() for name, value in one.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)
    assert not re.search(r"<(script|image|foreignObject|a)\b", svg)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_letters_beyond_latin_1_have_a_font_of_their_own() -> None:
    svg = poster(FIGURE, CAPTION)
    assert "font-family:'Public Sans Ext'" in svg
    assert "Public Sans Ext" not in poster(replace(FIGURE, bars=FIGURE.bars[:1]), CAPTION)


def test_nothing_sticks_out_of_a_picture() -> None:
    long = "A title with a good many words that goes on and on and is then told once more, " * 3
    rows = [
        Bar(str(i), f"A contributor with a long name, number {i}", note="said a lot of words " * 4)
        for i in range(60)
    ]
    address = "muster.example/?" + "&".join(f"contributor={i:04}" for i in range(60))
    figure = replace(FIGURE, title=long, sentence=long, bars=rows, note=long)
    for size in SIZES.values():
        root = read(poster(figure, Caption(CAPTION.kicker, address), size))
        wide, high = float(root.get("width", 0)), float(root.get("height", 0))
        for text in root.iter(f"{SVG}text"):
            face = Face(
                float(text.get("font-size", 0)), int(text.get("font-weight", 400)), "", family_of(text)
            )
            extent = width_of("".join(text.itertext()), face)
            x = float(text.get("x", 0)) - {"end": extent, "middle": extent / 2}.get(
                text.get("text-anchor", ""), 0
            )
            assert x >= 0
            assert x + extent <= wide + 1
            assert 0 < float(text.get("y", 0)) <= high or size.height


def family_of(text: ET.Element) -> str:
    return text.get("font-family", "").split("'")[1]


def test_rows_that_do_not_fit_are_counted() -> None:
    rows = [Bar(str(i), f"Row {i}", end_text=str(i)) for i in range(40)]
    said = words_of(poster(replace(FIGURE, bars=rows), CAPTION, SIZES[SOCIAL_SIZE]))
    shown = len(re.findall(r"Row \d+", said))
    assert 0 < shown < 40
    assert f"and {40 - shown} more" in said
    assert len(re.findall(r"Row \d+", words_of(poster(replace(FIGURE, bars=rows), CAPTION)))) == 40


def test_a_number_without_room_behind_its_bar_stands_under_it() -> None:
    full = Bar(
        "A", "A", segments=[Segment("deployed", 0, 97, "12,640")], end_text="6,625+ of 12,640", note="short"
    )
    for bars, is_under in (
        ([full], True),
        ([replace(full, segments=[Segment("deployed", 0, 40, "1")])], False),
    ):
        root = read(poster(replace(FIGURE, bars=bars), CAPTION))
        at = {"".join(text.itertext()): text for text in root.iter(f"{SVG}text")}
        label, number = (float(at[words].get("y", 0)) for words in ("A", "6,625+ of 12,640"))
        assert (number > label + 20) == is_under


def test_a_drawing_of_an_unknown_kind_is_drawn_as_its_table() -> None:
    columns = [Column("who", "Contributor"), Column("n", "Deployed", numeric=True)]
    table = Table(
        "By contributor", columns, [{"who": Cell("France"), "n": Cell("1,400")}], [{"n": Cell("1,720")}]
    )
    said = words_of(
        poster(Figure("other", "A title", table=table, template="figures/drawings/other.html"), CAPTION)
    )
    for words in ("Contributor", "Deployed", "France", "1,400", "1,720"):
        assert words in said


@given(
    st.text(st.sampled_from("abc Wi.é/=&"), max_size=80),
    st.integers(60, 400),
    st.sampled_from([SERIF, "Public Sans"]),
)
def test_wrapping_keeps_every_letter_and_no_line_is_too_wide(words: str, width: int, family: str) -> None:
    face = Face(15, 600, "ink", family)
    for lines in (wrapped(words, face, width), balanced(words, face, width)):
        assert squeezed("".join(lines)) == squeezed(words)
        assert all(width_of(line, face) <= width for line in lines)


def test_pictures_have_the_page_s_own_colours() -> None:
    light, dark = colours_of("light"), colours_of("dark")
    tokens = (STYLES / "tokens.css").read_text()
    for name in ("paper", "ink", "deployed", "committed", "announced", "declined", "on-deployed"):
        written = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", tokens)
        assert written
        assert [short(light[name]), short(dark[name])] == [short(value) for value in written.groups()]
    # Half of each in OKLab, as a browser mixes them.
    assert light["tint-deployed"] not in (light["committed"], light["map-land"])


def short(colour: str) -> str:
    return (
        colour
        if len(colour) == 4
        else f"#{colour[1]}{colour[3]}{colour[5]}"
        if colour[1::2] == colour[2::2]
        else colour
    )


def test_a_picture_is_drawn_once() -> None:
    pictures._drawn.cache_clear()
    svg = poster(FIGURE, CAPTION, alone=False)
    first = pictures.png(svg)
    assert pictures.png(svg) is first
    assert pictures._drawn.cache_info().misses == 1
    assert pictures.png(svg.replace("1,400", "1,401")) != first
    assert pictures._drawn.cache_info().maxsize == pictures.KEPT


def test_words_in_a_picture_are_seen() -> None:
    """With the fonts missing, a picture would have bars and no words."""
    with_words = pictures.png(poster(FIGURE, CAPTION, alone=False))
    svg = poster(FIGURE, CAPTION, alone=False)
    without = pictures.png(re.sub(r"<text.*?</text>", "", svg))
    for family in ("Public Sans", "Public Sans Ext", "Source Serif 4"):
        one = re.sub(
            rf"<(text|tspan)[^>]*font-family=.(?:'|&#x27;){family}(?:'|&#x27;)[^>]*>.*?</\1>", "", svg
        )
        assert one != svg
        assert pictures.png(one) != with_words
    assert len(with_words) > 2 * len(without)


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("chart", EMBEDDED)
def test_every_chart_of_the_real_record_has_its_pictures(client: TestClient, chart: str, day: str) -> None:
    address = f"/embed/{chart}.png?operation=mali&as_of={day}"
    svg = client.get(address.replace(".png", ".svg"))
    assert (svg.status_code, svg.headers["content-type"]) == (200, "image/svg+xml")
    root, said = read(svg.text), words_of(svg.text)
    assert re.search(r"as_of=20\d\d-\d\d-\d\d", said)
    assert not re.search(r"\{\w+\}|Undefined", said)
    if day != DAYS[0]:
        return
    own, social = client.get(address), client.get(f"{address}&size=1200x675")
    assert (own.status_code, own.headers["content-type"]) == (200, "image/png")
    assert (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0))) == measures_of(own.content)
    assert measures_of(social.content) == (1200, 675)
    assert colours_in(social.content) > 100


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_rows_and_numbers_are_those_of_the_page(client: TestClient, day: str) -> None:
    page = client.get(f"/operations/mali?as_of={day}").text
    chart = page[page.index('data-chart="contributors"') :].partition("</ol>")[0]
    rows = list(_rows(chart))
    assert len(rows) > 5
    said = squeezed(words_of(client.get(f"/embed/contributors.svg?operation=mali&as_of={day}").text))
    sentence = squeezed(Page(page).sentence("contributors"))
    at = said.index(sentence) + len(sentence)
    for label, number in rows:
        # Each row after the one before it: its label, then its number.
        at = said.index(squeezed(label), at) + len(squeezed(label))
        at = said.index(squeezed(number), at) + len(squeezed(number))


def _rows(chart: str) -> Iterator[tuple[str, str]]:
    from html import unescape

    for row in re.findall(r'<li class="bar.*?</li>', chart, re.DOTALL):
        label = re.search(r"<(?:a|span)(?: href[^>]*)?>([^<]+)</(?:a|span)>", row)
        number = re.search(r'<b class="end[^"]*">([^<]*)</b>', row)
        assert label
        yield unescape(label[1]), unescape(number[1]) if number else ""
