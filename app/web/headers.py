"""Security headers on every answer: pages, data, static files and errors alike."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Drew every chart without inline or eval script (docs/decisions/0005-pages.md); the hash is of the empty style sheet
# that Plotly adds and fills through the object model.
POLICY = (
    "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
# As a page says it itself, in a copy that no server of ours answers for: there frame-ancestors means nothing.
PAGE_POLICY = POLICY.removesuffix("; frame-ancestors 'none'")
# Pages of other houses may frame a chart, and nothing else of ours.
FRAMED_POLICY = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
# A picture holds its fonts and their rules, and runs nothing.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox; frame-ancestors *"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Data and charts are for other programs, and for pages of other houses.
OPEN_PREFIXES = ("/api/v1/", "/data/releases/", "/embed/")
OPEN_SUFFIXES = (".json", ".csv", ".xlsx", ".db")
FRAMED_PREFIX = "/embed/"
FRAMED = {
    "Content-Security-Policy": FRAMED_POLICY,
    "Cross-Origin-Opener-Policy": "unsafe-none",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class SecurityHeaders:
    """Adds HEADERS to every answer; any page may read what is public data, and frame what is embedded."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        own = {**HEADERS, **FRAMED} if path.startswith(FRAMED_PREFIX) else HEADERS
        is_open = path.startswith(OPEN_PREFIXES) or path.endswith(OPEN_SUFFIXES)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in own.items():
                    headers.setdefault(name, value)
                if is_open and scope["method"] in ("GET", "HEAD"):
                    headers["Access-Control-Allow-Origin"] = "*"
                    headers["Access-Control-Expose-Headers"] = "ETag, Link, X-As-Of, X-Data-Version"
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        await self.app(scope, receive, send_with_headers)
