"""What a monitoring program asks for, in the text format of Prometheus."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.system.gauges import Gauge, backup_gauge, record_gauges, this_moment
from app.system.health import FRESH, problems_of

router = APIRouter(include_in_schema=False)
logger = logging.getLogger("muster")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Counts of requests, and the record's own gauges. Where the database does not answer, the others still do."""
    registry = CollectorRegistry()
    registry.register(Watched(request))
    body = generate_latest(request.app.state.counts.registry) + generate_latest(registry)
    return Response(body, headers={**FRESH, "Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


class Watched(Collector):
    """What is read at the moment somebody asks."""

    def __init__(self, request: Request) -> None:
        self.state = request.app.state

    def describe(self) -> list[Metric]:
        """Nothing is read to be registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Each of them, named and explained."""
        info = GaugeMetricFamily("muster_info", "The software that answers.", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        slow = CounterMetricFamily("muster_slow_queries", "Queries that took half a second or longer.")
        slow.add_metric([], self.state.database.slow.count)
        yield slow
        yield self._kept()
        for gauge in self._gauges():
            yield GaugeMetricFamily(f"muster_{gauge.name}", gauge.about, value=gauge.value)

    def _kept(self) -> Metric:
        about = "Public answers: kept ones that were sent again, and those that had to be made."
        kept = CounterMetricFamily("muster_public_answers", about, labels=["from"])
        kept.add_metric(["kept"], self.state.shelf.hits)
        kept.add_metric(["made"], self.state.shelf.misses)
        return kept

    def _gauges(self) -> Iterator[Gauge]:
        is_ready = not problems_of(self.state.database)
        yield Gauge("ready", "1 where requests can be served, as /readyz says.", is_ready)
        yield backup_gauge(self.state.settings.backups)
        yield Gauge("kept_bytes", "Memory that kept answers take.", self.state.shelf.size)
        if not is_ready:
            return
        try:
            with self.state.database.reading() as reader:
                yield from record_gauges(reader, this_moment())
                self.state.chain.go_on(reader, this_moment())
                yield from self.state.chain.gauges()
        except SQLAlchemyError as error:
            logger.warning("metrics: %s", error)
