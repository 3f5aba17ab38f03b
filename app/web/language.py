"""The language of a page stands in its address: /fr/pledges is /pledges in French. Routes and templates know no prefix.

On the way in the prefix is taken off; on the way out it is put before each address of a page that leads to another
page. Data, static files and the API have one address, whatever the reader's language.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from babel import negotiate_locale
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.i18n import LANGUAGES, use_language
from app.web.headers import HEADERS

IN_SCOPE = "muster.prefix"
# The longest first: /fr-ca is not /fr.
PREFIXED = re.compile(rf"/({'|'.join(sorted(LANGUAGES[1:], key=len, reverse=True))})(?=/|$)")
# What is the same in every language, by where its address begins and how its path ends.
ONE_FOR_ALL = (
    "/.well-known/",
    "/static/",
    "/api/",
    "/mcp",
    "/livez",
    "/readyz",
    "/metrics",
    "/embed/resize.js",
    "/data/",
)
DATA = (".csv", ".xlsx", ".json", ".db", ".xml")
PAGES_OF_DATA = (".feed.json",)
# Attributes hold addresses; in a text between them a quotation mark is escaped, so that no word is taken for one.
ADDRESS = re.compile(r'(\s(?:href|action|formaction|src|data-[a-z-]+)=")(/(?!/)[^"]*)')


class Languages:
    """Takes the language out of an address, and puts it into those that the answer sends a reader on to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under the address that it has in every language."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        found = PREFIXED.match(scope["path"])
        use_language(found[1] if found else LANGUAGES[0])
        if found is None and (guess := first_guess(scope)):
            own = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
            answer = RedirectResponse(f"/{guess}/", 302, {**HEADERS, **own})
            await answer(scope, receive, send)
            return
        prefix = found[0] if found else ""
        if scope["path"] == "/":
            send = _varying(send)
        await self.app(_without(scope, prefix), receive, _leading_on(send, prefix))


def prefix_of(request: Request) -> str:
    """What the addresses of this reader's pages begin with: "/fr", or nothing in English."""
    prefix: str = request.scope.get(IN_SCOPE, "")
    return prefix


def base_of(request: Request) -> str:
    """The address readers use, without the last slash."""
    public: str = request.app.state.settings.public_url
    return (public or str(request.base_url)).rstrip("/")


def first_guess(scope: Scope) -> str:
    """Where somebody from elsewhere comes to the front page with a browser that asks for another language: that one.

    Only there: an address that was sent to somebody shows them what it showed its sender. Whoever comes from a page of
    this site has chosen.
    """
    if scope["path"] != "/" or scope["method"] != "GET" or scope["query_string"]:
        return ""
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "none") == "same-origin":
        return ""
    wanted = [
        part.partition(";")[0].strip().lower() for part in headers.get("accept-language", "").split(",")
    ]
    found = negotiate_locale(wanted, LANGUAGES, sep="-")
    return found.lower() if found and found.lower() != LANGUAGES[0] else ""


def localised(html: str, prefix: str) -> str:
    """A page whose addresses lead to pages in its own language."""
    if not prefix:
        return html
    return ADDRESS.sub(lambda found: found[1] + in_language(found[2], prefix), html)


def in_language(address: str, prefix: str) -> str:
    """An address of this site, as it is in a language; what has one for all of them stays."""
    path = urlsplit(address).path
    is_data = path.endswith(DATA) and not path.endswith(PAGES_OF_DATA)
    if is_data or path.startswith(ONE_FOR_ALL) or PREFIXED.match(path):
        return address
    return prefix + address


def _without(scope: Scope, prefix: str) -> Scope:
    path = scope["path"][len(prefix) :] or "/"
    raw = scope.get("raw_path") or scope["path"].encode()
    return {**scope, "path": path, "raw_path": raw[len(prefix) :] or b"/", IN_SCOPE: prefix}


def _leading_on(send: Send, prefix: str) -> Send:
    if not prefix:
        return send

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            location = headers.get("location", "")
            if location.startswith("/") and not location.startswith("//"):
                headers["Location"] = in_language(location, prefix)
        await send(message)

    return send_on


def _varying(send: Send) -> Send:
    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Language")
        await send(message)

    return send_on
