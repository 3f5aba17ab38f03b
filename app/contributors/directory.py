"""Finding a contributor by what people write: a code, a name, an alias."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache, lru_cache

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.models import Contributor
from app.text import fold


@cache
def library() -> Callable[[str], str | None]:
    """countrynames, loaded when it is first asked: an alpha-3 code for how institutions write a country.

    It reads other alphabets better with ICU, says so once in a warning, and does without: names here are Latin.
    """
    # A tenth of a second at the start of every command, which hardly any needs.
    import countrynames  # noqa: PLC0415 - see above
    from countrynames.util import normalize_name  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnicodeWarning)
        countrynames.to_code_3("Mali")

    def code_of(written: str) -> str | None:
        # What has no letters left in it is "the same" as some name the library cannot spell.
        if not normalize_name(written):
            return None
        try:
            return countrynames.to_code_3(written)
        except KeyError:
            return None  # it reads "ÚÑ" as the United Nations, which have no code of three letters

    return code_of


# Every contributor's names are folded for each page that finds one, and they hardly ever change.
_folded = lru_cache(maxsize=1 << 13)(fold)


class Directory:
    """Every contributor of the record by each of its codes and names, read once."""

    def __init__(self, reader: Session | Connection) -> None:
        table = Contributor.__table__.c
        columns = (table.id, table.code, table.kind, table.alpha2, table.name, table.name_fr, table.aliases)
        rows = reader.execute(select(*columns).order_by(table.id)).all()
        self._by_code = {_folded(row.code): row.id for row in rows}
        self.codes = {row.id: row.code for row in rows}
        # An organisation's code wins over a country's alpha-2: AU is the African Union.
        self._by_alpha2 = {_folded(row.alpha2): row.id for row in rows if row.alpha2}
        self._by_name: dict[str, int] = {}
        for row in rows:
            for name in (row.name, row.name_fr, *row.aliases):
                self._by_name.setdefault(_folded(name), row.id)

    def find(self, written: str) -> int | None:
        """The row number of the contributor that `written` means, or None."""
        folded = fold(written)
        for names in (self._by_code, self._by_alpha2, self._by_name):
            if folded in names:
                return names[folded]
        # The library knows how institutions write countries: "United Republic of Tanzania", "Turkiye".
        code = library()(written)
        return self._by_code.get(fold(code)) if code else None

    def similar(self, written: str) -> list[str]:
        """Up to three names that `written` may have meant."""
        return get_close_matches(fold(written), self._by_name, n=3, cutoff=0.7)
