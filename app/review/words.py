"""A proposal beside the record, in words: what it would change, and what is no longer as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, union_all

from app.i18n import _
from app.models.columns import OP, C, K
from app.models.naming import name_of
from app.review.effect import Effect, effect_sentences, effect_table
from app.review.publishing import Compared
from app.web.forms import Typed


def names_of(reader: Connection) -> Mapping[str, str]:
    """What readers call each operation, contributor and category."""
    every = union_all(select(OP.code, name_of(OP)), select(C.code, name_of(C)), select(K.code, name_of(K)))
    return {row[0]: row[1] for row in reader.execute(every)}


def comparison(compared: Compared | None, typed: Typed) -> dict[str, Any]:
    """What the page draws of it. `typed`: what the editor had read, where it was sent before."""
    if compared is None:
        return {
            "read": None,
            "faults": [],
            "effect": None,
            "effect_words": [],
            "seen": "",
            "is_own": False,
            "was": "",
        }
    effect = compared.effect
    words = effect_sentences(effect) if effect else []
    return {
        "read": compared.looked.read_back,
        "faults": [fault.message[:1].upper() + fault.message[1:] for fault in compared.looked.draft.faults],
        "effect": _table(effect),
        "effect_words": words,
        "seen": compared.seen,
        "is_own": compared.is_own,
        "was": _was(compared, words, typed),
    }


def _table(effect: Effect | None) -> dict[str, Any] | None:
    return (
        effect_table(effect) if effect and any(line.before or line.after for line in effect.lines) else None
    )


def _was(compared: Compared, words: list[str], typed: Typed) -> str:
    """What the editor had read, where it is no longer so; empty where it is, or nothing was sent yet."""
    if not typed.get("seen") or typed["seen"] == compared.seen:
        return ""
    before, now = typed.get("effect", ""), " ".join(words)
    if before and before != now:
        return _("When you read it: {before}", before=before)
    return _("What the record has beside it has changed since you read it: look at it once more.")
