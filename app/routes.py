"""Every router of the application."""

from fastapi import FastAPI

from app.web.assets import assets_app


def include_routes(app: FastAPI) -> None:
    """Data first: /pledges.csv must not be taken for a pledge called ".csv"."""
    app.mount("/static", assets_app, name="static")
