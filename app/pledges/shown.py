"""Everything on one pledge's page, read for its template."""

from __future__ import annotations

from typing import Any

from app.figures.citations import Citation
from app.i18n import _, day, own_words
from app.ledger.revisions import head
from app.pledges.charts import life_chart
from app.pledges.confidence import confidence_in_words, confidence_of
from app.pledges.detail import get_pledge, history_of
from app.pledges.disagreement import disagreements_of, said_of_disagreements
from app.pledges.extended import extended_in_words
from app.pledges.filterbar import Bar, filter_form
from app.pledges.history import history_entry
from app.pledges.links import Links, links_of, with_filter
from app.pledges.neighbours import ways_on
from app.pledges.outcome import outcome_sentence, promise_of
from app.pledges.portrait import (
    age_sentence,
    days_beside,
    life_of,
    position_facts,
    standing_table,
    title_of,
    whole_and_parts,
)
from app.pledges.relations import relate
from app.pledges.saved import saved_notices
from app.pledges.scope import Scope
from app.pledges.views import notices_of, only_clocks
from app.pledges.wholes import own_row
from app.reading import Reading
from app.review.proposing import ways_to_correct
from app.sources.numbered import sources_numbered
from app.web.addresses import public


def content_of(r: Reading, key: str) -> dict[str, Any]:
    """What templates/pledges/pledge.html draws. NotFound; Gone, with its reason, where it was retracted."""
    parsed = r.filter(also=("saved",))
    scope = r.scope(only_clocks(parsed))
    row = get_pledge(r.connection, key, scope.as_of, parsed.filter.recorded_by)
    links = links_of(parsed.filter, scope.as_of, r.today)
    return {
        "nav": "pledges",
        "as_of_query": links.as_of_query,
        "notices": notices_of(parsed) + saved_notices(row, scope.as_of, parsed.others),
        "links": links,
        "pledge": row,
        "day": day(scope.as_of),
        "is_past": scope.as_of < r.today,
        "form": _day_form(r, scope, row),
        "head": _head_facts(row, links),
        **_standing(r, scope, row, links),
        **_evidence(r, row, links),
        "numbered": sources_numbered(r.connection, sorted({s["source"]["id"] for s in row["statements"]})),
        "ways": ways_on(r.connection, row, links),
    }


def _standing(r: Reading, scope: Scope, row: dict[str, Any], links: Links) -> dict[str, Any]:
    """Where it stands, what became of it, its life, and how all that is cited."""
    own = own_row(row, row["statements"], scope.as_of) if row["parts"] else row
    promise = promise_of(r.connection, scope, row["key"])
    title = title_of(row, own)
    found = confidence_of(row["statements"], scope.as_of)
    return {
        "title": title,
        "facts": position_facts(row, own),
        "age": age_sentence(row),
        "outcome": outcome_sentence(promise, row["category"]) if promise else "",
        "confidence": confidence_in_words(found, row["unit"]) if found else [],
        "extended": extended_in_words(row["statements"], scope.as_of),
        "parts": whole_and_parts(row, own, links),
        "chart": life_chart(row["standings"], scope.as_of),
        "standings": standing_table(row) if row["standings"] else None,
        "life_title": "",
        "citation": _citation(r, scope, row, title),
    }


def _evidence(r: Reading, row: dict[str, Any], links: Links) -> dict[str, Any]:
    """What was said of it, who disagrees, and what happened to it in this record."""
    until, after = life_of(row, links)
    disagreements = disagreements_of(row, links)
    ids = [s["id"] for s in row["statements"]]
    revisions = history_of(r.connection, row["key"], ids)
    relate([*until, *after], revisions, ways_to_correct(r.request, row["key"]))
    return {
        "entries": until,
        "later": after,
        "disagreements": disagreements,
        "disagreements_title": said_of_disagreements(disagreements),
        "history": [history_entry(revision) for revision in revisions],
    }


def _day_form(r: Reading, scope: Scope, row: dict[str, Any]) -> dict[str, Any]:
    earlier, later = days_beside(row["standings"], scope.as_of)
    bar = Bar(f"/pledges/{row['key']}", (), earlier=earlier, later=later, own_days=True)
    return filter_form(bar, scope.filter, scope.as_of)


def _head_facts(row: dict[str, Any], links: Links) -> list[tuple[str, str, str | None]]:
    return [
        (_("Contributor"), row["contributor_name"], links.contributor(row["contributor"])),
        (_("Operation"), row["operation_name"], links.operation(row["operation"])),
        (_("Category"), row["category_name"], links.to("/pledges", category=row["category"])),
        (_("What"), own_words(row["item"]), None),
        (_("Part of"), row["part_of"], links.pledge(row["part_of"]) if row["part_of"] else None),
    ]


def _citation(r: Reading, scope: Scope, row: dict[str, Any], title: str) -> Citation:
    """As the record is now, or was at the moment asked for: what it said then never changes."""
    newest, asked = head(r.connection), scope.filter.recorded_by
    recorded = min(newest.at, asked or newest.at)
    filter = scope.filter.but(as_of=scope.as_of, recorded_by=recorded)
    address = public(r.request, with_filter(f"/pledges/{row['key']}", filter))
    return Citation("pledge", title, scope.as_of, recorded, address)
