"""Each request gets an id, a line in the log and a count. Nothing is kept of who asked, or of what was asked for."""

from __future__ import annotations

import logging
import re
import secrets
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from urllib.parse import quote

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import log_lines

logger = logging.getLogger("muster.requests")
HEADER = "X-Request-Id"
NAME = HEADER.lower().encode()
WATCHED = "muster.watched"
# What is asked for all the time, and tells nothing.
SILENT = ("/static/", "/livez")
# What stands behind them is the key to somebody's own proposal, or to a sheet that is not loaded yet.
PRIVATE = re.compile(r"(/(?:proposals|import)/)[^/]+")
METHODS = ("GET", "HEAD", "POST", "PATCH")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_numbers = Random(secrets.randbits(64))  # noqa: S311 - names, no secrets
CANCELLED = 499  # the reader was gone before there was an answer


class Counts(Collector):
    """What the requests of one server amount to since it started.

    Counted in the event loop's thread alone, so without the locks that the library's own counters take each time.
    """

    def __init__(self) -> None:
        self._requests: dict[tuple[str, str, int], int] = {}
        self._within = [0] * (len(SECONDS) + 1)
        self._sum = 0.0
        self.registry = CollectorRegistry()
        self.registry.register(self)

    def add(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        of = (method if method in METHODS else "other", route, status)
        self._requests[of] = self._requests.get(of, 0) + 1
        self._within[bisect_left(SECONDS, seconds)] += 1
        self._sum += seconds

    def collect(self) -> Iterator[Metric]:
        """What monitoring is told."""
        told = "Requests answered, by method, route and status."
        requests = CounterMetricFamily("muster_requests", told, labels=["method", "route", "status"])
        for (method, route, status), n in list(self._requests.items()):
            requests.add_metric([method, route, str(status)], n)
        yield requests
        told = "How long answers took, in seconds, to their last byte."
        ends = [*map(str, SECONDS), "+Inf"]
        buckets = list(zip(ends, accumulate(self._within), strict=True))
        yield HistogramMetricFamily("muster_request_seconds", told, buckets=buckets, sum_value=self._sum)


class Watched:
    """A request under way."""

    def __init__(self, path: str) -> None:
        self.id = new_id()
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
                message["headers"] = [*message.get("headers", ()), (NAME, watched.id.encode())]
            watched.size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        finally:
            seconds = time.perf_counter() - started
            self.counts.add(scope["method"], watched.route, watched.status, seconds)
            if not watched.path.startswith(SILENT):
                whole = (watched.id, scope["method"], watched.route, shown(watched.path), watched.status)
                tell([line_of(*whole, seconds, watched.size)])


def line_of(number: str, method: str, route: str, path: str, status: int, seconds: float, size: int) -> str:
    """What the log is told of a request; `path` as it may hold it."""
    method = method if method in METHODS else quote(method)
    line = f"id={number} method={method} route={route} path={path} status={status}"
    return f"{line} ms={seconds * 1000:.0f} bytes={size}"


def tell(lines: Sequence[str]) -> None:
    """Log them."""
    if logger.isEnabledFor(logging.INFO):
        log_lines(logger, lines)


def new_id() -> str:
    """What a request is called: no secret, so no question to the system."""
    return f"{_numbers.getrandbits(48):012x}"


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
    return watched.id if watched else new_id()
