"""The colours of pictures: those of the style sheets by their names, light or dark, as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from app.config import ROOT

STYLES = ROOT / "static" / "css"
THEMES = ("light", "dark")
_TOKEN = re.compile(r"--([\w-]+):\s*([^;{}]+);")
_CALL = re.compile(r"([\w-]+)\((.*)\)$", re.DOTALL)
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})$", re.IGNORECASE)
# OKLab (B. Ottosson, 2020): linear light to cone responses, and their cube roots to lightness and two axes.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


@lru_cache
def colours_of(theme: str) -> Mapping[str, str]:
    """Each colour that a style sheet names ("deployed"), as `theme` has it: "#0b3c5d"."""
    written: dict[str, str] = {}
    for sheet in sorted(STYLES.glob("*.css")):
        written |= {name: value.strip() for name, value in _TOKEN.findall(sheet.read_text(encoding="utf-8"))}
    found = {name: _value(value, theme, written) for name, value in written.items()}
    return {name: value for name, value in found.items() if value}


def _value(text: str, theme: str, written: Mapping[str, str]) -> str:
    """What a value of a style sheet comes to; "" where it is no colour."""
    text = text.strip()
    if _HEX.match(text):
        return text if len(text) == 7 else "#" + "".join(letter * 2 for letter in text[1:])
    call = _CALL.match(text)
    name, inside = call.groups() if call else ("", "")
    if name == "var":
        return _value(written.get(inside.strip().removeprefix("--"), ""), theme, written)
    parts = _parts(inside)
    if name == "light-dark" and len(parts) == 2:
        return _value(parts[THEMES.index(theme)], theme, written)
    if name == "color-mix" and len(parts) == 3:
        first, _, share = parts[1].strip().rpartition(" ")
        return _mixed(
            _value(first, theme, written), _value(parts[2], theme, written), float(share.rstrip("%")) / 100
        )
    return ""


def _parts(text: str) -> list[str]:
    """What stands between the commas of a call, calls inside it left whole."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _mixed(one: str, other: str, share: float) -> str:
    """That share of `one`, the rest of `other`: even steps to the eye. "" where one of them is no colour."""
    if not one or not other:
        return ""
    pairs = zip(_roots(one), _roots(other), strict=True)
    cones = [(share * a + (1 - share) * b) ** 3 for a, b in pairs]
    return "#" + "".join(f"{_written(light):02x}" for light in _times(FROM_CONES, cones))


def _roots(colour: str) -> list[float]:
    """Mixing lightness and axes, or the cube roots they are sums of, comes to the same."""
    lights = [_light(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5)]
    return [max(0.0, cone) ** (1 / 3) for cone in _times(TO_CONES, lights)]


def _times(matrix: tuple[tuple[float, ...], ...], values: list[float]) -> list[float]:
    return [sum(factor * value for factor, value in zip(row, values, strict=True)) for row in matrix]


def _light(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _written(light: float) -> int:
    light = min(1.0, max(0.0, light))
    return round(255 * (light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))
