"""The countries of the world: ISO 3166-1 and Kosovo, with their names from CLDR."""

from collections.abc import Iterator
from dataclasses import dataclass

import pycountry
from babel import Locale
from sqlalchemy import insert, select

from app.contributors.commands import searchable
from app.ledger.change import Change
from app.models import Contributor


@dataclass(frozen=True, slots=True)
class Country:
    """A country as the record starts with it; `aliases` are former or other names people search for."""

    code: str
    alpha2: str
    name: str
    name_fr: str
    aliases: tuple[str, ...] = ()


# Kosovo is not in ISO 3166-1; XK and XKX are its user-assigned codes, which CLDR and the World Bank use.
KOSOVO = ("XKX", "XK")

# Where CLDR's name does not serve readers: English, French, other names, and why.
OVERRIDES: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "COD": (
        "Democratic Republic of the Congo",
        "République démocratique du Congo",
        ("DR Congo", "DRC", "RDC", "Congo-Kinshasa"),
        "CLDR tells the two Congos apart by their capitals; the UN and the press by their full names",
    ),
    "COG": (
        "Republic of the Congo",
        "République du Congo",
        ("Congo", "Congo-Brazzaville"),
        "as the other Congo",
    ),
    "HKG": ("Hong Kong", "Hong Kong", (), "CLDR's 'SAR China' is a status, not a name"),
    "MAC": ("Macao", "Macao", ("Macau",), "as Hong Kong"),
    "MMR": (
        "Myanmar",
        "Myanmar",
        ("Burma", "Birmanie"),
        "CLDR adds the other name in brackets; here it is an alias",
    ),
    "PSE": (
        "Palestine",
        "Palestine",
        ("State of Palestine", "Palestinian Territories", "Territoires palestiniens"),
        "CLDR names territories; the UN lists a state that can be a contributor",
    ),
    "SWZ": ("Eswatini", "Eswatini", ("Swaziland",), "texts before 2018 have the former name"),
    "MKD": (
        "North Macedonia",
        "Macédoine du Nord",
        ("Macedonia", "Macédoine", "FYROM"),
        "texts before 2019 have the former names",
    ),
    "TUR": ("Türkiye", "Turquie", ("Turkey",), "texts before 2022 have the former name"),
    "CPV": (
        "Cape Verde",
        "Cap-Vert",
        ("Cabo Verde",),
        "the UN's name in English since 2013 is the Portuguese one",
    ),
    "TLS": ("Timor-Leste", "Timor oriental", ("East Timor",), "the press has the English name"),
    "UMI": (
        "United States Outlying Islands",
        "Îles mineures éloignées des États-Unis",
        (),
        "no other country's name is abbreviated",
    ),
    "VCT": (
        "Saint Vincent and the Grenadines",
        "Saint-Vincent-et-les Grenadines",
        (),
        "CLDR's short form leaves the article out",
    ),
    "VIR": ("United States Virgin Islands", "Îles Vierges des États-Unis", (), "as UMI"),
}


def countries() -> Iterator[Country]:
    """Every country, by code."""
    codes = [(country.alpha_3, country.alpha_2) for country in pycountry.countries]
    english, french = Locale("en").territories, Locale("fr").territories
    for code, alpha2 in sorted([*codes, KOSOVO]):
        if code in OVERRIDES:
            name, name_fr, aliases, _why = OVERRIDES[code]
            yield Country(code, alpha2, name, name_fr, aliases)
        else:
            yield Country(code, alpha2, _plain(english[alpha2]), _plain(french[alpha2]))


def ensure_countries(change: Change) -> int:
    """Add the countries that the record lacks; how many. The names and aliases of those it has stay as they are.

    No revision is written: this list is a reference that comes with the software, no entry that somebody made in this
    record, so it raises no data version. What a sheet or an editor changes in it later is a revision like any other.
    """
    known = set(change.session.scalars(select(Contributor.code)))
    rows = [_row(country) for country in countries() if country.code not in known]
    if rows:
        change.session.execute(insert(Contributor), rows)
    return len(rows)


def _row(country: Country) -> dict[str, object]:
    aliases = list(country.aliases)
    return {
        "code": country.code,
        "kind": "country",
        "name": country.name,
        "name_fr": country.name_fr,
        "alpha2": country.alpha2,
        "aliases": aliases,
        "folded": searchable(country.code, country.name, country.name_fr, aliases),
        "version": 1,
    }


def _plain(name: str) -> str:
    """CLDR's name as a text writes it: no ampersand, "Saint" in full, a straight apostrophe as in the record."""
    return name.replace(" & ", " and ").replace("St. ", "Saint ").replace("’", "'")
