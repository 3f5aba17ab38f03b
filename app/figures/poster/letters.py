"""How much room words take, and where their lines break: a picture has no browser to ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from app.web.assets import asset_file

SANS, SERIF = "Public Sans", "Source Serif 4"
# Where no font of ours has a letter, the machine's own draws it: room for its widest.
UNKNOWN = 1000
# An address has no spaces: its lines may break after these.
_PIECES = re.compile(r"[^/?&=,;]+[/?&=,;]*|[/?&=,;]+")


@dataclass(frozen=True, slots=True)
class Face:
    """How words are set: size in px, weight, family, and the name of their colour."""

    size: float = 15
    weight: int = 400
    colour: str = "ink"
    family: str = SANS

    @property
    def line(self) -> float:
        """From one line to the next."""
        return self.size * (1.2 if self.family == SERIF else 1.4)

    def sized(self, size: float) -> Face:
        """The same at another size."""
        return replace(self, size=size)


@lru_cache
def widths() -> dict[str, dict[str, dict[str, int]]]:
    """In thousandths of the size, by family, weight and letter."""
    found: dict[str, dict[str, dict[str, int]]] = json.loads(asset_file("fonts/widths.json").read_bytes())
    return found


def families_of(family: str) -> tuple[str, str]:
    """The two fonts of a family: Latin-1, and the Latin letters beyond."""
    return family, f"{family} Ext"


def runs(words: str, family: str) -> Iterator[tuple[str, str]]:
    """Words cut where another font must draw them: that font's family, "" where none of ours has the letters."""
    for name, letters in groupby(words, lambda letter: _font_of(letter, family)):
        yield name, "".join(letters)


@lru_cache(maxsize=2048)
def _font_of(letter: str, family: str) -> str:
    return next((name for name in families_of(family) if letter in widths()[name]["400"]), "")


def width_of(words: str, face: Face) -> float:
    """How wide words are in px."""
    return sum(_width(letter, face.family, face.weight) for letter in words) * face.size / 1000


@lru_cache(maxsize=4096)
def _width(letter: str, family: str, weight: int) -> int:
    font = _font_of(letter, family)
    return widths()[font][str(weight)][letter] if font else UNKNOWN


def wrapped(words: str, face: Face, width: float) -> list[str]:
    """The lines that words take in `width` px. What is wider than a line is cut where an address may break."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(longer, face) <= width:
            lines[-1] = longer
        elif width_of(word, face) <= width:
            lines.append(word)
        else:
            lines = _broken(lines, word, face, width)
    return [line for line in lines if line]


def _broken(lines: list[str], word: str, face: Face, width: float) -> list[str]:
    lines = [*lines[:-1], f"{lines[-1]} " if lines[-1] else ""]
    for piece in _PIECES.findall(word):
        for part in [piece] if width_of(piece, face) <= width else piece:
            if width_of(lines[-1] + part, face) > width:
                lines.append("")
            lines[-1] += part
    return [line.rstrip() for line in lines]


def balanced(words: str, face: Face, width: float) -> list[str]:
    """As few lines as `wrapped` makes, as even as they come: no single word on the last one."""
    lines = wrapped(words, face, width)
    narrow, wide = width / max(1, len(lines)), width
    while len(lines) > 1 and wide - narrow > 4:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if len(wrapped(words, face, middle)) <= len(lines) else (middle, wide)
    return wrapped(words, face, wide)


def fitted(words: str, face: Face, sizes: Sequence[float], width: float, most: int) -> tuple[Face, list[str]]:
    """Words at the largest of `sizes` at which they take at most `most` lines; at the last one whatever they take."""
    for size in sizes:
        lines = wrapped(words, face.sized(size), width)
        if len(lines) <= most:
            break
    return face.sized(size), lines
