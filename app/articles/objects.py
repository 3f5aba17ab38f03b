"""What is given, asked for or refused: things of the lexicon with their numbers, and sums of money. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.articles.lexicon import Thing, things
from app.articles.numbers import Number
from app.articles.words import Word, listed

# Words that end a noun's own group of words.
LINKS = listed(
    "in into to for from with against by on at and or but as after before while when that which who whose of than "
    "en dans pour par avec contre et ou mais que qui dont aux au sur vers chez sans such including like "
    "is are was were be been has have had will would could can may might should must do does did not est sont ont"
)
_GAP = 5
_BETWEEN = listed("of its their the de d des ses leurs more additional extra some les")
_OTHERS = listed(  # whoever they are, their soldiers are nobody's gift
    "rebel rebels insurgent islamist islamists militant militants jihadist enemy government gang "
    "gangs rebelles terrorist "
    "former dead wounded killed retired"
)
_TO = listed("to will would can could may might shall should must not us them him me they we i you 'll")
_FORCES = listed("force contingent contribution deployment presence commitment")
_ONE = frozenset(("a", "an", "un", "une", "the", "le", "la", "its", "son", "sa"))
_SINGLE = frozenset(("aircraft", "vessels", "vehicles"))
# A receiver's: "airlift for African troops", "to protect police".
_RECEIVERS = listed("to a au aux for against among pour contre alongside between aupres behind")


@dataclass(frozen=True, slots=True)
class Object:
    """A thing from word `at` until `until`; its group of words begins at `first`. `single`: where "a" stands for 1."""

    at: int
    until: int
    first: int
    thing: Thing
    number: Number | None = None
    single: int = -1
    received: bool = False


def objects_of(
    words: Sequence[Word], numbers: Sequence[Number], units: Mapping[str, str], verbs: frozenset[int]
) -> list[Object]:
    """The things and sums of money in a sentence, in its order. `verbs`: the words that say what happens."""
    taken: set[int] = set()
    hits = [hit for hit in things().find(words) if _is_thing(words, hit.at, hit.until, hit.value)]
    # Of "a contingent of 200 trainers" the number is that of the trainers.
    hits.sort(key=lambda hit: hit.value.note == "weak")
    found = [_object(words, hit.at, hit.until, hit.value, numbers, taken, verbs) for hit in hits]
    found = [
        _single(words, each, units) for each in found if each.number or not _names_what_follows(words, each)
    ]
    found.sort(key=lambda each: each.at)
    return sorted(_with_money(words, _merged(words, found), numbers, units, verbs), key=lambda each: each.at)


def _object(
    words: Sequence[Word],
    at: int,
    until: int,
    thing: Thing,
    numbers: Sequence[Number],
    taken: set[int],
    verbs: frozenset[int],
) -> Object:
    first = _first(words, at, verbs)
    number = None if thing.note == "uncounted" else _number(words, at, until, numbers, taken)
    if number:
        taken.add(number.at)
        first = min(first, number.at)
    before = words[first - 1].plain if first else ""
    return Object(at, until, first, thing, number, received=before in _RECEIVERS)


def _first(words: Sequence[Word], at: int, verbs: frozenset[int]) -> int:
    first = at
    while first and at - first < 7 and not _ends_group(words[first - 1]) and first - 1 not in verbs:
        first -= 1
    return first


def _ends_group(word: Word) -> bool:
    return word.plain in LINKS or word.is_sign


def _number(
    words: Sequence[Word], at: int, until: int, numbers: Sequence[Number], taken: set[int]
) -> Number | None:
    """The number right before a thing ("1,400 French troops") or behind it ("a force of 3,300")."""
    for number in reversed(numbers):
        if number.currency or number.at in taken:
            continue
        if number.until <= at and at - number.until <= _GAP and _are_between(words[number.until : at]):
            return number
        behind = [word.plain for word in words[until : number.at]]
        rises = behind[-1:] == ["to"] and (len(behind) == 1 or (behind[0] == "by" and len(behind) == 3))
        if number.at >= until and rises and words[until - 1].plain in _FORCES:
            return number
        if number.at >= until and behind in (
            ["of"],
            ["de"],
            ["fort", "de"],
            ["forte", "de"],
            ["d"],
            ["numbering"],
        ):
            return number
    return None


def _are_between(words: Sequence[Word]) -> bool:
    return not any(word.is_sign or (word.plain in LINKS and word.plain not in _BETWEEN) for word in words)


def _is_thing(words: Sequence[Word], at: int, until: int, thing: Thing) -> bool:
    """Whether it is meant as a thing: no verb ("to help the army"), no enemy's, no part of a word ("ex-soldiers")."""
    before = words[at - 1].plain if at else ""
    after = words[until].plain if until < len(words) else ""
    if before in _OTHERS or (words[at].joined and before in ("ex", "anti")):
        return False
    if thing.note == "generic" or thing.category in ("training-support", "funding", "refuelling"):
        is_verb = before in _TO or (until == at + 1 and after in _OBJECTS and words[at].text.islower())
        return not is_verb
    return not (words[at].text[:1].isupper() and after == "said")


