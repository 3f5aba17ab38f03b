"""Whose pledge it is: the one whose thing it is, who is asked, or who does what the verb says. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.articles.names import Name
from app.articles.objects import Object
from app.articles.statuses import Trigger
from app.articles.words import Word, listed

_PRONOUNS = listed(
    "it he she they which who country government nation ministry army its his their president minister "
    "il elle ils elles qui pays gouvernement ministere armee"
)
_WE = listed("we our us i nous notre nos je j")
_FROM = listed("from by par du")
_NOT_SUBJECT = listed(
    "by par from for with against between pour avec contre alongside behind under among like than"
)
_NOT_ITS = listed("made built led backed trained supplied controlled speaking owned style era occupied")
_GROUPS = listed(
    "allies neighbours neighbors allied partners opponents enemies request appeal call call plea allies voisins allies "
    "counterpart counterparts capital border borders friends request demand demands invasion war"
)
_ASKERS = frozenset(("request", "appeal", "call", "plea", "demand"))
_LINKS = frozenset(
    (
        "and",
        ",",
        "et",
        "the",
        "la",
        "le",
        "les",
        "l",
        "including",
        "both",
        "or",
        "dont",
        "as",
        "well",
        "aussi",
    )
)
_OF = frozenset(("of", "de", "d", "des"))
_NEAR = 9


def givers_of(
    words: Sequence[Word],
    thing: Object | None,
    trigger: Trigger,
    names: Sequence[Name],
    host: str,
    previous: str,
    speaker: str,
) -> Sequence[Name | str]:
    """The names (or codes taken over from sentences before) whose pledge it is; several where they act together."""
    usable = [name for name in names if _is_party(words, name)]
    if thing:
        own = _own(words, thing, trigger, usable)
        if own and own.code != host:
            return [own]
        if own:
            return []
        if found := _from(words, thing, usable, host):
            return list(found)
    if trigger.frame == "ask" or (
        trigger.frame == "carry" and trigger.outer and trigger.outer.frame == "ask"
    ):
        return [name for name in _asked(words, trigger, thing, usable) if name.code != host]
    return _subjects(words, trigger, usable, host, previous, speaker)


def _is_party(words: Sequence[Word], name: Name) -> bool:
    """Whether the name itself acts: neither "France's allies" nor "Russian-made"."""
    after = [word.plain for word in words[name.until : name.until + 4] if word.plain not in ("'s", "'")]
    if name.until < len(words) and words[name.until].joined and after[:1] and after[0] in _NOT_ITS:
        return False
    if name.owns and set(after[:2]) & _GROUPS:
        return False
    return not (name.form == "adjective" and after[:1] and after[0] in _GROUPS - _ASKERS and not name.owns)


def _own(words: Sequence[Word], thing: Object, trigger: Trigger, names: Sequence[Name]) -> Name | None:
    """Whose the thing is: "German fighting units", "soldats français", "Canada's contribution of one C-17"."""
    for name in reversed(names):
        if thing.first <= name.at and name.until <= thing.at and _qualifies(words, name):
            if any(word.plain in _OF for word in words[name.until : thing.at]):
                continue
            if name.at >= trigger.until or (name.until <= trigger.at and trigger.frame == "before"):
                return name
    for name in names:
        if name.form == "adjective" and thing.until <= name.at <= thing.until + 1 and _is_lower(words, name):
            return name
    if trigger.frame == "noun":
        near = [n for n in names if trigger.at - 4 <= n.at < trigger.at and (n.owns or n.form == "adjective")]
        return near[-1] if near else None
    return None


def _qualifies(words: Sequence[Word], name: Name) -> bool:
    """Whether it says whose: "German troops", "Canada's plane", "U.S. troops"; no "give Ukraine tanks"."""
    return (
        name.form == "adjective"
        or name.owns
        or all(word.text.isupper() for word in words[name.at : name.until])
    )


def _is_lower(words: Sequence[Word], name: Name) -> bool:
    return words[name.at].text[:1].islower()


def _from(words: Sequence[Word], thing: Object, names: Sequence[Name], host: str) -> list[Name]:
    """A case such as "2,000 soldiers from Chad", "one plane sent by Canada", "from nations in the bloc ECOWAS"."""
    for i in range(thing.until, min(len(words), thing.until + _NEAR)):
        if words[i].text in (".", ";") or words[i].plain in ("said", "who"):
            return []
        if words[i].plain in _FROM:
            near = [n for n in names if i < n.at <= i + 8 and n.code != host and not n.is_place]
            near = near if near and not any(w.is_sign for w in words[i : near[0].at]) else []
            # Of "nations in the bloc ECOWAS" the last name is the giver.
            return _together(words, near[0], near) if near and near[0].form != "person" else []
    return []


def _together(words: Sequence[Word], first: Name, names: Sequence[Name]) -> list[Name]:
    """`first` and the names that follow it in one row: "Benin, Togo and Ghana"."""
    row = [first]
    for name in names:
        if name.at < row[-1].until:
            continue
        between = words[row[-1].until : name.at]
        if len(between) > 3 or not between or any(word.plain not in _LINKS for word in between):
            break
        row.append(name)
    return row


def _asked(
    words: Sequence[Word], trigger: Trigger, thing: Object | None, names: Sequence[Name]
) -> list[Name]:
    """Who is asked: named between the asking and the thing."""
    ask = trigger.outer or trigger
    end = thing.first if thing else ask.until + _NEAR
    near = [name for name in names if ask.until <= name.at <= min(end, ask.until + 14)]
    near = [
        name for name in near if not (name.form == "adjective" and not name.owns and name.until == end)
    ] or near
    return _together(words, near[0], near) if near else []


def _subjects(
    words: Sequence[Word],
    trigger: Trigger,
    names: Sequence[Name],
    host: str,
    previous: str,
    speaker: str,
) -> Sequence[Name | str]:
    """Who does it: the nearest name before the verb that is neither a place nor a receiver; else whom "it" means."""
    at = (trigger.outer or trigger).at
    aside = _aside(words, at)
    named = [n for n in names if n.until <= at and n.code != host and n.at not in aside]
    ahead = [n for n in named if not n.is_place and n.before not in _NOT_SUBJECT]
    near = {word.plain for word in words[max(0, at - 4, ahead[-1].until if ahead else 0) : at]}
    if near & _WE and (speaker or previous):
        return [] if (speaker or previous) == host else [speaker or previous]
    if ahead and not _of_another(words, ahead[-1].until, at):
        row = _row_before(words, ahead)
        return list(row)
    # "In Poland, the government is studying ...": the place in front is whose government it is.
    if front := [n for n in named if n.at <= 2][:1]:
        return front
    return [previous] if previous and previous != host and _is_taken_up(words, at) else []


def _is_taken_up(words: Sequence[Word], at: int) -> bool:
    """Whether the verb's subject is a pronoun or a person without a country: whoever acted last."""
    if {word.plain for word in words[max(0, at - 8) : at]} & _PRONOUNS:
        return True
    return at >= 2 and all(word.is_name and word.plain.isalpha() for word in words[at - 2 : at])


