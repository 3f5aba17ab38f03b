"""The fonts of pictures: what draws them reads TrueType, and text is laid out by how wide each letter is."""

import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO

from fontTools.ttLib import TTFont

# The family that each web font is called by in a picture. Letters beyond Latin-1 have a family of their own, since a
# picture is drawn without a browser's choice of font by letter.
FAMILIES = {
    "fonts/public-sans.woff2": "Public Sans",
    "fonts/public-sans-ext.woff2": "Public Sans Ext",
    "fonts/source-serif-4-600.woff2": "Source Serif 4",
    "fonts/source-serif-4-600-ext.woff2": "Source Serif 4 Ext",
}
WEIGHTS = (400, 600)
WIDTHS = "fonts/widths.json"
FAMILY, STYLE, FULL, POSTSCRIPT = 1, 2, 4, 6
WINDOWS, UNICODE, ENGLISH = 3, 1, 0x409


def for_pictures(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each font of `files` as TrueType under its name in pictures, and all widths: by family, weight and letter.

    A width is in thousandths of the font's size.
    """
    fonts = {name: _converted(files[name], family) for name, family in FAMILIES.items()}
    widths = {FAMILIES[name]: widths for name, (_ttf, widths) in fonts.items()}
    drawn = {f"{name.removesuffix('woff2')}ttf": ttf for name, (ttf, _widths) in fonts.items()}
    return drawn | {WIDTHS: json.dumps(widths, separators=(",", ":"), sort_keys=True).encode()}


@lru_cache(maxsize=16)
def _converted(woff2: bytes, family: str) -> tuple[bytes, dict[str, dict[str, int]]]:
    # Without this the same font would have another name after each build.
    font = TTFont(BytesIO(woff2), recalcTimestamp=False)
    _call(font, family)
    font.flavor = None
    written = BytesIO()
    font.save(written)
    return written.getvalue(), {str(weight): _widths(font, weight) for weight in WEIGHTS}


def _call(font: TTFont, family: str) -> None:
    """Give it one family name: the packages name a variable font after its thinnest weight."""
    table = font["name"]
    table.names = []
    names = {FAMILY: family, STYLE: "Regular", FULL: family, POSTSCRIPT: family.replace(" ", "")}
    for number, text in names.items():
        table.setName(text, number, WINDOWS, UNICODE, ENGLISH)


def _widths(font: TTFont, weight: int) -> dict[str, int]:
    location = {"wght": weight} if "fvar" in font else None
    glyphs, units = font.getGlyphSet(location=location), font["head"].unitsPerEm
    return {chr(code): round(1000 * glyphs[name].width / units) for code, name in font.getBestCmap().items()}
