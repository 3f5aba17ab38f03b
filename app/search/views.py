"""What was found as the page draws it: each thing with its marked words, its links and what to know of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.i18n import _, day, ngettext, short_day
from app.pledges.filter import PledgeFilter
from app.pledges.links import Links, with_filter
from app.pledges.views import said_in_words, stage_in_words, statement_entry
from app.pledges.words import kind_label
from app.search.words import marked

Row = Mapping[str, Any]
Counts = Mapping[str, int]


def group_title(kind: str) -> str:
    """What a group of things found is called."""
    return {
        "contributor": _("Contributors"),
        "operation": _("Operations"),
        "category": _("Categories"),
        "pledge": _("Pledges"),
        "statement": _("What sources say"),
        "source": _("Sources"),
    }[kind]


def counted(kind: str, n: int) -> str:
    """How many were found: "23 pledges"."""
    return {
        "contributor": ngettext("{n} contributor", "{n} contributors", n),
        "operation": ngettext("{n} operation", "{n} operations", n),
        "category": ngettext("{n} category", "{n} categories", n),
        "pledge": ngettext("{n} pledge", "{n} pledges", n),
        "statement": ngettext("{n} statement", "{n} statements", n),
        "source": ngettext("{n} source", "{n} sources", n),
    }[kind]


def all_of(kind: str, n: int) -> str:
    """The words of the link to all of them."""
    return {
        "contributor": _("All {n} contributors", n=n),
        "operation": _("All {n} operations", n=n),
        "category": _("All {n} categories", n=n),
        "pledge": _("All {n} pledges", n=n),
        "statement": _("All {n} statements", n=n),
        "source": _("All {n} sources", n=n),
    }[kind]


@dataclass(frozen=True, slots=True)
class Shown:
    """Draws things found on one page.

    `counts`: pledges by contributor, operation and category. `own`: organisations' pledges by key, as they would
    stand by their own statements alone.
    """

    words: Sequence[str]
    filter: PledgeFilter
    as_of: date
    links: Links
    counts: tuple[Counts, Counts, Counts]
    own: Mapping[str, Row]

    def entry(self, hit: Row) -> dict[str, Any]:
        """A thing found: title and snippet marked, an address, facts beside it and pledges to open."""
        own = {
            "contributor": self._contributor,
            "operation": self._operation,
            "category": self._category,
            "pledge": self._pledge,
            "statement": self._statement,
            "source": self._source,
        }[hit["kind"]](hit)
        snippet = marked(hit["snippet"], self.words) if hit["snippet"] else ""
        shared = {"kind": hit["kind"], "title": marked(hit["title"], self.words), "alpha2": hit["alpha2"]}
        return {
            "snippet": snippet,
            "facts": [],
            "pledges": None,
            "quoted": False,
            "language": "",
            **shared,
            **own,
        }

    def _pledges(self, n: int, **of: Any) -> tuple[str, str] | None:
        """How many pledges it has, and where they are listed."""
        asked = PledgeFilter(as_of=self.as_of, recorded_by=self.filter.recorded_by, **of)
        return (counted("pledge", n), with_filter("/pledges", asked)) if n else None

    def _contributor(self, hit: Row) -> dict[str, Any]:
        kind = _("organisation") if hit["is_organisation"] else _("country")
        return {
            "url": self.links.contributor(hit["key"]),
            "facts": [kind],
            "also": True,
            "pledges": self._pledges(self.counts[0].get(hit["key"], 0), contributor=(hit["key"],)),
        }

    def _operation(self, hit: Row) -> dict[str, Any]:
        since = [_("since {day}", day=day(hit["on"]))] if hit["on"] else []
        return {
            "url": self.links.operation(hit["key"]),
            "facts": [_("operation"), *since],
            "pledges": self._pledges(self.counts[1].get(hit["key"], 0), operation=(hit["key"],)),
        }

    def _category(self, hit: Row) -> dict[str, Any]:
        return {
            "url": self.links.to("/pledges", category=hit["key"]),
            "facts": [_("category")],
            "pledges": self._pledges(self.counts[2].get(hit["key"], 0), category=(hit["key"],)),
        }

    def _pledge(self, hit: Row) -> dict[str, Any]:
        row = hit["row"]
        stage, said = stage_in_words(row), said_in_words(row, self.own.get(row["key"]))
        # Of a refusal, or where the record ends, the stage says all there is to say.
        told = [marked(said, [])] if said != stage.lower() else []
        return {
            "url": self.links.pledge(hit["key"]),
            "status": (row["stage"], stage),
            "facts": [*told, marked(row["operation_name"], self.words)],
        }

    def _statement(self, hit: Row) -> dict[str, Any]:
        row = hit["row"]
        entry = statement_entry(row, self.links, row["unit"], row["category"])
        told = [row["operation_name"], row["speaker"], row["source"]["publisher"]]
        aside = [] if row["accepted"] else [_("known, not counted")]
        return {
            "url": f"{self.links.pledge(row['pledge'])}#statement-{hit['key']}",
            "day": entry["on_text"],
            "status": (row["status"], entry["status_label"]),
            "number": entry["quantity_words"],
            "facts": [*(marked(part, self.words) for part in told if part), *aside],
            "quoted": bool(row["evidence"]) and hit["snippet"].strip("… ") in row["evidence"],
            "language": row["source"]["language"],
        }

    def _source(self, hit: Row) -> dict[str, Any]:
        row = hit["row"]
        published = short_day(row["published_on"]) if row["published_on"] else _("not dated")
        resting = ngettext("{n} statement rests on it", "{n} statements rest on it", row["statements"])
        return {
            "url": self.links.source(int(hit["key"])),
            "language": row["language"],
            "facts": [published, kind_label(row["kind"]), resting],
        }
