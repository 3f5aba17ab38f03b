"""How the statements of a pledge stand to each other: which replaced which, and what an editor may do with each. Pure.

Who came after whom stands in the history: the picture of a statement that was entered in another one's place says so
(`replaces`), and that of one that was entered again (`restores`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.i18n import _

Row = Mapping[str, Any]


def relate(entries: Iterable[dict[str, Any]], revisions: Iterable[Row], *, may_correct: bool) -> None:
    """Give each statement, as a page draws it, its `relations` (words and address), and its `actions`."""
    entries = list(entries)
    shown = {entry["id"] for entry in entries}
    relations = relations_of(revisions)
    for entry in entries:
        entry["relations"] = [
            (words, f"#statement-{n}") for words, n in relations.get(entry["id"], ()) if n in shown
        ]
        entry["actions"] = _actions(entry) if may_correct else []


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


def _actions(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    path = f"/statements/{entry['id']}"
    if entry["retracted_text"]:
        return [(_("Undo the retraction"), f"{path}/restore")]
    return [
        (_("Correct this"), f"{path}/correct"),
        (_("Mend a slip"), f"{path}/edit"),
        (_("Retract"), f"{path}/retract"),
    ]
