"""What each column of a release means: the schemas of its data package (Data Package 2). English, as columns are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.vocabulary import KINDS_OF_SOURCE, STAGES, STATUSES

Field = dict[str, Any]
# Column: its type, and what it means.
MEANINGS: dict[str, tuple[str, str]] = {
    "pledge": ("string", "The pledge's key."),
    "operation": ("string", "The operation's code."),
    "contributor": (
        "string",
        "The contributor's code: ISO 3166-1 alpha-3 of a country, or an organisation's.",
    ),
    "category": ("string", "The category's code."),
    "item": ("string", "What was pledged, in words."),
    "unit": ("string", "The unit of every number of the row. Numbers of different units are never added."),
    "part_of": ("string", "The key or code of what it is part of."),
    "caveats": ("string", "Restrictions on use."),
    "on": ("string", "The day spoken of: a day, a month or a year, which count from their last day."),
    "status": ("string", "What the source says of the pledge."),
    "quantity": ("string", "The number as printed; the pledge's total so far."),
    "until": ("date", "The last day on which it holds."),
    "condition": ("string", "What it depends on."),
    "speaker": ("string", "Who said it, or asked for it."),
    "evidence": ("string", "A short quotation."),
    "accepted": (
        "boolean",
        "Whether the record uses it. A source that disagrees is kept beside it and never summed.",
    ),
    "note": ("string", "A remark of the record."),
    "source_title": ("string", "The source's title; in [brackets] a description."),
    "source_publisher": ("string", "Who published it."),
    "source_url": ("string", "Where it stands."),
    "source_published_on": ("date", "The day it was published."),
    "source_kind": ("string", "What kind of source it is."),
    "source_language": ("string", "Its language."),
    "source_author": ("string", "Its author."),
    "source_archived_url": ("string", "A kept copy."),
    "source_accessed_on": ("date", "The day it was read."),
    "source_seen_at": ("string", "Where an agency's text was read."),
    "code": ("string", "The code that other tables use."),
    "name": ("string", "Its name in English."),
    "name_fr": ("string", "Its name in French."),
    "aliases": ("string", "Other names, with ; between them."),
    "summary": ("string", "What it is, in words."),
    "theatre": ("string", "Codes of the countries where it takes place, with ; between them."),
    "lead": ("string", "The code of who leads it."),
    "mandate": ("string", "The resolution or decision it rests on."),
    "started_on": ("date", "Its first day."),
    "ended_on": ("date", "Its last day."),
    "opens_on": ("date", "The day its dashboard opens on."),
    "covered_until": (
        "date",
        "The last day on which this record follows it; empty while it is kept current.",
    ),
    "group": ("string", "The group of categories."),
    "sort": ("integer", "Its place in lists."),
    "kind": ("string", "What kind it is."),
    "alpha2": ("string", "A country's ISO 3166-1 alpha-2 code."),
    "organisation": ("string", "The organisation's code."),
    "member": ("string", "The member's code."),
    "since": ("date", "The first day of membership."),
    "year": ("integer", "The year of the numbers."),
    "population": ("integer", "Inhabitants."),
    "gdp_usd": ("integer", "Gross domestic product in current US dollars."),
    "armed_forces": ("integer", "Members of the armed forces."),
    "source": ("string", "Where the numbers are from."),
    "id": ("integer", "The source's number in the record."),
    "title": ("string", "Its title; in [brackets] a description."),
    "publisher": ("string", "Who published it."),
    "author": ("string", "Its author."),
    "url": ("string", "Where it stands."),
    "archived_url": ("string", "A kept copy."),
    "published_on": ("date", "The day it was published."),
    "accessed_on": ("date", "The day it was read."),
    "dead_on": ("date", "The day on which its address was found not to answer."),
    "seen_at": ("string", "Where an agency's text was read."),
    "language": ("string", "Its language."),
    "statements": ("integer", "How many statements rest on it."),
    "quantity_text": ("string", "A number as printed."),
    "from_on": ("date", "The first day on which it stands so."),
    "until_on": ("date", "The first day on which it no longer does; empty while no end is known."),
    "stage": ("string", "The word that says best where the pledge is."),
    "pending": ("string", "Something asked for that is not yet answered."),
    "unquantified": (
        "integer",
        "Of a pledge 1 where it has no number; of a sum, how many pledges have none.",
    ),
    "promised": ("integer", "The last number announced or committed so far."),
    "claim": (
        "integer",
        "Of an organisation: what it said in all, before its members' shares are taken off.",
    ),
    "stated_on": ("date", "The day of the newest number in force."),
    "as_of": ("date", "The day of the sums."),
    "total": ("integer", "Deployed, committed and announced together."),
    "pledges": ("integer", "How many pledges are added up."),
    "deployed": ("integer", "In place on that day; of what flows, all that was delivered so far."),
    "committed": ("integer", "Decided, and not yet deployed."),
    "announced": ("integer", "Announced, and neither decided nor deployed."),
    "delivered": (
        "integer",
        "The most that was ever in place; empty where a sum would count the same people twice.",
    ),
    "number": ("integer", "The revision's number: the record's data version once it was made."),
    "at": ("datetime", "When, in UTC."),
    "actor": ("string", "Who."),
    "action": ("string", "What was done."),
    "entity": ("string", "To what kind of thing."),
    "entity_key": ("string", "To which of them."),
    "before": ("string", "What it said before, as JSON."),
    "after": ("string", "What it says since, as JSON."),
    "reason": ("string", "Why."),
    "previous_hash": ("string", "The hash of the revision before it."),
    "hash": ("string", "SHA-256 of the hash before it and all that this one says."),
}
ENDS = {"_low": "The least that it can be.", "_high": "The most that it can be; empty: open."}
# Where a column of the same name is something else.
OWN: dict[str, dict[str, tuple[str, str]]] = {
    "memberships": {"until": ("date", "The last day of membership.")},
    "requirements": {
        "quantity": ("integer", "The number asked for, in the category's unit."),
        "on": ("date", "The day it was stated."),
        "note": ("string", "What it is, in words."),
    },
    "quantities": {"quantity": ("integer", "The figure that it was read as; empty: none was given.")},
}
ALLOWED = {
    "status": STATUSES,
    "stage": STAGES,
    "source_kind": KINDS_OF_SOURCE,
    "pending": ("requested", "under_review"),
}
NEEDED: dict[str, tuple[str, ...]] = {
    "operations": ("code", "name"),
    "categories": ("code", "name", "unit"),
    "contributors": ("code", "kind", "name"),
    "memberships": ("organisation", "member"),
    "requirements": ("operation", "category", "quantity", "on"),
    "indicators": ("contributor", "year", "source"),
    "pledges": ("pledge", "operation", "contributor", "category", "unit", "on", "status", "accepted"),
    "standings": (
        "pledge",
        "operation",
        "contributor",
        "category",
        "unit",
        "from_on",
        "stage",
        "unquantified",
    ),
    "totals": ("as_of", "unit", "total", "pledges", "unquantified"),
    "revisions": ("number", "at", "action", "entity", "previous_hash", "hash"),
}
KEYS: dict[str, tuple[str, ...]] = {
    "operations": ("code",),
    "categories": ("code",),
    "contributors": ("code",),
    "indicators": ("contributor", "year"),
    "sources": ("id",),
    "standings": ("pledge", "from_on"),
    "revisions": ("number",),
}
REFERS = {
    "operation": "operations",
    "contributor": "contributors",
    "category": "categories",
    "organisation": "contributors",
    "member": "contributors",
    "lead": "contributors",
}


def schema_of(table: str, columns: Sequence[str]) -> dict[str, Any]:
    """The Table Schema of a table with these columns."""
    schema: dict[str, Any] = {"fields": [_field(table, name) for name in columns], "missingValues": [""]}
    if table in KEYS:
        schema["primaryKey"] = list(KEYS[table])
    links = [(name, REFERS[name]) for name in columns if name in REFERS and REFERS[name] != table]
    if links:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": other, "fields": ["code"]}} for name, other in links
        ]
    return schema


def _field(table: str, name: str) -> Field:
    kind, meaning = OWN.get(table, {}).get(name) or _meaning(name)
    field: Field = {"name": name, "type": kind, "description": meaning}
    if kind == "boolean":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    limits: Field = {"required": True} if name in NEEDED.get(table, ()) else {}
    if name in ALLOWED:
        limits["enum"] = list(ALLOWED[name])
    return {**field, "constraints": limits} if limits else field


def _meaning(name: str) -> tuple[str, str]:
    if name in MEANINGS:
        return MEANINGS[name]
    stem, sign, end = name.rpartition("_")
    return "integer", f"{MEANINGS[stem][1]} {ENDS[sign + end]}"
