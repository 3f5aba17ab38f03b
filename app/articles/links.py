"""Which verb a thing hangs on, within a sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.articles.names import Name
from app.articles.objects import Object
from app.articles.statuses import Trigger
from app.articles.words import Word, listed

# Behind these begins another thought: what follows is not what the verb before them gives.
BARRIERS = listed(
    "after before while when where whom because since although though despite amid whose if unless until whether "
    "whereas against apres avant tandis quand lorsque lorsqu parce bien malgre si alors"
)
_BUT = frozenset(("but", "mais"))
_HARD = frozenset((";", ":", "(", ")"))
_FAR = 16
_FAR_BEFORE = 14
_BY = frozenset(("by", "par"))
_NO = frozenset(("no", "aucun", "aucune", "neither"))


def verb_of(
    words: Sequence[Word], thing: Object, triggers: Sequence[Trigger], chain: int, names: Sequence[Name]
) -> Trigger | None:
    """The trigger that `thing` hangs on. `chain`: where the thing before it in a row of them ends, or -1."""
    ahead = _ahead(words, thing, triggers, chain)
    if ahead and not ahead.asks and _has_subject(words, max(ahead.until, chain), thing.first, names):
        ahead = None
    behind = _behind(words, thing, triggers)
    chosen = ahead or behind
    if ahead and behind and thing.first - ahead.until > behind.at - thing.until + 3:
        chosen = behind
    return _refused(words, thing, chosen) if chosen else None


def _has_subject(words: Sequence[Word], start: int, end: int, names: Sequence[Name]) -> bool:
    """Whether somebody else begins to act in between: "will send 350, and Slovakia will double its force"."""
    return any(
        start < name.at and name.until < end and name.form == "name" and not name.owns and name.before in _AND
        for name in names
    )


_AND = frozenset(("and", ",", "et", "but", "mais"))


def _ahead(words: Sequence[Word], thing: Object, triggers: Sequence[Trigger], chain: int) -> Trigger | None:
    """The nearest verb in front that takes an object."""
    for trigger in reversed(triggers):
        if trigger.until > thing.at:
            continue
        if trigger.frame == "before" or not _reaches(words, trigger, thing, chain):
            return None
        return trigger if trigger.status else None
    return None


def _reaches(words: Sequence[Word], trigger: Trigger, thing: Object, chain: int) -> bool:
    start = max(trigger.until, chain) if chain > trigger.until else trigger.until
    between = words[start : thing.at]
    if len(between) > _FAR or any(word.plain in BARRIERS or word.text in _HARD for word in between):
        return False
    if any(w.plain in _BUT and after.plain != "also" for w, after in pairwise(between)):
        return False
    if thing.received and thing.first > trigger.until and not (trigger.asks and chain <= trigger.until):
        return False
    following = words[trigger.until] if trigger.until < len(words) else None
    # "the week Ottawa offered, as well as": a verb at the end of its clause gives nothing that comes later.
    return not (
        following and following.text in (",", ".", ")") and trigger.frame == "after" and not trigger.outer
    )


def _behind(words: Sequence[Word], thing: Object, triggers: Sequence[Trigger]) -> Trigger | None:
    """The nearest verb behind that says what becomes of the thing: "500 soldiers have arrived", "planes sent by X"."""
    for trigger in triggers:
        if trigger.at < thing.until:
            continue
        between = words[thing.until : trigger.at]
        if len(between) > _FAR_BEFORE or any(w.plain in BARRIERS or w.text in _HARD for w in between):
            return None
        if trigger.frame == "before":
            return trigger if trigger.status and thing.thing.note != "object" else None
        if trigger.frame == "after" and _passive(words, trigger) and len(between) <= 3:
            return trigger
        if trigger.frame != "carry":
            return None
    return None


def _passive(words: Sequence[Word], trigger: Trigger) -> bool:
    """Whether the giver is named behind it: "promised by Canada"."""
    return trigger.until < len(words) and words[trigger.until].plain in _BY


def _refused(words: Sequence[Word], thing: Object, trigger: Trigger) -> Trigger:
    """A case such as "No deployment of troops is envisaged" is a no."""
    start = max(0, thing.first - 3)
    denied = any(word.plain in _NO for word in words[start : thing.at])
    if denied and trigger.status in ("committed", "announced", "under_review") and trigger.frame != "answer":
        return replace(trigger, status="declined")
    if denied and trigger.status in ("deployed", "requested", "ended"):
        return replace(trigger, status="")
    return trigger
