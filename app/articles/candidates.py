"""Drafts to candidates: quantity, item, days, speaker, condition, operation, and the clues to each. Pure."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.articles.days import Day, last_day
from app.articles.parsed import Draft
from app.articles.phrases import clue, span_of
from app.articles.places import Operations
from app.articles.schemas import Candidate, Clue
from app.articles.words import Phrases
from app.ledger.quantity import NOTHING, Quantity, QuantityError, add_to_known, parse_quantity

_CONDITIONS: Phrases[bool] = Phrases(
    (phrase.split(), True)
    for phrase in (
        "pending", "subject to", "provided that", "on condition that", "if", "unless", "conditional on",
        "sous reserve de", "sous reserve d", "a condition que", "a condition d",
    )
)  # fmt: skip
_LONGEST_CONDITION = 20


def candidates_of(
    text: str, drafts: Sequence[Draft], published_on: date | None, operations: Operations
) -> list[Candidate]:
    """A candidate for each draft; one that says again what an earlier one said is left out."""
    found: dict[tuple[object, ...], Candidate] = {}
    known: dict[tuple[str, str], Quantity] = {}
    all_known = ChainMap(known, _in_place(drafts))
    for draft in drafts:
        if draft.thing.category not in operations.vocabulary.categories:
            continue
        candidate = _candidate(text, draft, published_on, operations, all_known)
        _learn(draft, candidate, known)
        found.setdefault(_said(draft, candidate), candidate)
    return list(found.values())


def _said(draft: Draft, c: Candidate) -> tuple[object, ...]:
    """What makes two candidates the same: not within one sentence, where a thing named twice is two."""
    return (c.contributor, c.category, c.status, c.quantity, c.operation, c.item, _place(draft))


def _place(draft: Draft) -> int:
    """0 outside of lists of things; airlift for one and airlift for another are two of one sentence."""
    same = [t for t in draft.parsed.objects if t.thing == draft.thing]
    return [t.first for t in same].index(draft.at) if draft.at in [t.first for t in same] else 0


def _candidate(
    text: str,
    draft: Draft,
    published_on: date | None,
    operations: Operations,
    known: Mapping[tuple[str, str], Quantity],
) -> Candidate:
    first, last = span_of(draft)
    words = draft.parsed.sentence.words
    start, end = words[first].start, words[last - 1].end
    fields = [
        *_who_and_what(text, draft),
        *_quantity(text, draft, operations.vocabulary.categories, known),
        *_days(text, draft, published_on),
        *_speaker(text, draft),
        *_condition(text, draft),
        *_operation(text, draft, operations),
    ]
    values = {each.field: each.value for each in fields}
    clues = tuple(each for each in fields if each.words)
    return Candidate(start, end, text[start:end], **values, clues=clues)


def _who_and_what(text: str, draft: Draft) -> Iterator[Clue]:
    if isinstance(draft.giver, str):
        yield Clue("contributor", draft.giver, "", 0, 0)
    else:
        yield clue(draft, text, "contributor", draft.code, draft.giver.at, draft.giver.until)
    yield clue(draft, text, "status", draft.status, draft.trigger.at, draft.trigger.until)
    where = draft.source or draft
    yield clue(where, text, "category", draft.thing.category, max(where.at, where.noun), where.until)
    if draft.thing.item:
        yield clue(where, text, "item", draft.thing.item, max(where.at, where.noun), where.until)


def _quantity(
    text: str, draft: Draft, units: Mapping[str, str], known: Mapping[tuple[str, str], Quantity]
) -> Iterator[Clue]:
    number = draft.number
    if units[draft.thing.category] == "none":
        if number and not number.currency:
            yield clue(draft, text, "item", _counted(text, draft), draft.at, draft.until)
        return
    if number is None:
        if draft.single >= 0:
            where = draft.source or draft
            yield clue(where, text, "quantity", "1", draft.single, draft.single + 1)
        return
    where = draft if draft.source is None or draft.parsed is draft.source.parsed else draft.source
    if quantity := _total(draft, number.text, number.added, known):
        yield clue(where, text, "quantity", quantity, number.at, number.until)


def _counted(text: str, draft: Draft) -> str:
    """Of what is never counted in the record the number is part of the item: "50 howitzers"."""
    words = (draft.source or draft).parsed.sentence.words
    return " ".join(text[words[draft.at].start : words[draft.until - 1].end].split())


def _total(draft: Draft, printed: str, added: bool, known: Mapping[tuple[str, str], Quantity]) -> str:
    """The number as the record takes it; "1,100 more" on top of what is there, or the total that is given."""
    try:
        quantity = parse_quantity(printed)
        if added:
            said = _said_total(draft)
            more = add_to_known(quantity, known.get((draft.code, draft.thing.category), NOTHING))
            quantity = parse_quantity(f"{said} ({printed} more)" if said else more.text)
    except QuantityError:
        return ""
    return quantity.text


def _said_total(draft: Draft) -> str:
    """The total that the sentence itself gives: "500 extra soldiers, taking its total to 9,500"."""
    words = draft.parsed.sentence.words
    for number in draft.parsed.numbers:
        before = [word.plain for word in words[max(0, number.at - 4) : number.at]]
        if number.at > draft.until and before[-1:] in (["to"], ["a"]) and _TOTALS & set(before):
            return number.text
    return ""


_TOTALS = frozenset(("total", "contingent", "force", "strength", "number", "effectif", "effectifs"))


def _in_place(drafts: Sequence[Draft]) -> dict[tuple[str, str], Quantity]:
    """What the article says is there, wherever it says so."""
    found: dict[tuple[str, str], Quantity] = {}
    for draft in drafts:
        if (
            draft.status == "deployed"
            and draft.number
            and not draft.number.added
            and not draft.number.currency
        ):
            found.setdefault((draft.code, draft.thing.category), parse_quantity(draft.number.text))
    return found


def _learn(draft: Draft, candidate: Candidate, known: dict[tuple[str, str], Quantity]) -> None:
    """What is there or promised by now: more comes on top of it."""
    added = draft.number and draft.number.added
    if candidate.quantity and not added and draft.status in ("deployed", "committed", "announced"):
        known[draft.code, draft.thing.category] = parse_quantity(candidate.quantity)


def _days(text: str, draft: Draft, published_on: date | None) -> Iterator[Clue]:
    day = _day(draft, published_on)
    value = day.value if day else str(published_on or "")
    if day:
        yield clue(draft, text, "on", value, day.at, day.until)
    elif value:
        yield Clue("on", value, "", 0, 0)
    end = next((d for d in draft.parsed.days if (d.is_end or d.span) and d.at >= draft.trigger.at), None)
    last = _until(draft, end, value) if end else ""
    if end and last:
        yield clue(draft, text, "until", last, end.at, end.until)


def _day(draft: Draft, published_on: date | None) -> Day | None:
    """The nearest day to the verb that is not still to come."""
    latest = str(published_on) if published_on else "9999"
    past = [d for d in draft.parsed.days if d.value and not d.is_end and d.value <= latest]
    return min(past, key=lambda d: abs(d.at - draft.trigger.at), default=None)


def _until(draft: Draft, end: Day, on: str) -> str:
    if not end.span:
        return end.value if end.value > on else ""
    if len(on) != 10 or draft.status in ("requested", "declined", "ended", "lapsed"):
        return ""
    words = draft.parsed.sentence.words
    begins = [
        d for d in draft.parsed.days if d.at > end.at and words[d.at - 1].plain in ("from", "starting", "on")
    ]
    first = begins[0].value if begins and len(begins[0].value) == 10 else on
    return str(last_day(end.span, date.fromisoformat(first)))


def _speaker(text: str, draft: Draft) -> Iterator[Clue]:
    speaker = draft.parsed.speaker
    if speaker:
        yield Clue("speaker", speaker.name, text[speaker.start : speaker.end], speaker.start, speaker.end)


def _condition(text: str, draft: Draft) -> Iterator[Clue]:
    """A case such as "pending approval by parliament", up to the next sign."""
    words = draft.parsed.sentence.words
    for i in range(draft.trigger.at, len(words)):
        if _CONDITIONS.at(words, i):
            end = i + 1
            while end < len(words) and not words[end].is_sign and end - i < _LONGEST_CONDITION:
                end += 1
            found = clue(draft, text, "condition", "", i, end)
            yield replace(found, value=" ".join(found.words.split()))
            return


def _operation(text: str, draft: Draft, operations: Operations) -> Iterator[Clue]:
    code, named = operations.of(draft.parsed.sentence.words, draft.code)
    if named:
        yield clue(draft, text, "operation", code, named.at, named.until)
    elif code:
        yield Clue("operation", code, "", 0, 0)
