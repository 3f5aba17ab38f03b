"""What can be taken away: every table as a file, the terms, how to cite, and which state of the record this is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.changes.latest import feeds_of
from app.i18n import _, day, moment
from app.ledger.revisions import Head, head
from app.operations.queries import list_operations
from app.pledges.filter import PledgeFilter
from app.pledges.links import links_of
from app.reading import Reading, kept
from app.releases.days import span_of
from app.releases.shelf import Release, releases_in
from app.system.dataset import dataset_of, size_text
from app.web.language import base_of
from app.web.templating import render

router = APIRouter(include_in_schema=False)
KINDS = ("csv", "xlsx", "json")


@router.get("/data")
def data_page(request: Request) -> Response:
    """Downloads, terms, citation, version."""
    releases = releases_in(request.app.state.settings.releases)
    there = ",".join(release.name for release in releases)
    return kept(request, lambda r: render(request, "system/data.html", _data(r, releases)), beside=there)


def _data(r: Reading, releases: list[Release]) -> dict[str, Any]:
    parsed = r.filter()
    links = links_of(parsed.filter, parsed.filter.as_of or r.today, r.today)
    newest = head(r.connection)
    return {
        "nav": "api",
        "as_of_query": links.as_of_query,
        "tables": _tables(),
        "feeds": _feeds(r),
        "version": newest.number,
        "at": moment(newest.at) if newest.number else "",
        "hash": newest.hash,
        "citation": _citation(r, newest),
        "releases": [_release(release) for release in releases],
        "dataset": dataset_of(base_of(r.request), newest, span_of(r.connection), _tables()),
    }


def _release(release: Release) -> dict[str, Any]:
    return {
        "name": release.name,
        "url": f"/data/releases/{release.name}",
        "version": release.version,
        "at": moment(release.at),
        "files": [{"name": f.name, "size": size_text(f.size), "digest": f.digest} for f in release.files],
    }


def _tables() -> list[dict[str, Any]]:
    """Each table: its name, what a row of it is, and where it is to be had."""
    told = [
        ("/statements", _("The sheet"), _("One row a statement, with its source. It can be imported again.")),
        ("/pledges", _("Pledges"), _("One row a pledge, as it stands today, or on the day you add as as_of.")),
        ("/sources", _("Sources"), _("One row a source, with the number of statements that rest on it.")),
        ("/contributors", _("Contributors"), _("Every country and organisation, with memberships and sizes.")),
        ("/operations", _("Operations"), _("One row an operation, with its days and its mandate.")),
        ("/api/v1/totals", _("Totals"), _("Sums by contributor and unit, or by= another column.")),
        ("/api/v1/timeline", _("Strength over time"), _("The sums at the end of each month; by=, interval=.")),
        ("/api/v1/requirements", _("Requirements"), _("What operations were to have, and what stands against it.")),
        ("/api/v1/presence", _("Who is there when"), _("One row a stay, from its first day to its end.")),
        ("/api/v1/promises", _("Promise kept"), _("What was promised and delivered, by contributor.")),
        ("/pledges/left-out", _("Left out"), _("What totals leave out, one row for each reason.")),
        ("/api/v1/became", _("What became of it"), _("Each statement, and what became of it by a day.")),
        ("/api/v1/categories", _("Categories"), _("The categories, their groups and units.")),
        ("/corrections", _("Corrections"), _("What was retracted, replaced or mended, and why.")),
        ("/api/v1/changes", _("Changes"), _("Every revision of this record, with its hash.")),
    ]  # fmt: skip
    return [
        {"name": name, "about": about, "files": [(kind.upper(), f"{path}.{kind}") for kind in KINDS]}
        for path, name, about in told
    ]


def _feeds(r: Reading) -> list[tuple[str, Sequence[tuple[str, str, str]]]]:
    """What can be followed: everything, each operation, and corrections. A contributor's stand on its own page."""
    operations = list_operations(r.connection)
    followed = [(_("Everything"), PledgeFilter())]
    followed += [(row["name"], PledgeFilter(operation=(row["code"],))) for row in operations]
    corrections = (("application/atom+xml", "Atom", "/corrections.atom"),)
    return [(name, feeds_of(filter)) for name, filter in followed] + [(_("Corrections"), corrections)]


def _citation(r: Reading, newest: Head) -> str:
    return _(
        "Muster: the record of military contributions. Data version {version}. {address}, read on {day}.",
        version=newest.number,
        address=base_of(r.request),
        day=day(r.today),
    )
