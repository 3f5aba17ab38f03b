"""What has no number: who was asked, who is considering it, who declined, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chosen import Chosen
from app.figures.cuts import DRAWN, Cut
from app.figures.words import name_in_text, opening, some_names
from app.i18n import _, number
from app.pledges.words import stated_day

# Entries before the rest folds away.
SHOWN = 8

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing asked or refused: by whom, what, when, in whose words."""

    name: str
    alpha2: str
    name_url: str
    what: str
    what_url: str
    day: str
    speaker: str
    evidence: str
    language: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Said3:
    """A list with its mark, its heading, and the sentence that stands where it is empty."""

    code: str
    title: str
    entries: Sequence[Entry]
    more: Sequence[Entry]
    empty: str
    # How many there are, and where those are that the page leaves out.
    n: int = 0
    cut: Cut | None = None


def lists_of(
    said: Mapping[str, Sequence[Said]],
    page: Callable[[str], str],
    giver: Callable[[str], str],
    all_of: Callable[[str], str],
) -> list[Said3]:
    """Requested, under review, declined. `page` and `giver` give the addresses of a pledge and a contributor.

    `all_of`: the address of all that are in a list, by its code.
    """
    words = {
        "requested": (_("Asked for, not answered"), _("Nothing is waiting for an answer.")),
        "under_review": (_("Under review"), _("Nobody is known to be considering a request.")),
        "declined": (_("Declined"), _("Nobody has declined.")),
    }
    lists = []
    for code, (title, empty) in words.items():
        every = len(said[code])
        entries = [_entry(row, page, giver) for row in said[code][:DRAWN]]
        shown = len(entries) if len(entries) <= SHOWN + 2 else SHOWN
        cut = _cut(len(entries), every, all_of(code))
        lists.append(Said3(code, title, entries[:shown], entries[shown:], empty, every, cut))
    return lists


def _cut(listed: int, every: int, url: str) -> Cut | None:
    if listed == every:
        return None
    words = _("These are the newest {n} of {all}.", n=number(listed), all=number(every))
    return Cut(words, url, _("All of them"))


def _entry(row: Said, page: Callable[[str], str], giver: Callable[[str], str]) -> Entry:
    return Entry(
        name=row["name"],
        alpha2=row["alpha2"],
        name_url=giver(row["code"]),
        what=row["item"] or row["category"],
        what_url=page(row["key"]),
        day=stated_day(row["on"], row["precision"]),
        speaker=row["speaker"],
        evidence=row["evidence"],
        language=row["language"],
        publisher=row["publisher"],
    )


def names_of(rows: Sequence[Said]) -> list[str]:
    """The contributors of these rows, each once, as sentences name them."""
    return list(dict.fromkeys(name_in_text(row["code"], row["name"]) for row in rows))


def said_of_lists(said: Mapping[str, Sequence[Said]], chosen: Chosen) -> str:
    """The title over the three lists."""
    return chosen.told_of(_said(said))


def _said(said: Mapping[str, Sequence[Said]]) -> str:
    declined = names_of(said["declined"])
    asked = names_of([*said["requested"], *said["under_review"]])
    if not declined and not asked:
        return _("Nobody declined, and nobody is waited for")
    if not declined:
        return opening(_asked(asked))
    refused = _("{names} declined", names=some_names(declined))
    if not asked:
        return opening(refused)
    return opening(_("{refused}; {asked}", refused=refused, asked=_asked(asked)))


def _asked(names: Sequence[str]) -> str:
    return _("more was asked of {names}", names=some_names(names))