_OBJECTS = listed("the a an us them him it our their his her france this that these to") - {"to"}


def _names_what_follows(words: Sequence[Word], each: Object) -> bool:
    """Whether it only bundles what comes next: "a contingent of 200 trainers", "assistance such as intelligence"."""
    behind = [word.plain for word in words[each.until : each.until + 2]]
    if each.thing.note == "weak" and behind[:1] in (["of"], ["de"], ["d"]):
        return any(things().at(words, i) for i in range(each.until + 1, min(len(words), each.until + 6)))
    return each.thing.note == "generic" and (
        behind == ["such", "as"] or behind[:1] in (["including"], ["like"])
    )


def _merged(words: Sequence[Word], found: Sequence[Object]) -> list[Object]:
    """One thing where two names of it follow each other: "avion de transport C-130", "20 Rafale and Mirage jets"."""
    kept: list[Object] = []
    for each in found:
        if (
            kept
            and kept[-1].thing.note != "weak"
            and not each.number
            and _is_complement(words, kept[-1], each)
        ):
            continue
        if kept and kept[-1].until == each.at and kept[-1].thing.category != each.thing.category:
            kept[-1] = replace(each, first=kept[-1].first, number=each.number or kept[-1].number)
        elif kept and each.thing.category == kept[-1].thing.category and _is_same(words, kept[-1], each):
            item = kept[-1].thing.item or each.thing.item
            kept[-1] = replace(kept[-1], until=each.until, thing=replace(kept[-1].thing, item=item))
        elif each.thing.note != "counted" or each.number:
            kept.append(each)
    return kept


def _is_same(words: Sequence[Word], one: Object, other: Object) -> bool:
    between = [word.plain for word in words[one.until : other.at]]
    if not between or (one.number and other.number and [word for word in between if word != ","] in _PART):
        return True
    return bool(one.number) and not other.number and other.single < 0 and between in _PAIRED


def _is_complement(words: Sequence[Word], one: Object, other: Object) -> bool:
    """Whether the second only says what kind: "hélicoptères d'évacuation médicale"."""
    return [word.plain for word in words[one.until : other.at]] in (["d"], ["de"])


_PART = (["including"], ["dont"], ["y", "compris"], ["among", "them"])
_PAIRED = (["and"], ["et"], ["or"], ["ou"], ["of"], ["de"])


def _single(words: Sequence[Word], each: Object, units: Mapping[str, str]) -> Object:
    """One where "a" or "an" says so: "a Canadian C-17" is 1 aircraft."""
    if (
        each.number
        or units.get(each.thing.category) not in _SINGLE
        or words[each.until - 1].plain.endswith("s")
    ):
        return each
    ones = [i for i in range(each.first, each.at) if words[i].plain in _ONE]
    return replace(each, single=ones[-1]) if ones else each


def _with_money(
    words: Sequence[Word],
    found: list[Object],
    numbers: Sequence[Number],
    units: Mapping[str, str],
    verbs: frozenset[int],
) -> list[Object]:
    """The things and every sum of money that is given; a sum stands for the funding named beside it."""
    sums = [
        Object(n.at, n.until, _first(words, n.at, verbs), Thing("funding", _currency(n, units)), n)
        for n in numbers
        if n.currency
        and not {word.plain for word in words[max(0, n.at - 3) : n.at]} & {"worth", "cost", "costing"}
    ]
    places = [place for each in sums for place in (each.at, each.until)]
    kept = [
        each
        for each in found
        if not (each.thing.category == "funding" or each.thing.note == "generic")
        or all(abs(each.at - place) > 6 for place in places)
    ]
    return [*kept, *sums]


def _currency(number: Number, units: Mapping[str, str]) -> str:
    return "" if number.currency == units.get("funding", "USD") else number.currency
