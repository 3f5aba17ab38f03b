"""What search engines read first: which pages there are (sitemaps.org), and which they need not ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from itertools import islice
from xml.etree import ElementTree as ET

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.errors import NotFound
from app.i18n import _
from app.listing import number_of
from app.reading import Reading, kept
from app.system.queries import Page, list_pages
from app.web.addresses import public

router = APIRouter(include_in_schema=False)
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
# As many as the protocol lets a file have.
MOST = 50_000
# Forms and answers to a question: there is nothing to find in them. `*` is any text, `$` the end (RFC 9309).
NOT_FOR_ROBOTS = (
    *("/account", "/people", "/report", "/review", "/search", "/sign-in", "/proposals/"),
    *("/*/new", "/*/edit$", "/*/retract", "/*/restore", "/*/correct", "/*sort=", "/*recorded_by="),
)


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    """Every page; where they are too many for one file, the files that have them."""
    return kept(request, _sitemap)


@router.get("/sitemap/{number}.xml")
def sitemap_part(request: Request, number: str) -> Response:
    """The pages of one of these files. NotFound."""
    return kept(request, lambda r: _part(r, number_of(number)))


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """What programs that read the web need not ask for."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    return PlainTextResponse("\n".join([*lines, f"Sitemap: {public(request, '/sitemap.xml')}", ""]))


def _sitemap(r: Reading) -> Response:
    pages = list(list_pages(r.connection))
    if len(pages) <= MOST:
        return _urlset(r, pages)
    root = ET.Element("sitemapindex", xmlns=SCHEMA)
    for number in range(1, -(-len(pages) // MOST) + 1):
        entry = ET.SubElement(root, "sitemap")
        ET.SubElement(entry, "loc").text = public(r.request, f"/sitemap/{number}.xml")
    return _xml(root)


def _part(r: Reading, number: int) -> Response:
    pages = list(islice(list_pages(r.connection), max(0, (number - 1) * MOST), number * MOST))
    if not pages:
        raise NotFound(_("There is nothing at this address."))
    return _urlset(r, pages)


def _urlset(r: Reading, pages: Iterable[Page]) -> Response:
    root = ET.Element("urlset", xmlns=SCHEMA)
    for path, updated in pages:
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = public(r.request, path)
        if updated:
            moment = updated.astimezone(UTC).isoformat(timespec="seconds")
            ET.SubElement(entry, "lastmod").text = moment.replace("+00:00", "Z")
    return _xml(root)


def _xml(root: ET.Element) -> Response:
    written = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(written, media_type="application/xml; charset=utf-8")
