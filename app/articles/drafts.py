"""Sentences to drafts of statements: a thing, the verb it hangs on, and whose it is. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.articles.givers import givers_of
from app.articles.lexicon import Thing
from app.articles.links import verb_of
from app.articles.lists import others_listed
from app.articles.names import Name
from app.articles.numbers import Number
from app.articles.objects import Object
from app.articles.parsed import Draft, Parsed
from app.articles.statuses import Trigger
from app.articles.words import listed

# Behind a number that stands for a thing named before ("1,100 more") nothing else is counted.
_AFTER_ALONE = listed(
    "to in from by and but for on of at more additional further with en dans de d pour et a"
)


def drafts_of(parsed: Parsed, host: str, previous: str, unspoken: str = "announced") -> list[Draft]:
    """The drafts of one sentence. `previous`: whom "it" means where the sentence does not say; `unspoken`: the status
    of what a list gives without a verb.
    """
    found: list[Draft] = []
    chain, last = -1, None
    for thing in _with_bare_numbers(parsed):
        after = chain if last else -1
        trigger = verb_of(parsed.sentence.words, thing, parsed.triggers, after, parsed.names)
        trigger = trigger or _heading(parsed, thing, unspoken) or _beside(parsed, thing)
        if trigger is None or not trigger.status:
            last, chain = None, -1
            continue
        found += _of_thing(parsed, thing, trigger, host, previous)
        last, chain = trigger, thing.until
    found += _of_verbs(parsed, host, previous)
    return _specific([*found, *others_listed(parsed, found)])


def _heading(parsed: Parsed, thing: Object, unspoken: str) -> Trigger | None:
    """What a list says without a verb: "Spain: one Hercules and 50 trainers"; a verb of its own decides what it is."""
    words = parsed.sentence.words
    name = next((n for n in parsed.names if n.at <= 2 and n.until < len(words)), None)
    if name is None or words[name.until].text not in ":–—-" or not (thing.number or thing.single >= 0):
        return None
    if any(t.until <= thing.at for t in parsed.triggers):
        return None
    status = next((t.status for t in parsed.triggers if t.frame == "after" and t.status), unspoken)
    return Trigger(name.until, name.until + 1, status, "after")


def _beside(parsed: Parsed, thing: Object) -> Trigger | None:
    """What is said of a contributor in passing: "Turkey, with 1,750 soldiers around Kabul"."""
    words, at = parsed.sentence.words, thing.first - 1
    if at < 1 or thing.number is None or words[at].plain not in ("with", "avec"):
        return None
    name = next((n for n in reversed(parsed.names) if n.until <= at), None)
    if name is None or name.is_place or at - name.until > 5 or words[name.until].text != ",":
        return None
    return Trigger(at, at + 1, "deployed", "after")


def _of_thing(parsed: Parsed, thing: Object, trigger: Trigger, host: str, previous: str) -> Iterator[Draft]:
    if trigger.category or (
        thing.thing.note == "weak" and not thing.number and trigger.status not in _WEAK_STATUSES
    ):
        return
    givers = givers_in(parsed, thing, trigger, host, previous)
    for verb in _levels(trigger):
        several = len(givers) > 1 and not _each(parsed)
        for giver in givers:
            yield Draft(
                parsed, giver, verb, thing.thing, verb.status, thing.first, thing.until,
                number=None if several else thing.number, single=_single(thing, trigger), noun=thing.at,
            )  # fmt: skip


def _single(thing: Object, trigger: Trigger) -> int:
    """Where "a" says one, unless it stands before the verb ("a déployé")."""
    return thing.single if thing.single >= trigger.until or trigger.frame == "before" else -1


_WEAK_STATUSES = frozenset(("committed", "announced", "requested", "declined", "under_review"))


def _levels(trigger: Trigger) -> list[Trigger]:
    """A noun under a request says two things: what is there, and what is asked of it."""
    if trigger.frame == "noun" and trigger.outer:
        return [replace(trigger, outer=None), trigger.outer]
    return [trigger]


def _each(parsed: Parsed) -> bool:
    return any(word.plain in ("each", "chacun", "chacune", "apiece") for word in parsed.sentence.words)


def givers_in(
    parsed: Parsed, thing: Object | None, trigger: Trigger, host: str, previous: str
) -> list[Name | str]:
    """Whose pledge it is, each once: names in the sentence, or codes taken over from others."""
    speaker = parsed.speaker.code if parsed.speaker else ""
    givers = givers_of(parsed.sentence.words, thing, trigger, parsed.names, host, previous, speaker)
    known: dict[str, Name | str] = {}
    for giver in givers:
        known.setdefault(giver if isinstance(giver, str) else giver.code, giver)
    return list(known.values())


def _of_verbs(parsed: Parsed, host: str, previous: str) -> Iterator[Draft]:
    """Verbs that name what is asked themselves: "Canada can do more"."""
    for trigger in parsed.triggers:
        if trigger.category and trigger.status:
            for giver in givers_in(parsed, None, trigger, host, previous):
                thing = Thing(trigger.category)
                yield Draft(parsed, giver, trigger, thing, trigger.status, trigger.at, trigger.until)


def _with_bare_numbers(parsed: Parsed) -> list[Object]:
    """The things of a sentence, and numbers that stand for one named before: "is expecting to send 1,100 more"."""
    found = list(parsed.objects)
    used = {thing.number.at for thing in found if thing.number}
    for number in parsed.numbers:
        before = [thing for thing in parsed.objects if thing.until <= number.at]
        if number.at in used or number.currency or not before or not _is_alone(parsed, number):
            continue
        until = number.until + (1 if number.added else 0)
        found.append(Object(number.at, until, number.at, before[-1].thing, number))
    return sorted([*found, *_any_more(parsed)], key=lambda thing: thing.at)


def _any_more(parsed: Parsed) -> Iterator[Object]:
    """Such as "France, which has 3,750 troops there, has ruled out sending any more": more of what was named before."""
    words = parsed.sentence.words
    for i in range(1, len(words)):
        before = [thing for thing in parsed.objects if thing.until < i]
        ends = i + 1 == len(words) or words[i + 1].is_sign
        if words[i].plain == "more" and words[i - 1].plain == "any" and ends and before:
            yield Object(i - 1, i + 1, i - 1, before[-1].thing)


def _is_alone(parsed: Parsed, number: Number) -> bool:
    """Whether nothing is counted behind it, and a verb that gives stands right before it."""
    words = parsed.sentence.words
    after = words[number.until] if number.until < len(words) else None
    until = number.until + (1 if number.added else 0)
    if number.added and any(verb.frame == "before" and verb.at == until for verb in parsed.triggers):
        return True
    if after and not after.is_sign and after.plain not in _AFTER_ALONE:
        return False
    return any(0 <= number.at - verb.until <= 1 and verb.frame != "before" for verb in parsed.triggers)


def _specific(found: list[Draft]) -> list[Draft]:
    """Without "help" where the same verb names what help: intelligence, airlift."""
    named = {(draft.trigger.at, draft.code, draft.status) for draft in found if draft.thing.note != "generic"}
    counted = {(draft.trigger.at, draft.thing.category) for draft in found if draft.number}
    return [
        draft
        for draft in found
        if (draft.thing.note != "generic" or (draft.trigger.at, draft.code, draft.status) not in named)
        and (
            draft.thing.note != "weak"
            or draft.number
            or (draft.trigger.at, draft.thing.category) not in counted
        )
    ]
