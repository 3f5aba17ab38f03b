"""The fonts of pictures: the packages' own, as TrueType under one family name each, with the width of every letter."""

import json
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from app.config import ROOT
from app.web.assets.fonts import FAMILIES, WIDTHS, for_pictures
from app.web.assets.sources import PACKAGED

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def packed() -> dict[str, bytes]:
    return {name: (ROOT / "node_modules" / PACKAGED[name]).read_bytes() for name in FAMILIES}


def test_each_web_font_is_drawn_with_under_its_own_family(packed: dict[str, bytes]) -> None:
    made = for_pictures(packed)
    for name, family in FAMILIES.items():
        font = TTFont(BytesIO(made[name.replace(".woff2", ".ttf")]))
        assert font.flavor is None
        assert font["name"].getBestFamilyName() == family
        assert font.getBestCmap() == TTFont(BytesIO(packed[name])).getBestCmap()


def test_widths_are_those_of_each_weight(packed: dict[str, bytes]) -> None:
    widths = json.loads(for_pictures(packed)[WIDTHS])
    assert set(widths) == set(FAMILIES.values())
    assert (
        widths["Public Sans"]["600"]["m"]
        > widths["Public Sans"]["400"]["m"]
        > widths["Public Sans"]["400"]["i"]
    )
    # A font of one weight has its widths whatever is asked for.
    assert widths["Source Serif 4"]["600"] == widths["Source Serif 4"]["400"]
    assert "Ł" in widths["Public Sans Ext"]["400"]
    assert "Ł" not in widths["Public Sans"]["400"]


def test_the_same_fonts_have_the_same_bytes(packed: dict[str, bytes]) -> None:
    first = for_pictures(packed)
    from app.web.assets import fonts

    fonts._converted.cache_clear()
    assert for_pictures(packed) == first
