"""Each request gets an id, a line in the log and a count. Nothing is kept of who asked, or of what was asked for."""

from __future__ import annotations

import logging
import re
import secrets
import time
from urllib.parse import quote

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("muster.requests")
HEADER = "X-Request-Id"
WATCHED = "muster.watched"
# What is asked for all the time, and tells nothing.
SILENT = ("/static/", "/livez")
# What stands behind them is the key to somebody's own proposal, or to a sheet that is not loaded yet.
PRIVATE = re.compile(r"(/(?:proposals|import)/)[^/]+")
METHODS = ("GET", "HEAD", "POST", "PATCH")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
CANCELLED = 499  # the reader was gone before there was an answer


class Counts:
    """What the requests of one server amount to since it started."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        told = "Requests answered, by method, route and status."
        self.requests = Counter("muster_requests", told, labels, registry=self.registry)
        told = "How long answers took, in seconds, to their last byte."
        self.seconds = Histogram("muster_request_seconds", told, buckets=SECONDS, registry=self.registry)

    def add(self, watched: Watched, method: str, seconds: float) -> None:
        """Count an answer."""
        name = method if method in METHODS else "other"
        self.requests.labels(name, watched.route, str(watched.status)).inc()
        self.seconds.observe(seconds)


class Watched:
    """A request under way."""

    def __init__(self, path: str) -> None:
        self.id = secrets.token_hex(6)
        self.path = path
        # Until a route takes it; the path itself would make a count of each address that anybody thinks of.
        self.route = "/static" if path.startswith("/static/") else "none"
        self.status = CANCELLED
        self.size = 0


class Watching:
    """Stands outside of everything else, so that every answer has its id and is told."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self.app = app
        self.counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; count and tell it when its last byte is sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        watched, started = Watched(scope["path"]), time.perf_counter()
        scope[WATCHED] = watched

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                watched.status = message["status"]
                MutableHeaders(scope=message)[HEADER] = watched.id
            watched.size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        finally:
            seconds = time.perf_counter() - started
            self.counts.add(watched, scope["method"], seconds)
            _tell(watched, scope["method"], seconds)


def _tell(watched: Watched, method: str, seconds: float) -> None:
    if watched.path.startswith(SILENT):
        return
    logger.info(
        "id=%s method=%s route=%s path=%s status=%s ms=%.0f bytes=%s",
        *(watched.id, quote(method), watched.route, shown(watched.path), watched.status),
        *(seconds * 1000, watched.size),
    )


def shown(path: str) -> str:
    """A path as a log may hold it: in one word, and without the key of a private link."""
    return quote(PRIVATE.sub(r"\1***", path), safe="/*")


def note_route(scope: Scope) -> None:
    """Tell which route takes the request."""
    if watched := scope.get(WATCHED):
        watched.route = scope["route"].path


def id_of(scope: Scope) -> str:
    """The request's id, which its answer has in the header X-Request-Id."""
    watched: Watched | None = scope.get(WATCHED)
    return watched.id if watched else secrets.token_hex(6)
