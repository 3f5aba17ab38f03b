"""Givers in a list that share a thing and a verb. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.articles.names import Name
from app.articles.numbers import Number
from app.articles.parsed import Draft, Parsed


def others_listed(parsed: Parsed, found: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts of a list's later givers: "Kenya will send 1,000 police, Benin 2,000 and Jamaica 200"."""
    used = {draft.number.at for draft in found if draft.number}
    numbers = [n for n in parsed.numbers if n.at not in used and not n.currency and _in_list(parsed, n)]
    for number in numbers:
        before = [draft for draft in found if draft.number and draft.number.at < number.at]
        name = _beside(parsed, number)
        if before and name and name.code not in {draft.code for draft in found}:
            model = before[-1]
            yield replace(
                model, giver=name, number=number, at=min(name.at, number.at), until=max(name.until, number.until),
                source=model, single=-1,
            )  # fmt: skip


def _in_list(parsed: Parsed, number: Number) -> bool:
    words = parsed.sentence.words
    after = words[number.until] if number.until < len(words) else None
    return (
        after is None
        or after.is_sign
        or after.plain in ("and", "et", "from", "more", "of", "de", "while", "each")
    )


def _beside(parsed: Parsed, number: Number) -> Name | None:
    """The name right before a number ("Benin 2,000", "Norway with eight"), or behind it ("200 from Jamaica")."""
    words = parsed.sentence.words
    for name in parsed.names:
        between = [w.plain for w in words[name.until : number.at]]
        if name.until <= number.at and len(between) <= 2 and set(between) <= _BESIDE:
            return name
        between = [w.plain for w in words[number.until : name.at]]
        if number.until <= name.at and between[:1] in (["from"], ["du"], ["de"]) and len(between) <= 2:
            return name
    return None


_BESIDE = frozenset(("(", ",", "with", "another", "about", ":", "a", "avec", "-", "–", "—", "some"))
