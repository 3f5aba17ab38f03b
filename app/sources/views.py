"""Sources as their pages show them: the list, the full reference, and what became of each thing it said. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.i18n import _, day, number, short_day
from app.i18n import language_name as name_of_language
from app.pledges.links import Links
from app.pledges.views import (
    Cell,
    cell,
    column,
    number_in_words,
    outward,
    sortable,
    stage_in_words,
    statement_entry,
    table,
)
from app.pledges.words import kind_label
from app.sources.became import Outcome
from app.sources.told import Told
from app.sources.verdict import MARKS, outcome_label
from app.text import fold

Row = Mapping[str, Any]
# Sources without a day come last, whichever way the list is sorted.
SORTS: dict[str, Callable[[Row], Any]] = {
    "title": lambda row: fold(row["title"] or row["url"]),
    "publisher": lambda row: fold(row["publisher"]),
    "published_on": lambda row: row["published_on"] or date.min,
    "kind": lambda row: row["kind"],
    "statements": lambda row: row["statements"],
}
BY_DEFAULT = "-published_on"


def in_order(rows: Sequence[Row], sort: str) -> list[Row]:
    """The sources in the order asked for, of equals the one that came into the record first."""
    key = SORTS[sort.removeprefix("-")]
    ordered = sorted(sorted(rows, key=lambda row: row["id"]), key=key, reverse=sort.startswith("-"))
    if sort.removeprefix("-") == "published_on":
        ordered.sort(key=lambda row: row["published_on"] is None)
    return ordered


def sources_table(rows: Sequence[Row], links: Links, sort: str, to: Callable[[str], str]) -> dict[str, Any]:
    """One page of the list."""
    columns = [
        sortable("title", _("Source"), "title", sort, to),
        sortable("publisher", _("Publisher"), "publisher", sort, to),
        sortable("published_on", _("Published"), "published_on", sort, to, down=True),
        sortable("kind", _("Kind"), "kind", sort, to),
        sortable("statements", _("Statements"), "statements", sort, to, down=True, numeric=True),
    ]
    if any(row["dead_on"] for row in rows):
        columns.append(column("address", _("Address")))
    return table(_("Sources"), columns, [_cells(row, links) for row in rows])


def _cells(row: Row, links: Links) -> dict[str, Cell]:
    published = (
        short_day(row["published_on"]).replace(" ", "\u00a0") if row["published_on"] else _("not dated")
    )
    return {
        "title": cell(row["title"] or row["url"], links.source(row["id"])),
        "publisher": cell(row["publisher"]),
        "published_on": cell(published),
        "kind": cell(kind_label(row["kind"])),
        "statements": cell(number(row["statements"])),
        "address": _address(row),
    }


def _address(row: Row) -> Cell:
    """That it no longer answers, with the way to the archived copy; nothing while it does."""
    if not row["dead_on"]:
        return cell("")
    on, archived = short_day(row["dead_on"]).replace(" ", "\u00a0"), outward(row["archived_url"])
    if archived:
        return cell(_("found dead on {day}: archived copy", day=on), archived)
    return cell(_("found dead on {day}, no copy known", day=on))


def reference_facts(source: Row) -> list[tuple[str, str, str | None]]:
    """Everything that is known of a source: label, words, and where they lead."""
    return [
        (_("Author"), source["author"], None),
        (_("Publisher"), source["publisher"], None),
        (_("Published"), day(source["published_on"]) if source["published_on"] else _("not dated"), None),
        (_("Kind"), kind_label(source["kind"]), None),
        (_("Language"), name_of_language(source["language"]), None),
        (_("Read at"), source["seen_at"], outward(source["seen_at"]) or None),
        (_("Read on"), day(source["accessed_on"]) if source["accessed_on"] else "", None),
    ]


def then_and_now(told: Told, links: Links, chosen: str = "") -> list[dict[str, Any]]:
    """Each thing the source said, and beside it what became of it. `chosen`: those of one outcome alone."""
    return [
        {
            **statement_entry(s, links, s["unit"], pledge["category"]),
            "pledge": _pledge(pledge, links),
            "became": _became(outcome),
            "now": _now(pledge, told.standings.get(s["pledge"]), told.own.get(s["pledge"])),
            "on": day(outcome.on),
        }
        for s, outcome in zip(told.statements, told.outcomes, strict=True)
        if (pledge := told.stories[s["pledge"]].pledge) and chosen in ("", outcome.kind)
    ]


def _became(outcome: Outcome) -> dict[str, Any]:
    return {
        "code": MARKS.get(outcome.kind, "closed"),
        "label": outcome_label(outcome.kind),
        "sentences": outcome.sentences,
    }


def _pledge(pledge: Row, links: Links) -> dict[str, str]:
    return {
        "alpha2": pledge["alpha2"],
        "text": f"{pledge['contributor_name']}: {pledge['item'] or pledge['category_name']}",
        "url": links.pledge(pledge["key"]),
        "operation": pledge["operation_name"],
    }


def _now(pledge: Row, standing: Row | None, own: Row | None) -> dict[str, str]:
    """Where a pledge stands: a stage and words; of one that was retracted, why."""
    if pledge["retracted_at"]:
        reason = pledge["retraction_reason"]
        return {"code": "lapsed", "label": _("Pledge retracted"), "words": reason}
    if standing is None:
        return {"code": "", "label": "", "words": _("Nothing that counts was said of it by this day.")}
    words = number_in_words(standing, own) if standing["unit"] != "none" else ""
    return {"code": standing["stage"], "label": stage_in_words(standing), "words": _beyond(standing, words)}


def _beyond(standing: Row, words: str) -> str:
    """The words of a standing, where they say more than its stage."""
    return "" if standing["stage"] in ("declined", "closed") and not standing["deployed"] else words
