"""Jinja: the environment all templates share, and the one way to answer with a page."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app import i18n
from app.config import ROOT
from app.frozen import frozen
from app.web.addresses import canonical
from app.web.assets import asset_url
from app.web.language import base_of, in_language, localised, prefix_of
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
    env.globals |= {"asset_url": asset_url, "_": i18n._, "ngettext": i18n.ngettext, "frozen": frozen}
    env.filters |= {
        "number": i18n.number,
        "own_words": i18n.own_words,
        "day": i18n.day,
        "short_day": i18n.short_day,
        "moment": i18n.moment,
        "listing": i18n.listing,
        "quoted": i18n.quoted,
    }
    return env


def render(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HTMLResponse:
    """The page `template` (subject/page.html) with `context`, as an answer."""
    prefix = prefix_of(request)
    shared = {
        "request": request,
        "lang": i18n.language_tag(),
        "prefix": prefix,
        "languages": languages_of(request),
        "person": person_of(request),
        "can_write": person_of(request).may("editor"),
        "as_of_query": "",
        "canonical": canonical(request),
        "notices": [],
    }
    html = environment().get_template(template).render({**shared, **context})
    return HTMLResponse(localised(html, prefix), status)


def languages_of(request: Request) -> list[dict[str, Any]]:
    """The same page in each language: its `lang`, the language's own name, its addresses, and whether to offer it.

    Both are whole addresses, which are not put into the language of this page: `url` as everybody has it, `here` on
    the host that this reader came by.
    """
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    copy = frozen()
    ways = {
        code: path if code == i18n.LANGUAGES[0] else in_language(path, f"/{code}")
        for code in (copy.languages if copy else i18n.LANGUAGES)
    }
    return [
        {
            "tag": i18n.language_tag(code),
            "name": i18n.own_name(code),
            "url": copy.public(way) if copy else base_of(request) + way,
            "here": f"//{request.url.netloc}{way}",
            # One way to each language: who writes it otherwise in their country is led there by their browser.
            "is_offered": "-" not in code and code != i18n.tongue(),
        }
        for code, way in ways.items()
    ]
