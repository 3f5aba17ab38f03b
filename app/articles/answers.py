"""What is said of requests without naming them again: "no decision had been taken". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.articles.drafts import givers_in
from app.articles.names import Name
from app.articles.parsed import Draft, Parsed
from app.articles.statuses import Trigger


def answers_of(parsed: Sequence[Parsed], drafts: Sequence[Draft], host: str) -> Iterator[Draft]:
    """What is said of requests without naming them again: "no decision had been taken" answers the nearest of them."""
    requests = _by_sentence([draft for draft in drafts if draft.status == "requested"])
    everything = _by_sentence(drafts)
    said = {(draft.parsed.index, draft.trigger.at) for draft in drafts}
    for each in parsed:
        answer = next((t for t in each.triggers if t.frame == "answer" and t.status), None)
        if answer is None or (each.index, answer.at) in said:
            continue
        for giver in _answering(each, answer, host)[:1]:
            code = giver if isinstance(giver, str) else giver.code
            asked = _nearest(requests, each.index, code) or _spoken_of(each, everything)
            yield from _answered(each, answer, giver, asked)


def _answering(each: Parsed, answer: Trigger, host: str) -> list[Name | str]:
    """Who answers: the subject, or the nearest government that is named behind ("no decision, but Canada would")."""
    if found := givers_in(each, None, answer, host, ""):
        return found
    behind = [n for n in each.names if n.at >= answer.until and n.code != host and not n.is_place]
    return list(behind[:1]) or ([each.speaker.code] if each.speaker and each.speaker.code else [])


def _by_sentence(drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(draft.parsed.index, []).append(draft)
    return found


def _nearest(requests: Mapping[int, list[Draft]], index: int, code: str) -> list[Draft]:
    """The requests to `code` of the nearest sentence, at most three away."""
    for away in (-1, 1, -2, 2, -3, 3):
        if found := [draft for draft in requests.get(index + away, ()) if draft.code == code]:
            return found
    return []


def _spoken_of(each: Parsed, by_sentence: Mapping[int, list[Draft]]) -> list[Draft]:
    """Where nobody is said to have asked: what the paragraph spoke of last, without its number."""
    before = [
        draft
        for away in (3, 2, 1)
        for draft in by_sentence.get(each.index - away, ())
        if draft.parsed.sentence.paragraph == each.sentence.paragraph
    ]
    return [replace(before[-1], number=None, single=-1)] if before else []


def _answered(each: Parsed, answer: Trigger, giver: Name | str, asked: Sequence[Draft]) -> Iterator[Draft]:
    for request in asked:
        yield replace(
            request, parsed=each, giver=giver, trigger=answer, status=answer.status, at=answer.at,
            until=answer.until, source=request,
        )  # fmt: skip
