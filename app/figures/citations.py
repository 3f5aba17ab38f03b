"""How a figure is cited: as text, for LaTeX, and for programs that keep references. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from app.i18n import _, day, moment

RECORD = "Muster"
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&#_%"},
}
CRLF = "\r\n"


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: a figure's title, the day it shows, the moment of the record, and where that stays to be seen.

    `recorded` is None in an empty record.
    """

    name: str
    title: str
    as_of: date
    recorded: datetime | None
    address: str

    @property
    def text(self) -> str:
        """One line, for a footnote."""
        values = {"title": self.title, "as_of": day(self.as_of), "address": self.address}
        if not self.recorded:
            return _("Muster, “{title}”, as of {as_of}. {address}", **values)
        recorded = moment(self.recorded)
        return _(
            "Muster, “{title}”, as of {as_of}, record of {recorded}. {address}", recorded=recorded, **values
        )

    @property
    def when(self) -> str:
        """The two clocks in words."""
        if not self.recorded:
            return _("As of {as_of}", as_of=day(self.as_of))
        return _("As of {as_of}, record of {recorded}", as_of=day(self.as_of), recorded=moment(self.recorded))

    @property
    def bibtex(self) -> str:
        """An entry of a .bib file. Braces keep the title's capitals; an address is verbatim there."""
        fields = [
            ("author", f"{{{RECORD}}}"),
            ("title", f"{{{latex(self.title)}}}"),
            *(
                [("year", f"{self.recorded:%Y}"), ("urldate", f"{self.recorded:%Y-%m-%d}")]
                if self.recorded
                else []
            ),
            ("note", latex(self.when)),
            ("url", self.address),
        ]
        inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
        return f"@misc{{{self.key},\n{inside}\n}}\n"

    @property
    def key(self) -> str:
        """What LaTeX calls it: another address has another key."""
        return f"muster-{self.name}-{self.as_of.isoformat()}-{sha256(self.address.encode()).hexdigest()[:6]}"

    @property
    def ris(self) -> str:
        """An entry of a .ris file: a data set, a tag a line."""
        return ris(
            [
                ("TY", "DATA"),
                ("AU", RECORD),
                ("TI", self.title),
                ("PB", RECORD),
                *(
                    [("PY", f"{self.recorded:%Y}"), ("DA", f"{self.recorded:%Y/%m/%d}")]
                    if self.recorded
                    else []
                ),
                ("N1", self.when),
                ("UR", self.address),
                ("ER", ""),
            ]
        )


def latex(text: str) -> str:
    """Text in which nothing is a command of LaTeX."""
    return "".join(LATEX.get(letter, letter) for letter in " ".join(text.split()))


def ris(fields: Sequence[tuple[str, str]]) -> str:
    """Tags and values, a line each: two letters, two spaces, a hyphen, a space."""
    return "".join(f"{tag}  - {' '.join(value.split())}{CRLF}" for tag, value in fields)
