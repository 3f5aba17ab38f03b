"""The catalogues of other languages: `python -m scripts.catalogues` brings them up to the texts of app/ and templates/.

What is new stands in the catalogue without a translation, what is no longer said is dropped, and French spaces are put
where French typography has them. `python -m scripts.catalogues compile` makes what the application reads.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "locale"
TONGUES = ("fr",)
PLACES = [("app/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true"}}
KEYWORDS = {"_": None, "ngettext": (1, 2)}
# Nothing in it changes by itself: a catalogue differs where its texts do.
HEAD: dict[str, Any] = {
    "project": "Muster",
    "version": "1",
    "header_comment": "# What Muster says, in another language.",
    "last_translator": "Muster",
    "language_team": "Muster",
    "creation_date": datetime(2026, 11, 28, tzinfo=UTC),
    "revision_date": datetime(2026, 11, 28, tzinfo=UTC),
    "fuzzy": False,
}
NARROW = "\N{NARROW NO-BREAK SPACE}"
WIDE = "\N{NO-BREAK SPACE}"
SPACES = f"[ {NARROW}{WIDE}]*"
# Before two-part marks and inside guillemets (Lexique des règles typographiques en usage à l'Imprimerie nationale); a
# mark in an address, a time or a name in braces stands as it is.
FRENCH = (
    (re.compile(rf"(?<=[\w)}}»’'\"…%]){SPACES}([;!?])(?=[\s»)]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"(?<=[\w)}}»’'\"…%]){SPACES}:(?=\s|$)"), f"{NARROW}:"),
    (re.compile(rf"«{SPACES}"), f"«{NARROW}"),
    (re.compile(rf"{SPACES}»"), f"{NARROW}»"),
    (re.compile(rf"(?<=[\d}}]){SPACES}%"), f"{WIDE}%"),
)


def main() -> None:
    """Update, or compile."""
    for tongue in TONGUES:
        file = CATALOGUES / tongue / "LC_MESSAGES" / "messages.po"
        if sys.argv[1:] == ["compile"]:
            compile_(file)
        else:
            update(file, tongue)


def texts() -> Catalog:
    """Every text that readers may see, with the files it stands in."""
    found = Catalog(fuzzy=False)
    extracted = extract_from_dir(ROOT, PLACES, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for file, line, message, comments, _context in extracted:
        found.add(message, None, [(Path(file).as_posix(), line)], auto_comments=comments)
    return found


def read(file: Path, tongue: str) -> Catalog:
    """A catalogue as it stands."""
    with file.open("rb") as stream:
        return read_po(stream, locale=tongue)


def update(file: Path, tongue: str) -> None:
    """Bring a catalogue up to date."""
    known = read(file, tongue) if file.exists() else Catalog(tongue)
    catalogue = Catalog(tongue, **HEAD)
    for text in texts():
        if text.id:
            old = known.get(text.id)
            catalogue.add(
                text.id, tidied(old) if old else None, text.locations, auto_comments=text.auto_comments
            )
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        # By file, so that what is read together stands together; without lines, which change with every edit.
        write_po(stream, catalogue, width=0, sort_by_file=True, include_lineno=False)
    missing = sum(1 for message in catalogue if message.id and not is_whole(message))
    print(f"{file.relative_to(ROOT)}: {len(catalogue)} texts, {missing} without a translation")


def is_whole(message: Message) -> bool:
    """Whether a text has its translation, in each of its forms."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def tidied(message: Message) -> str | tuple[str, ...]:
    """A translation with French spaces."""
    if isinstance(message.string, (tuple, list)):
        return tuple(french(form) for form in message.string)
    return french(message.string or "")


def french(text: str) -> str:
    """A French text with the spaces of French typography."""
    for pattern, instead in FRENCH:
        text = pattern.sub(instead, text)
    return text


def compile_(file: Path) -> None:
    """What the application reads."""
    with file.open("rb") as source, file.with_suffix(".mo").open("wb") as target:
        whole = read_po(source)
        # A text without a translation is said in the language of the source, in each of its forms.
        for message in [message for message in whole if message.id and not is_whole(message)]:
            whole.delete(message.id)
        write_mo(target, whole)


if __name__ == "__main__":
    main()
