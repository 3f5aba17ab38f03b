"""Serving what was built: compressed beforehand, and kept by browsers for good, since a changed file has a new name."""

from starlette.datastructures import Headers
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from app.web.assets.catalogue import Catalogue

KEEP = "public, max-age=31536000, immutable"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
# Not left to the machine's own table of types, which differs from system to system.
MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "ico": "image/vnd.microsoft.icon",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
}


class AssetServer:
    """An ASGI application for the files of one catalogue, and no others: only listed paths are ever opened."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: the file, 304 where the browser has it, 404 or 405."""
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Method Not Allowed", 405, headers={"Allow": "GET, HEAD"})
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        files = self.catalogue.contents().files
        if path not in files or path.endswith((".br", ".gz")):
            return PlainTextResponse("Not Found", 404, headers={"Cache-Control": "no-store"})
        return self._file(path, files, Headers(scope=scope))

    def _file(self, path: str, files: frozenset[str], asked: Headers) -> Response:
        encoding, ending = _encoding(path, files, asked.get("accept-encoding", ""))
        headers = {"Cache-Control": KEEP, "ETag": f'"{path}{ending}"'}
        if path + ".br" in files:
            headers["Vary"] = "Accept-Encoding"
        if headers["ETag"] in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if encoding:
            headers["Content-Encoding"] = encoding
        kind = MEDIA_TYPES[path.rpartition(".")[2]]
        return FileResponse(self.catalogue.folder / (path + ending), headers=headers, media_type=kind)


def _encoding(path: str, files: frozenset[str], accepted: str) -> tuple[str, str]:
    """The smallest variant that the browser takes, as (name of the encoding, ending of the file)."""
    taken = _accepted(accepted)
    return next(((name, end) for name, end in ENCODINGS if name in taken and path + end in files), ("", ""))


def _accepted(header: str) -> set[str]:
    """The encodings of an Accept-Encoding header, less those refused with q=0 (RFC 9110, section 12.5.3)."""
    entries = [entry.lower().replace(" ", "").partition(";q=") for entry in header.split(",")]
    return {name for name, _, weight in entries if weight.strip("0.") or not weight}
