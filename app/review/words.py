"""A proposal beside the record, in words: what it would change, and what is no longer as it was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, union_all

from app.errors import Fault
from app.i18n import _
from app.models.columns import OP, C, K, P
from app.models.naming import name_of
from app.pledges.told import label_of
from app.review.effect import effect_sentences, effect_table
from app.review.publishing import Compared
from app.review.queries import Sent
from app.web.forms import Typed


def names_of(reader: Connection, sent: Iterable[Sent]) -> dict[str, str]:
    """What readers call each operation, contributor and category, and the pledges that these proposals are of."""
    every = union_all(select(OP.code, name_of(OP)), select(C.code, name_of(C)), select(K.code, name_of(K)))
    names = {row[0]: row[1] for row in reader.execute(every)}
    return names | _pledges_named(reader, {one.of_pledge for one in sent} - {""})


def _pledges_named(reader: Connection, keys: set[str]) -> dict[str, str]:
    tables = P.id.table.join(OP.id.table, OP.id == P.operation_id).join(C.id.table, C.id == P.contributor_id)
    names = (name_of(C).label("name"), name_of(K).label("category"), name_of(OP).label("operation"))
    query = (
        select(P.key, P.item, *names)
        .select_from(tables.join(K.id.table, K.id == P.category_id))
        .where(P.key.in_(keys))
    )
    return {r.key: ", ".join((r.name, r.item or r.category, r.operation)) for r in reader.execute(query)}


def comparison(compared: Compared | None, typed: Typed) -> dict[str, Any]:
    """What the page draws of it. `typed`: what the editor had read, where it was sent before."""
    plain: dict[str, Any] = {"read": None, "seen": "", "is_own": False, "was": "", "is_late": False}
    if compared is None:
        return {**plain, "faults": [], "changes": (), "effects": [], "effect_words": []}
    words = [sentence for effect in compared.effects for sentence in effect_sentences(effect)]
    return {
        "read": compared.looked.read_back,
        "faults": [_at_field(fault) for fault in compared.looked.draft.faults],
        "changes": compared.changes,
        "is_late": compared.is_late,
        "effects": [effect_table(effect) for effect in compared.effects if effect.has_numbers],
        "effect_words": words,
        "seen": compared.seen,
        "is_own": compared.is_own,
        "was": _was(compared, words, typed),
    }


def _at_field(fault: Fault) -> str:
    """A fault with the label of its field: "Day: '2013-13-01' is not in the calendar"."""
    if not fault.field:
        return fault.message[:1].upper() + fault.message[1:]
    label = label_of(fault.field.rpartition(".")[2])
    return _("{label}: {problem}", label=label, problem=fault.message)


def _was(compared: Compared, words: list[str], typed: Typed) -> str:
    """What the editor had read, where it is no longer so; empty where it is, or nothing was sent yet."""
    if not typed.get("seen") or typed["seen"] == compared.seen:
        return ""
    before, now = typed.get("effect", ""), " ".join(words)
    if before and before != now:
        return _("When you read it: {before}", before=before)
    return _("What the record has beside it has changed since you read it: look at it once more.")
