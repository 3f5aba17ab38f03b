"""What figures rest on: the sources behind the pledges that they count."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from app.figures.facts import sources_on, sources_on_both
from app.figures.words import some_names
from app.i18n import _, ngettext
from app.pledges.scope import Scope


@dataclass(frozen=True, slots=True)
class Sources:
    """How many sources there are, and the words of a figure's source line."""

    count: int
    line: str


def sources_of(reader: Connection, scope: Scope) -> Sources:
    """The sources behind the pledges in scope on its day."""
    return _in_words(*sources_on(reader, scope))


def sources_of_both(reader: Connection, scope: Scope, own: Scope) -> tuple[Sources, Sources]:
    """The same of a scope, and of `own`, which is narrower in its categories and unit and in nothing else."""
    every, mine = sources_on_both(reader, scope, own)
    return _in_words(*every), _in_words(*mine)


def _in_words(count: int, publishers: list[str]) -> Sources:
    counted = ngettext("{n} source", "{n} sources", count)
    named = _("{sources}: {names}", sources=counted, names=some_names(publishers, 3))
    return Sources(count, (named if publishers else counted) + "." if count else "")
