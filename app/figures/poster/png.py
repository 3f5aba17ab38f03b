"""Pictures in pixels: a vector picture drawn by resvg, a few of them kept."""

from __future__ import annotations

from functools import lru_cache
from threading import BoundedSemaphore

import resvg_py

from app.figures.poster.sheet import FONT_FILES
from app.web.assets import asset_file

KEPT = 64
# A picture takes a core for a moment: one at a time leaves the rest of the machine to readers.
_turn = BoundedSemaphore(1)


def png(svg: str, zoom: float = 1.0) -> bytes:
    """The picture with `zoom` times its own pixels, kept by what it shows: another number is another picture."""
    return _drawn(svg, zoom)


@lru_cache(maxsize=KEPT)
def _drawn(svg: str, zoom: float) -> bytes:
    fonts = [str(asset_file(f"{name}.ttf")) for name in FONT_FILES.values()]
    # A letter that no font of ours has is drawn with the machine's, if it has one; looking for those takes time.
    is_ours = "<tspan>" not in svg
    with _turn:
        drawn: bytes = resvg_py.svg_to_bytes(
            svg_string=svg, zoom=zoom, font_files=fonts, skip_system_fonts=is_ours
        )
    return drawn
