"""Jinja: the environment all templates share, and the one way to answer with a page."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app import i18n
from app.config import ROOT
from app.web.assets import asset_url
from app.web.person import person_of


@lru_cache
def environment() -> Environment:
    """Autoescaping, strict about unknown names, with the same gettext as Python code."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {"asset_url": asset_url, "_": i18n._, "ngettext": i18n.ngettext}
    env.filters |= {
        "number": i18n.number,
        "day": i18n.day,
        "short_day": i18n.short_day,
        "moment": i18n.moment,
        "listing": i18n.listing,
    }
    return env


def render(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HTMLResponse:
    """The page `template` (subject/page.html) with `context`, as an answer."""
    shared = {
        "request": request,
        "lang": i18n.language(),
        "person": person_of(request),
        "can_write": person_of(request).may("editor"),
        "as_of_query": "",
        "notices": [],
    }
    return HTMLResponse(environment().get_template(template).render({**shared, **context}), status)
