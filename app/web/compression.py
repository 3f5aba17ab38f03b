"""Answers made smaller on their way, whole or streamed: brotli where the reader takes it, else gzip."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Below this an answer fits into one packet as it is.
SMALLEST = 1_000
NOT_MODIFIED = 304
TEXT = (
    *("text/", "application/json", "application/problem+json", "image/svg+xml"),
    *("application/feed+json", "application/atom+xml"),
)
# Each level takes 1 to 3 ms for a page; a higher one costs more time than it saves on the way.
LEVELS = {"br": 4, "gzip": 5}
# zlib's number for a gzip head and the largest window.
GZIP = 31
TAGS = (b"if-none-match", b"if-match")


class Compression:
    """Compresses text answers, a streamed one chunk by chunk; what is compressed already passes.

    A strong ETag stands for the very bytes, so each encoding has its own: the name of the encoding is put behind it,
    and taken off where a reader sends it back.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back in the best encoding that the reader takes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        encoding = accepted(headers.get("accept-encoding", ""))
        known = bool(encoding) and f'-{encoding}"' in headers.get("if-none-match", "")
        plain = [(name, _plain(value) if name in TAGS else value) for name, value in scope["headers"]]
        inner = {**scope, "headers": plain}
        await self.app(inner, receive, _Smaller(send, encoding, known))


class _Smaller:
    """Holds the head of an answer back until its body shows whether it can be compressed.

    `encoding` is empty where the reader takes none. `is_known`: the reader has an answer in this encoding, so a 304
    speaks of that one.
    """

    def __init__(self, send: Send, encoding: str, is_known: bool) -> None:
        self.send, self.encoding, self.is_known = send, encoding, is_known
        self.start: Message | None = None
        self.squeezer: _Gzip | _Brotli | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if message["status"] == NOT_MODIFIED and self.is_known:
                self._tag(headers)
            if _is_text(headers):
                headers.add_vary_header("Accept-Encoding")
                self.start = message
                return
        if self.start is not None:
            start, self.start = self.start, None
            message = self._begin(MutableHeaders(scope=start), message)
            await self.send(start)
        elif self.squeezer:
            message = _next(self.squeezer, message)
        # Of some chunks nothing comes yet.
        if message.get("body") or not message.get("more_body"):
            await self.send(message)

    def _begin(self, headers: MutableHeaders, first: Message) -> Message:
        """Whether the answer is worth it shows in its first chunk: where it is, the head says so."""
        is_whole = not first.get("more_body")
        if not self.encoding or (is_whole and len(first.get("body", b"")) < SMALLEST):
            return first
        self.squeezer = _Gzip() if self.encoding == "gzip" else _Brotli()
        self._tag(headers)
        headers["Content-Encoding"] = self.encoding
        del headers["Content-Length"]
        smaller = _next(self.squeezer, first)
        if is_whole:
            headers["Content-Length"] = str(len(smaller["body"]))
        return smaller

    def _tag(self, headers: MutableHeaders) -> None:
        if "etag" in headers:
            headers["ETag"] = f'{headers["ETag"][:-1]}-{self.encoding}"'


class _Gzip:
    """A body in gzip, as it comes. The same body gives the same bytes: it holds no time."""

    def __init__(self) -> None:
        compressor = zlib.compressobj(LEVELS["gzip"], wbits=GZIP)
        self.add, self.end = compressor.compress, compressor.flush


class _Brotli:
    """A body in brotli, as it comes."""

    def __init__(self) -> None:
        compressor = brotli.Compressor(quality=LEVELS["br"])
        self.add, self.end = compressor.process, compressor.finish


def _next(squeezer: _Gzip | _Brotli, message: Message) -> Message:
    """A chunk of the body made smaller; the last one with what is left over."""
    body = squeezer.add(message.get("body", b""))
    return {**message, "body": body if message.get("more_body") else body + squeezer.end()}


@lru_cache(maxsize=256)
def accepted(header: str) -> str:
    """The best encoding a reader takes: "br", "gzip" or none."""
    taken = {}
    for part in header.split(","):
        name, _sign, quality = part.partition(";q=")
        taken[name.strip().lower()] = quality.strip() not in ("0", "0.0", "0.00", "0.000")
    return next((name for name in LEVELS if taken.get(name)), "")


def _is_text(headers: MutableHeaders) -> bool:
    # Part of a file is a part of its own bytes, not of smaller ones.
    is_plain = "content-encoding" not in headers and "content-range" not in headers
    return is_plain and headers.get("content-type", "").startswith(TEXT)


def _plain(tags: bytes) -> bytes:
    return re.sub(rb'-(?:br|gzip)"', b'"', tags)
