"""What the record knows of a candidate: that it says so already, says otherwise, or says nothing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.articles.entries import FIELDS, PLEDGE, Entry
from app.articles.entries import NEW as NEW_PLEDGE
from app.articles.record import Known, Record, Spot, same_thing
from app.i18n import _, day
from app.ledger.quantity import NOTHING, Quantity, QuantityError, add_to_known, parse_added, parse_quantity
from app.pledges.form_view import sentence_of
from app.pledges.forms import MORE, ON, QUANTITY
from app.pledges.in_force import counting_day, known_number
from app.pledges.read_back import sum_in_words
from app.pledges.submissions import fingerprint_of
from app.pledges.told import label_of
from app.pledges.words import amount_in_words, stated_day, status_label
from app.vocabulary import STATUSES

KNOWN, CHANGE, NEW, CONFLICT, OPEN = "known", "change", "new", "conflict", "open"
STATUS, NOT_COUNTED = "statement.status", "statement.accepted"
# What a statement needs before anything can be said of it.
NEEDED = {
    "contributor": "contributor",
    "operation": "operation",
    "category": "category",
    STATUS: "status",
    ON: "on",
}
PROMISES = ("announced", "committed")
TRACKS = (("requested", "under_review"), (*PROMISES, "declined", "lapsed"), ("deployed", "ended"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: known, change, new, conflict, or open where something is missing or unreadable; `words` say it.

    `pledge`: the key of the pledge it is a statement of, empty for a new one; `statement`: the one of the record that
    it repeats, changes or contradicts; `total`: its number as it would be kept; `seen` names all that an editor reads;
    `others`: what pledges of this place there are, by key and name.
    """

    kind: str
    words: str
    pledge: str = ""
    statement: int | None = None
    total: str = ""
    arithmetic: str = ""
    seen: str = ""
    others: tuple[tuple[str, str], ...] = ()


# A candidate that stands before another one, and what the record says to it.
Above = tuple[Entry, Verdict]


@dataclass(frozen=True, slots=True)
class Said:
    """What a candidate says, read: the day that counts, a status, the total so far."""

    on: date
    status: str
    total: Quantity
    arithmetic: str


def consult(record: Record, entries: Sequence[Entry]) -> list[Verdict]:
    """A verdict on each candidate: by the record as it is, and by what stands before it in the article."""
    verdicts: list[Verdict] = []
    # By operation, contributor, category and pledge: an article may say a thousand things.
    earlier: dict[tuple[Spot | None, str], list[Above]] = {}
    for entry in entries:
        found = _verdict(record, entry)
        if found.kind != OPEN:
            above = earlier.setdefault((record.spot(entry.typed), found.pledge), [])
            found, said = _beside(above, entry, found), found
            above.append((entry, said))
        verdicts.append(replace(found, seen=seen_of(entry, found)))
    return verdicts


def seen_of(entry: Entry, verdict: Verdict, total: str | None = None) -> str:
    """What names a candidate as it was read: its fields, what the record says to it, and the number kept."""
    content = {name: entry.typed[name].strip() for name in FIELDS if entry.typed.get(name, "").strip()}
    return fingerprint_of(content, verdict.pledge, verdict.words, verdict.total if total is None else total)


def _verdict(record: Record, entry: Entry) -> Verdict:
    spot = record.spot(entry.typed)
    missing = [label_of(label) for name, label in NEEDED.items() if not entry.typed.get(name, "").strip()]
    if missing:
        return Verdict(OPEN, _("Still to say: {fields}.", fields=", ".join(missing)))
    if spot is None:
        return Verdict(OPEN, _("The record does not know all of these names."))
    others = tuple((pledge.key, pledge.item or pledge.key) for pledge in record.pledges(spot))
    return replace(_at(record, entry, spot), others=others)


def _at(record: Record, entry: Entry, spot: Spot) -> Verdict:
    """The verdict on a candidate whose place is known."""
    pledge = record.pledge_of(entry, spot)
    unit = pledge.unit if pledge else spot.unit
    try:
        said = _said(record, entry, pledge, unit, spot.category_code)
    except QuantityError as refused:
        return Verdict(OPEN, sentence_of(str(refused)) + ".")
    if said is None:
        return Verdict(OPEN, _("The day or the status cannot be read."))
    if pledge is None:
        is_other = bool(record.pledges(spot))
        words = (
            _("Another pledge than those the record has.")
            if is_other
            else _("The record has no such pledge.")
        )
        return Verdict(NEW, words, total=said.total.text, arithmetic=said.arithmetic)
    found = _of_pledge(pledge, said, unit, spot.category_code)
    return replace(found, pledge=pledge.key, total=said.total.text, arithmetic=said.arithmetic)


