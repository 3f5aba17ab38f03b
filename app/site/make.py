"""A frozen copy of the whole public site: what goes into it, and in which order it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Connection

from app.config import Settings
from app.db import Database
from app.figures.facts import days_of_change
from app.frozen import Frozen, freezing
from app.i18n import LANGUAGES
from app.ledger.revisions import Head, head
from app.main import create_app
from app.operations.queries import list_operations
from app.pledges.filter import PledgeFilter
from app.pledges.scope import scope_of
from app.site.copying import Copy, gather, point
from app.site.folder import check, lead_on, made_whole, mark
from app.site.held import Policy
from app.system.queries import list_pages
from app.web.assets import asset_addresses
from app.web.headers import PAGE_POLICY
from app.web.language import in_language

# Where a copy stands that was told neither its own address nor the live record's.
SOMEWHERE = "http://127.0.0.1:8000"
# What no page links to: the script of embedding pages, and what search engines read.
UNLINKED = ("/embed/resize.js", "/sitemap.xml", "/robots.txt", "/api/v1/openapi.json")
USUAL = ("en", "fr")
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What copy is to be made. `base`: where it will stand; `marked_days`: with the dashboards of more days.

    `languages`: those its pages are in, of LANGUAGES.
    """

    folder: Path
    today: date
    base: str = ""
    marked_days: bool = False
    languages: tuple[str, ...] = USUAL


@dataclass(frozen=True, slots=True)
class Made:
    """What became of it: how many files, how many of them pages, and their bytes."""

    files: int
    pages: int
    size: int
    days: tuple[date, ...]
    version: int


def make_copy(settings: Settings, wanted: Wanted, told: Told, *, keep: bool = True) -> Made:
    """Make a copy; `told` hears of each step, how much of it is done, and how much there is.

    The same record, day and addresses give the same bytes. MusterError where the folder is somebody's own, or the
    record changes meanwhile.
    """
    check(wanted.folder)
    configuration = settings.model_copy(update={"local_editor": False, "proposals": "closed"})
    app = create_app(configuration)
    database: Database = app.state.database
    try:
        with database.reading() as reader:
            newest, policy = head(reader), _policy(reader, settings, wanted)
            pages = [path for path, _at in list_pages(reader, every_contributor=True)]
        with made_whole(wanted.folder, keep=keep) as folder:
            copy = _begun(app, policy, folder, newest, settings, wanted)
            with freezing(_frozen(copy, wanted)):
                roots = [in_language(path, prefix) for prefix in sorted(policy.prefixes) for path in pages]
                gather(copy, [*roots, *UNLINKED, *asset_addresses()], lambda *n: told("gather", *n))
                point(copy, lambda *n: told("point", *n))
            lead_on(folder, wanted.languages)
            mark(folder, _said(copy, newest, wanted))
    finally:
        app.state.limits.counters.close()
        database.close()
    days = tuple(sorted({*policy.days, policy.today}))
    return Made(copy.count, len(copy.pages), copy.size, days, newest.number)


def _begun(
    app: FastAPI, policy: Policy, folder: Path, newest: Head, settings: Settings, wanted: Wanted
) -> Copy:
    live, base = settings.public_url.rstrip("/"), (wanted.base or SOMEWHERE).rstrip("/")
    return Copy(app, policy, folder, newest.number, live, base, is_told=bool(wanted.base))


def _frozen(copy: Copy, wanted: Wanted) -> Frozen:
    # What is held of one language is held of each.
    prefix = min(copy.policy.prefixes)
    return Frozen(
        today=wanted.today,
        version=copy.version,
        live=copy.live,
        public=copy.public,
        policy=PAGE_POLICY,
        languages=wanted.languages,
        holds=lambda written: copy.read(in_language(written, prefix))[1],
        days=copy.policy.days_of,
    )


def _policy(reader: Connection, settings: Settings, wanted: Wanted) -> Policy:
    operations = list_operations(reader)
    opening = {row["code"]: min(row["opens_on"], wanted.today) for row in operations if row["opens_on"]}
    newest = head(reader)
    recorded = PledgeFilter(recorded_by=newest.at if newest.number else None).to_query()
    return Policy(
        today=wanted.today,
        days=frozenset(opening.values()),
        opening=opening,
        marked={row["code"]: frozenset(_marked(reader, row, wanted)) for row in operations},
        featured=settings.featured,
        recorded=recorded.get("recorded_by", ""),
        # A sitemap names the pages in the language of the source.
        has_sitemap=bool(wanted.base) and not settings.public_url and LANGUAGES[0] in wanted.languages,
        prefixes=frozenset("" if code == LANGUAGES[0] else f"/{code}" for code in wanted.languages),
    )


def _marked(reader: Connection, operation: dict[str, Any], wanted: Wanted) -> Iterator[date]:
    """The days that an operation's dashboard is held of besides the one it opens on: the last that is known of it."""
    yield min(operation["covered_until"] or wanted.today, wanted.today)
    if wanted.marked_days:
        changed = days_of_change(reader, scope_of(reader, PledgeFilter(operation=(operation["code"],))))
        yield from (on for on in changed if on <= wanted.today)


def _said(copy: Copy, newest: Head, wanted: Wanted) -> dict[str, Any]:
    return {
        "today": wanted.today.isoformat(),
        "data_version": newest.number,
        "recorded_at": newest.at.astimezone(UTC).isoformat() if newest.number else None,
        "hash": newest.hash,
        "live": copy.live or None,
        "base": wanted.base or None,
        "languages": list(wanted.languages),
        "days": sorted(on.isoformat() for on in copy.policy.days),
        "files": copy.count,
    }


def this_day() -> date:
    """Today, in UTC."""
    return datetime.now(UTC).date()
