"""A language that nobody speaks, in the place of French: what is said past the catalogue stays in plain letters.

Each text keeps its {values} and its markup, is 40 % longer, and has not one plain letter. The words of a record can be
put the same way, so that a page of it has plain letters only where a text was forgotten.
`python -m tests.support.pseudo 8190` serves the record that the settings name so.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel.support import NullTranslations

from app import i18n

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "áƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÁɃÇÐÉƑĜĤÎĴĶĻⱮÑÖÞɊŔŠŢÛṼŴẊÝŽ"
LETTERS = str.maketrans(PLAIN, MARKED)
# Names of values, tags, addresses, and what stands between backticks: they are the same in every language.
KEPT = re.compile(r"(\{[^}]*\}|<[^>]*>|https?://\S+|`[^`]*`|MUSTER_\w+|%)")
# The record's own words. What is a code, a key, a day or an address is the same in every language.
WORDS = {
    "operation": ("name", "name_fr", "aliases", "kind", "summary", "mandate"),
    "contributor": ("name", "name_fr", "aliases"),
    "category": ("name", "name_fr"),
    "source": ("title", "publisher", "author"),
    "pledge": ("item", "caveats", "retraction_reason"),
    "statement": ("condition", "speaker", "evidence", "note", "retraction_reason"),
    "requirement": ("note",),
    "proposal": ("sender", "reason"),
}


def marked(text: str) -> str:
    """A text without a plain letter, as long as it was."""
    return "".join(
        part if KEPT.fullmatch(part) else part.translate(LETTERS) for part in KEPT.split(text) if part
    )


class Pseudo(NullTranslations):
    """Every text there is, marked and 40 % longer."""

    def ugettext(self, message: str) -> str:
        """The text in no language."""
        return _longer(message)

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for `n` in no language."""
        return _longer(msgid1 if n == 1 else msgid2)


def speak() -> None:
    """Put the pseudo-language in the place of French, for this process."""
    english = i18n._catalogue
    i18n._catalogue = lambda tongue: Pseudo() if tongue == "fr" else english(tongue)  # type: ignore[assignment]


def mark_words(file: Path) -> None:
    """Mark each word of a record, in its SQLite file: for reading alone."""
    with sqlite3.connect(file) as store:
        store.create_function("marked", 1, lambda text: text and marked(text), deterministic=True)
        for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f"DROP TRIGGER {name}")
        for table, columns in WORDS.items():
            store.execute(f"UPDATE {table} SET {', '.join(f'{c} = marked({c})' for c in columns)}")
        store.create_function("retold", 2, lambda entity, words: words and _retold(entity, words))
        store.execute(
            "UPDATE revision SET reason = marked(reason), "
            "before = retold(entity, before), after = retold(entity, after)"
        )
    store.close()


class Texts(HTMLParser):
    """What a page says: its texts, the texts of its attributes, and the words of its drawings."""

    ATTRIBUTES = (
        "aria-label",
        "title",
        "alt",
        "placeholder",
        "aria-valuetext",
        "aria-description",
        "summary",
        "label",
    )
    META = ("description", "og:title", "og:description", "og:image:alt")

    def __init__(self, html: str, *, other_languages: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._other_languages = other_languages
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that are read aloud, shown, or kept for a script to show."""
        at = {name: value or "" for name, value in attrs}
        self.said += [at[name] for name in self.ATTRIBUTES if name in at]
        # A value of data with a space is a sentence; one without is a code.
        for words in (value for name, value in at.items() if name.startswith("data-") and " " in value):
            self.said += json.loads(words).values() if words.startswith("{") else [words]
        if tag == "input" and at.get("type") in ("submit", "button", "reset"):
            self.said.append(at.get("value", ""))
        if tag == "meta" and (at.get("name") or at.get("property")) in self.META:
            self.said.append(at["content"])
        self._open.append(f"{tag} lang" if "lang" in at and tag != "html" else tag)
        if tag in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Leave what is open up to this one."""
        while self._open and self._open.pop().partition(" ")[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """A text, outside scripts, code, and what says that it is written in a language of its own."""
        named = {tag.partition(" ")[0] for tag in self._open}
        foreign = not self._other_languages and any(" " in tag for tag in self._open)
        if data.strip() and not NOT_SAID & named and not foreign:
            # A space that does not break is part of a number.
            self.said.append(re.sub(r"[ \n\t\r]+", " ", data).strip())


VOID = {*("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")}
NOT_SAID = {*("script", "style", "code", "pre", "kbd")}


def _retold(entity: str, words: str) -> str:
    """What a revision has of a record, its words marked."""
    told = json.loads(words) or {}
    return json.dumps(
        {name: _marked(value) if name in WORDS.get(entity, ()) else value for name, value in told.items()}
    )


def _marked(value: Any) -> Any:
    if isinstance(value, list):
        return [_marked(each) for each in value]
    return marked(value) if isinstance(value, str) else value


def _longer(message: str) -> str:
    body = marked(message)
    pad = max(1, round(len(KEPT.sub("", message)) * 0.4) - 1)
    return f"{body} {'ö' * pad}" if pad < 12 else f"{body} {'öñé ' * (pad // 4)}".rstrip()


if __name__ == "__main__":
    from app.cli import main

    speak()
    sys.argv = ["muster", "serve", "--port", sys.argv[1]]
    main()
