"""Every chart there is, by its name in addresses: pages, embeds, pictures and citations draw the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from app.figures.actions import taking_from
from app.figures.compare.panel import compare_figure
from app.figures.gap_panel import gap_figure
from app.figures.ground import Ground
from app.figures.headline_figure import headline_figure
from app.figures.kept.panel import kept_figure
from app.figures.matrix.panel import matrix_figure
from app.figures.panels import givers_figure, levels_figure
from app.figures.presence.panel import presence_figure
from app.figures.schemas import Figure
from app.figures.world.panel import map_figure

# A chart is None where the filter leaves it nothing to show. Its name is its id in a page, and its address's last part.
CHARTS: Mapping[str, Callable[[Ground], Figure | None]] = {
    "contributors": givers_figure,
    "over-time": levels_figure,
    "requirements": gap_figure,
    "map": map_figure,
    "matrix": matrix_figure,
    "presence": presence_figure,
    "kept": kept_figure,
}


# What can be embedded, drawn as a picture and cited: the charts, a comparison, a page's headline with its key figures.
EMBEDDED: Mapping[str, Callable[[Ground], Figure | None]] = {
    **CHARTS,
    "compare": compare_figure,
    "headline": headline_figure,
}


def figures_of(ground: Ground, names: Iterable[str] = tuple(CHARTS)) -> dict[str, Figure]:
    """The figures of a ground by name, with what can be taken of each; those with nothing to show left out."""
    taking = taking_from(ground)
    drawn = ((name, EMBEDDED[name](ground)) for name in names)
    return {name: replace(figure, actions=taking.actions(figure)) for name, figure in drawn if figure}