def presume(entries: Sequence[Entry], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """What is presumed of candidates just read: one that contradicts the record is shown beside it, not counted."""
    for entry, verdict in zip(entries, verdicts, strict=True):
        if verdict.kind == CONFLICT:
            entry.typed[NOT_COUNTED] = "no"
    return [replace(v, seen=seen_of(entry, v)) for entry, v in zip(entries, verdicts, strict=True)]


def _said(record: Record, entry: Entry, pledge: Known | None, unit: str, category: str) -> Said | None:
    form = entry.form({})
    on, status, text = counting_day(form.get(ON, "")), form.get(STATUS, ""), form.get(QUANTITY, "")
    if on is None or status not in STATUSES:
        return None
    if form.get("mode") != MORE:
        return Said(on, status, parse_quantity(text) if text.strip() else NOTHING, "")
    more = parse_added(text)
    known = known_number(record.reader, pledge, form.get(ON, ""), status)
    total = add_to_known(more, known)
    return Said(on, status, total, sum_in_words(more, known, amount_in_words(total, unit, category)))


def _of_pledge(pledge: Known, said: Said, unit: str, category: str) -> Verdict:
    """What the statements of its pledge say to it."""
    same_day = [s for s in pledge.statements if s["on"] == said.on]
    if twin := next((s for s in same_day if _says_the_same(s, said)), None):
        return Verdict(
            KNOWN, _("In the record: {said}.", said=in_words(twin, unit, category)), statement=twin["id"]
        )
    if other := next((s for s in same_day if _contradicts(s, said)), None):
        words = _("For this day the record has: {said}.", said=in_words(other, unit, category))
        return Verdict(CONFLICT, words, statement=other["id"])
    before = [
        s for s in pledge.statements if s["on"] <= said.on and _track(s["status"]) == _track(said.status)
    ]
    if not before:
        label = status_label(said.status).lower()
        return Verdict(NEW, _("New of a known pledge: so far nothing says “{status}”.", status=label))
    last = before[-1]
    if _says_the_same(last, said):
        return Verdict(
            KNOWN, _("Nothing new since: {said}.", said=in_words(last, unit, category)), statement=last["id"]
        )
    words = _(
        "{before} → {after}", before=in_words(last, unit, category), after=_now(last, said, unit, category)
    )
    return Verdict(CHANGE, words, statement=last["id"])


def _says_the_same(statement: Mapping[str, Any], said: Said) -> bool:
    """Whether it adds nothing: the same status, and the same number or none."""
    if statement["status"] != said.status:
        return False
    return said.total.value is None or _bounds(statement) == (
        said.total.value,
        said.total.low,
        said.total.high,
    )


def _contradicts(statement: Mapping[str, Any], said: Said) -> bool:
    """Whether both cannot be so on one day: another number for the same, or a promise and a refusal."""
    if statement["status"] == said.status:
        return None not in (statement["quantity"], said.total.value)
    both = {statement["status"], said.status}
    return "declined" in both and bool(both & set(PROMISES))


def _bounds(statement: Mapping[str, Any]) -> tuple[int | None, int | None, int | None]:
    return statement["quantity"], statement["quantity_low"], statement["quantity_high"]


def _track(status: str) -> int:
    return next(n for n, track in enumerate(TRACKS) if status in track)


def in_words(statement: Mapping[str, Any], unit: str, category: str) -> str:
    """A statement of the record in a line: "committed, 2,000 soldiers, 16 January 2013"."""
    number = ""
    if statement["quantity"] is not None:
        quantity = Quantity(*_bounds(statement), statement["quantity_text"])
        number = amount_in_words(quantity, unit, category)
    words = (
        status_label(statement["status"]).lower(),
        number,
        stated_day(statement["on"], statement["precision"]),
    )
    return ", ".join(word for word in words if word)


def _now(before: Mapping[str, Any], said: Said, unit: str, category: str) -> str:
    """What is new of it: its status where that is another one, its number if it has one."""
    label = status_label(said.status).lower() if said.status != before["status"] else ""
    number = amount_in_words(said.total, unit, category) if said.total.value is not None else ""
    return ", ".join(word for word in (label, number) if word) or day(said.on)


def _beside(above: Sequence[Above], entry: Entry, verdict: Verdict) -> Verdict:
    """The same, where an earlier candidate says it already, or makes the pledge that this one is of as well."""
    item, is_chosen = entry.typed.get("item", ""), entry.typed.get(PLEDGE) == NEW_PLEDGE
    alike = [
        (e, v)
        for e, v in above
        if verdict.pledge or (same_thing(item, e.typed.get("item", "")) and not is_chosen)
    ]
    if twin := next((e for e, v in alike if _key(e, v) == _key(entry, verdict)), None):
        return replace(verdict, kind=KNOWN, words=_("Said above already: number {n}.", n=twin.number))
    if alike and not verdict.pledge:
        return replace(verdict, words=_("New: one pledge with number {n}.", n=alike[0][0].number))
    return verdict


def _key(entry: Entry, verdict: Verdict) -> tuple[str, ...]:
    return entry.typed.get(ON, ""), entry.typed.get(STATUS, ""), verdict.total
