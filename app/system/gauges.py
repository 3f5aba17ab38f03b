"""What of the record itself is worth watching from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from app.backups.files import verified_copies
from app.ledger.revisions import data_version
from app.models import Proposal, Source
from app.system.check import statements_without_source


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number that goes up and down, with its unit in its name."""

    name: str
    about: str
    value: float


def record_gauges(reader: Connection, now: datetime) -> Iterator[Gauge]:
    """The record's own, at the moment that `reader` sees."""
    unsourced = sum(1 for _found in statements_without_source(reader))
    yield Gauge("unsourced_figures", "Published statements without a source; must be 0.", unsourced)
    n, oldest = reader.execute(
        select(func.count(), func.min(Proposal.created_at)).where(Proposal.state == "proposed")
    ).one()
    yield Gauge("waiting_proposals", "Proposals and reports that no editor has looked at.", n)
    waited = max(0.0, (now - oldest).total_seconds()) if n else 0
    yield Gauge("oldest_waiting_proposal_seconds", "How long the oldest of them waits; 0: none does.", waited)
    dead = select(func.count()).select_from(Source).where(Source.dead_on.is_not(None))
    yield Gauge("dead_links", "Sources whose address is marked as dead.", reader.execute(dead).scalar_one())
    yield Gauge("chain_head", "The number of the newest revision: it never falls.", data_version(reader))


def backup_gauge(folder: Path) -> Gauge:
    """When the newest verified copy in a folder was made; 0: there is none."""
    newest = next(iter(verified_copies(folder)), None)
    about = "When the newest verified backup in MUSTER_BACKUPS was made; 0: there is none."
    return Gauge("last_good_backup_timestamp_seconds", about, newest.stat().st_mtime if newest else 0)


def this_moment() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)
