"""What draws a picture: marks and words as SVG, in px, in the colours of a theme."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.figures.poster.colours import colours_of
from app.figures.poster.letters import Face, runs

# No font of ours has these signs. A line under "<" is what the first looks like.
AT_MOST = "\u2264"
INSTEAD = str.maketrans({"\u2192": "\u203a"})


class Pen:
    """Collects the elements of a picture. `families`: the fonts that its words use; "" stands for the machine's own."""

    def __init__(self, theme: str = "light") -> None:
        self.colours = colours_of(theme)
        self.parts: list[str] = []
        self.families: dict[str, None] = {}

    def beside(self) -> Pen:
        """Another pen of this theme that notes its fonts here: for what must lie below what is drawn already."""
        other = Pen.__new__(Pen)
        other.colours, other.parts, other.families = self.colours, [], self.families
        return other

    def colour(self, name: str) -> str:
        """A colour of the theme by its name; what is no name is a value already ("none")."""
        return self.colours.get(name, name)

    def draw(self, name: str, inside: str = "", /, **attributes: object) -> None:
        """An element; `fill` and `stroke` are names of colours, and "_" in a name is "-"."""
        self.parts.append(self.element(name, inside, **attributes))

    def element(self, name: str, inside: str = "", /, **attributes: object) -> str:
        """The text of an element."""
        said = "".join(f' {key.replace("_", "-")}="{self._value(key, v)}"' for key, v in attributes.items())
        return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"

    def _value(self, key: str, value: object) -> str:
        if isinstance(value, float):
            return f"{round(value, 2):g}"
        return escape(self.colour(str(value)) if key in ("fill", "stroke") else str(value))

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: object) -> None:
        """A rectangle."""
        self.draw("rect", x=x, y=y, width=max(0.0, width), height=height, fill=fill, **more)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1.0) -> None:
        """A straight line."""
        self.draw("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)

    def text(
        self, x: float, y: float, words: str, face: Face, anchor: str = "start", /, **more: object
    ) -> None:
        """Words with their foot at `y`; `anchor`: start, middle or end."""
        if words:
            places = {} if anchor == "start" else {"text_anchor": anchor}
            fonts = {"font_family": self._font(face.family), "font_size": float(face.size)}
            heavy = {"font_weight": face.weight} if face.weight != 400 else {}
            inside = self._runs(words, face.family)
            self.draw("text", inside, x=x, y=y, fill=face.colour, **fonts, **heavy, **places, **more)

    def lines(self, x: float, y: float, lines: Sequence[str], face: Face) -> float:
        """Lines below each other, the first one's top at `y`; where they end."""
        for line in lines:
            self.text(x, y + face.size * 1.02, line, face)
            y += face.line
        return y

    def _font(self, family: str) -> str:
        rest = "Georgia, serif" if "Serif" in family else "system-ui, sans-serif"
        self.families[family] = None
        return f"'{family}', {rest}"

    def _runs(self, words: str, family: str) -> str:
        written = []
        for font, letters in runs(words.translate(INSTEAD), family):
            if font == family:
                written.append(escape(letters, quote=False))
            elif letters == AT_MOST:
                written.append('<tspan text-decoration="underline">&lt;</tspan>')
            else:
                written.append(self._in_another(font, letters))
        return "".join(written)

    def _in_another(self, font: str, letters: str) -> str:
        self.families[font] = None
        said = escape(letters, quote=False)
        return f'<tspan font-family="{self._font(font)}">{said}</tspan>' if font else f"<tspan>{said}</tspan>"
