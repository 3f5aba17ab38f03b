"""How the statements of a pledge stand to each other: which replaced which, and what an editor may do with each. Pure.

Who came after whom stands in the history: the picture of a statement that was entered in another one's place says so
(`replaces`), and that of one that was entered again (`restores`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.i18n import _

Row = Mapping[str, Any]


Ways = Callable[[Row], list[tuple[str, str]]]


def relate(entries: Iterable[dict[str, Any]], revisions: Iterable[Row], ways: Ways) -> None:
    """Give each statement, as a page draws it, its `relations` (words and address), and its `actions`.

    `ways`: what the reader may do with a statement (editors_ways, or what others may).
    """
    entries = list(entries)
    shown = {entry["id"] for entry in entries}
    relations = relations_of(revisions)
    for entry in entries:
        entry["relations"] = [
            (words, f"#statement-{n}") for words, n in relations.get(entry["id"], ()) if n in shown
        ]
        entry["actions"] = ways(entry)


def relations_of(revisions: Iterable[Row]) -> dict[int, list[tuple[str, int]]]:
    """By statement: what it has to do with which other one, in words."""
    found: dict[int, list[tuple[str, int]]] = {}
    for revision in revisions:
        after = revision["after"] or {}
        if revision["entity"] != "statement" or revision["action"] not in ("created", "restored"):
            continue
        new = int(revision["entity_key"])
        if old := after.get("replaces"):
            found.setdefault(old, []).append((_("Replaced by statement {id}", id=new), new))
            found.setdefault(new, []).append((_("Replaces statement {id}", id=old), old))
        if old := after.get("restores"):
            found.setdefault(old, []).append((_("Entered again as statement {id}", id=new), new))
            found.setdefault(new, []).append((_("Enters statement {id} again", id=old), old))
    return found


def editors_ways(entry: Row) -> list[tuple[str, str]]:
    """What an editor may do with a statement: words and addresses."""
    path = f"/statements/{entry['id']}"
    if entry["retracted_text"]:
        return [(_("Undo the retraction"), f"{path}/restore")]
    return [
        (_("Correct this"), f"{path}/correct"),
        (_("Mend a slip"), f"{path}/edit"),
        (_("Retract"), f"{path}/retract"),
    ]
