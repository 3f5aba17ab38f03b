"""Names inside French sentences: a translation asks for the form that it needs, "{name:de}" for "du Mali".

English asks for nothing. What French asks for, in a message's braces: `le`, `de`, `à` (the name with its article, and
after that preposition), `Le` (the same as a sentence begins), and "a|ont" (the first where the name is one, the second
where it is several). Rules: Grevisse, Le Bon Usage, on the articles of countries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter
from typing import Any

from babel.lists import format_list

VOWELS = tuple("AEIOUÂÉÈÊÎÔÛŒaeiouâéèêîôûœ")
PLURAL = (
    *("Alliés", "Bahamas", "Comores", "Émirats", "États", "Fidji", "Îles", "Maldives", "Nations", "Palaos"),
    *("Pays", "Philippines", "Seychelles", "Tonga"),
)
WITHOUT = (
    *("Andorre", "Antigua", "Bahreïn", "Chypre", "Cuba", "Djibouti", "Haïti", "Hong", "Israël", "Kiribati"),
    *("Macao", "Madagascar", "Malte", "Maurice", "Monaco", "Nauru", "Oman", "Porto", "Saint", "Sainte"),
    *("Sao", "Serval", "Singapour", "Taïwan", "Trinité", "Tuvalu", "Vanuatu"),
)
MASCULINE = ("Belize", "Cambodge", "Mexique", "Mozambique", "Royaume", "Suriname", "Zimbabwe")
FEMININE = (
    *("Coalition", "Communauté", "Conférence", "Force", "Intervention", "Mission", "Opération"),
    *("Organisation", "Sierra", "Union"),
)
# Of letters that are said as a word or one by one; others stand without an article.
ACRONYMS = {
    "CEDEAO": "la",
    "EUTM": "l’",
    "MINUSMA": "la",
    "MISMA": "la",
    "ONU": "l’",
    "OTAN": "l’",
    "UA": "l’",
}
ACRONYMS |= {"UE": "l’", "FATIM": "les"}
# What the press calls organisations whose names are long.
SHORT = {"ECOWAS": "CEDEAO", "NATO": "OTAN", "UN": "ONU"}


class Name(str):
    """The name of a country, an organisation or an operation, as a value of a message."""

    __slots__ = ()

    @property
    def several(self) -> bool:
        """Whether a verb after it is in the plural."""
        return _article(self) == "les"

    def __format__(self, form: str) -> str:
        """The form that a message asks for; without one the name as it is."""
        if "|" in form:
            return form.split("|")[self.several]
        if not form:
            return str(self)
        shaped = self.shaped(form.lower())
        return shaped[:1].upper() + shaped[1:] if form[0].isupper() else shaped

    def shaped(self, form: str) -> str:
        """With its article, or after a preposition."""
        return _shaped(str(self), form)


class Names(Name):
    """Names in a row, the last of which may be "9 more"."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    @property
    def several(self) -> bool:
        """Whether a verb after them is in the plural."""
        return len(self.parts) > 1 or any(Name(part).several for part in self.parts)

    def shaped(self, form: str) -> str:
        """Each with its article or preposition."""
        return format_list([Name(part).shaped(form) for part in self.parts], locale="fr")


def names_of(row: str, parts: Sequence[str]) -> Names:
    """Names that are written as `row`: "a, b and c"."""
    names = Names(row)
    names.parts = tuple(parts)
    return names


class Filling(Formatter):
    """Fills a message's braces; what is asked of a plain word is asked of it as a name."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value in the form that the message asks for."""
        is_word = bool(format_spec) and isinstance(value, str) and not isinstance(value, Name)
        return format(Name(value) if is_word else value, format_spec)


def _article(name: str) -> str:
    """The article of a French name: le, la, l’, les, or none."""
    first = re.split(r"[ '’-]", name, maxsplit=1)[0]
    if not first[:1].isupper() or first in WITHOUT:
        return ""
    if first.isupper() and len(first) > 1:
        return ACRONYMS.get(first, "")
    if first in PLURAL:
        return "les"
    if name.startswith(VOWELS):
        return "l’"
    is_feminine = first in FEMININE or (first.endswith(("e", "é")) and first not in MASCULINE)
    return "la" if is_feminine else "le"


def _shaped(name: str, form: str) -> str:
    article = _article(name)
    if form == "le":
        return _joined(article, name)
    if form == "de" and not article:
        # An h is said in "Hongrie", which has an article, and in none of the things that are counted.
        return f"d’{name}" if name.startswith((*VOWELS, "Haïti", "h")) else f"de {name}"
    if form == "de":
        return _joined({"le": "du", "les": "des"}.get(article, f"de {article}"), name)
    if form == "à":
        return _joined({"le": "au", "les": "aux", "": "à"}.get(article, f"à {article}"), name)
    raise ValueError(f"a name has no form {form!r}")


def _joined(before: str, name: str) -> str:
    return f"{before}{name}" if before.endswith("’") or not before else f"{before} {name}"
