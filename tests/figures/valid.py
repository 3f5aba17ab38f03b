"""Plotly's own judgement of a figure."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go  # type: ignore[import-untyped]


def check_figure(plot: Mapping[str, Any]) -> None:
    """Raises ValueError where the figure is not in Plotly's schema."""
    go.Figure(plot)
