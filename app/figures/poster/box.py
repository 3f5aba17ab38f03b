"""The room that a drawing has in a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.figures.poster.letters import Face


@dataclass(frozen=True, slots=True)
class Box:
    """Upper left corner, width and height in px; `height` None: as much as it takes. `scale`: of words and rows."""

    x: float
    y: float
    width: float
    height: float | None = None
    scale: float = 1.0

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    def face(self, size: float, weight: int = 400, colour: str = "ink") -> Face:
        """Words of the plain family at this scale."""
        return Face(round(size * self.scale, 2), weight, colour)

    def lower(self, y: float) -> Box:
        """What is left of it below `y`."""
        height = None if self.height is None else max(0.0, self.height - (y - self.y))
        return replace(self, y=y, height=height)
