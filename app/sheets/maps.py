"""The maps that are kept with the record: seeds/maps."""

from pathlib import Path

from app.config import ROOT
from app.i18n import _, tongue
from app.sheets.cleaning.mapping import MapError, read_map

MAPS = ROOT / "seeds" / "maps"


def maps() -> list[tuple[str, str]]:
    """Each kept map: its file's name without the ending, and what it is called in the reader's language."""
    files = sorted(MAPS.glob("*.toml"))
    return [(file.stem, _name_of(file)) for file in files]


def _name_of(file: Path) -> str:
    kept = read_map(file.read_bytes())
    return (kept.name_fr if tongue() == "fr" else "") or kept.name or file.stem


def map_named(stem: str) -> bytes:
    """A kept map's text. MapError: there is none of this name."""
    for file in MAPS.glob("*.toml"):
        if file.stem == stem:
            return file.read_bytes()
    raise MapError(_("There is no map {name} here.", name=stem))