def _aside(words: Sequence[Word], at: int) -> frozenset[int]:
    """The words before `at` that only say more of a name: "Poland, which had asked Germany, plans to"."""
    opened = -1
    inside: set[int] = set()
    for i in range(1, at):
        if opened < 0 and words[i - 1].text == "," and words[i].plain in _RELATIVE:
            opened = i
        elif opened >= 0 and words[i].text == ",":
            inside.update(range(opened, i))
            opened = -1
    return frozenset(inside)


def _of_another(words: Sequence[Word], name: int, at: int) -> bool:
    """Whether "which" before the verb means something else than the name: "the French back the force, which has"."""
    for i in range(at - 1, name - 1, -1):
        if words[i].plain in _RELATIVE:
            return sum(not word.is_sign for word in words[name:i]) > 1 and i >= at - 4
    return False


_RELATIVE = listed("which who whose qui dont")


def _row_before(words: Sequence[Word], ahead: Sequence[Name]) -> list[Name]:
    """The last of the names with those that stand in one row before it: "Benin, Togo and Ghana"."""
    row = [ahead[-1]]
    for name in reversed(ahead[:-1]):
        between = words[name.until : row[0].at]
        if not between or len(between) > 3 or any(word.plain not in _LINKS for word in between):
            break
        row.insert(0, name)
    return row
