"""Verbs to statuses, by the codebook of docs/method.md: "will send" is committed, "ruled out" declined. Pure.

The phrases are data (seeds/verbs.csv). Here is what negation does to them, and what an infinitive takes over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.articles import lexicon
from app.articles.words import Word

_NOT = frozenset(("not", "never", "'t", "neither", "nor", "ne", "n", "ni", "without", "sans", "hardly"))
# What a denied status says; a denied delivery or request says nothing.
_DENIED = {
    "committed": "declined",
    "announced": "declined",
    "under_review": "declined",
    "declined": "under_review",
}
_OPEN = frozenset(("whether", "how", "if", "why", "si", "comment", "unless"))
_HE = frozenset(("il", "elle", "ils", "elles"))
_BY = frozenset(("by", "par"))
_OWN_NOT = _NOT | {"pas", "no", "aucune", "aucun"}
_AND = frozenset(("and", "or", "as", "then", ",", "et", "ou", "but", "ainsi", "than"))
_REACH = 18


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that say what happens, from word `at` until `until`.

    `frame` says where giver and thing stand: after, before, noun, ask, asked, answer or carry. `outer` is what an
    infinitive or a noun stands under ("asked ... to send").
    """

    at: int
    until: int
    status: str
    frame: str
    category: str = ""
    outer: Trigger | None = None

    @property
    def asks(self) -> bool:
        """Whether the giver is the one who is asked."""
        return self.frame in ("ask", "asked")


def triggers_of(words: Sequence[Word], numbers: frozenset[int]) -> list[Trigger]:
    """What happens in a sentence, in its order."""
    found: list[Trigger] = []
    things = [(hit.at, hit.until) for hit in lexicon.things().find(words)]
    named = frozenset(i for at, until in things if until - at > 1 for i in range(at, until))
    for hit in lexicon.verbs().find(words, numbers):
        # "medical supplies" supplies nothing.
        if not named.isdisjoint(range(hit.at, hit.until)):
            continue
        verb = hit.value
        trigger = Trigger(hit.at, hit.until, verb.status, verb.frame, verb.category)
        if found and _is_answered(words, found[-1], hit.at):
            # "is weighing a request for jets": the answer decides, what is asked is its object.
            found[-1] = replace(found[-1], until=hit.until)
        elif verb.frame == "carry":
            outer = _outer(words, trigger, found, things)
            found.append(replace(trigger, status=outer.status if outer else "", outer=outer))
        elif not (_is_open(words, hit.at) and found and found[-1].status == "under_review"):
            found.append(_in_place(words, trigger, found[-1] if found else None))
    return found


def _in_place(words: Sequence[Word], trigger: Trigger, last: Trigger | None) -> Trigger:
    """The trigger as what stands around it makes it: asked how, denied, "pressed by", under the verb before it."""
    if _is_open(words, trigger.at):
        return replace(trigger, status="")
    if trigger.frame == "ask" and trigger.until < len(words) and words[trigger.until].plain in _BY:
        return replace(trigger, frame="asked")
    if _is_denied(words, trigger.at, trigger.until):
        return replace(trigger, status=_DENIED.get(trigger.status, ""))
    return _under(trigger, last) if trigger.frame == "noun" and last else trigger


def _under(noun: Trigger, verb: Trigger) -> Trigger:
    """A noun such as "contribution of" under the verb before it: what is asked for, or what that verb says of it."""
    asked = verb.outer or verb
    if asked.asks:
        return replace(noun, outer=asked)
    near = noun.at - verb.until <= 3 and verb.frame in ("after", "carry") and verb.status
    return replace(noun, status=verb.status) if near else noun


_ASKING = frozenset(("request", "requests", "appeal", "appeals", "call", "calls"))


def _is_answered(words: Sequence[Word], answer: Trigger, at: int) -> bool:
    """Whether a noun of asking is what the verb before it answers."""
    answers = answer.status in ("under_review", "declined") and answer.frame in ("after", "answer")
    return answers and words[at].plain in _ASKING and at - answer.until <= 4


def _is_open(words: Sequence[Word], at: int) -> bool:
    """Whether it is only asked or supposed: "asked how it would fly its troops"."""
    for word in reversed(words[max(0, at - 7) : at]):
        if word.is_sign:
            return False
        if word.plain in _OPEN:
            return True
    return at >= 2 and words[at - 2].plain == "s" and words[at - 1].plain in _HE


def _is_denied(words: Sequence[Word], at: int, until: int) -> bool:
    if {word.plain for word in words[at:until]} & _OWN_NOT:
        return False
    before = {word.plain for word in words[max(0, at - 2) : at]}
    return bool(before & _NOT) and "only" not in {word.plain for word in words[at : until + 1]}


def _outer(
    words: Sequence[Word], carry: Trigger, found: Sequence[Trigger], things: Sequence[tuple[int, int]]
) -> Trigger | None:
    """What an infinitive stands under: that of the one it is coordinated with, or the verb before it.

    After a thing that is given already it says only what for: "sent 200 trainers to train the army".
    """
    carried = next((t.outer for t in reversed(found) if t.outer and t.frame == "carry"), None)
    if carried and carry.at and words[carry.at - 1].plain in _AND:
        return carried
    verb = next((t for t in reversed(found) if t.frame not in ("carry", "before")), None)
    if verb is None or not verb.status or carry.at - verb.until > _REACH:
        return None
    if verb.asks:
        return verb
    given = any(verb.until <= at and until <= carry.at for at, until in things)
    return None if given or verb.status in ("deployed", "ended") else verb
