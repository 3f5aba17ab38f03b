"""Every chart there is, by its name in addresses: pages, embeds, pictures and citations draw the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.figures.ground import Ground
from app.figures.panels import gap_figure, givers_figure, levels_figure
from app.figures.schemas import Figure

# A chart is None where the filter leaves it nothing to show. Its name is its id in a page, and its address's last part.
CHARTS: Mapping[str, Callable[[Ground], Figure | None]] = {
    "contributors": givers_figure,
    "over-time": levels_figure,
    "requirements": gap_figure,
}


def figures_of(ground: Ground, names: Iterable[str] = tuple(CHARTS)) -> dict[str, Figure]:
    """The charts of a ground by name, those with nothing to show left out."""
    drawn = ((name, CHARTS[name](ground)) for name in names)
    return {name: figure for name, figure in drawn if figure}
