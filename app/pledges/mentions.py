"""What holds a word: the pledge itself, what it is called by, and what sources say of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, union

from app.models import Contributor, Pledge, Source
from app.models.columns import OP, SO, ST, C, K, P, S
from app.models.words import begins
from app.text import begins_in, indexed


class Names:
    """The names of operations and categories: two short tables, searched here rather than in SQL."""

    def __init__(self, reader: Connection) -> None:
        operations = reader.execute(select(OP.id, OP.code, OP.name, OP.name_fr, OP.aliases))
        self._operations = {r.id: indexed(r.code, r.name, r.name_fr, *r.aliases) for r in operations}
        categories = reader.execute(select(K.id, K.code, K.name, K.name_fr, K.group))
        self._categories = {r.id: indexed(*r[1:]) for r in categories}

    def mention(self, word: str, of: Any) -> ColumnElement[bool]:
        """Rows (`of`: their columns) of an operation or in a category whose name has a word that begins so."""
        operations = [i for i, names in self._operations.items() if begins_in(names, word)]
        categories = [i for i, names in self._categories.items() if begins_in(names, word)]
        return or_(of.operation_id.in_(operations), of.category_id.in_(categories))


def mentions(word: str, names: Names, is_live: ColumnElement[bool]) -> ColumnElement[bool]:
    """The word stands in the pledge, its contributor, operation or category, or in what a source says of it."""
    said = select(ST.pledge_id).where(is_live)
    of_sources = said.where(ST.source_id.in_(select(Source.id).where(begins(SO, word))))
    own = select(Pledge.id).where(begins(P, word))
    found = union(own, said.where(begins(ST, word)), of_sources)
    by_name = S.contributor_id.in_(select(Contributor.id).where(begins(C, word)))
    return or_(S.pledge_id.in_(found), by_name, names.mention(word, S))
