"""What a form was opened on, what was typed, and what the record says now, where somebody else was faster. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.pledges.form_fields import Field, leaves
from app.web.forms import Typed


@dataclass(frozen=True, slots=True)
class Said:
    """One field in three versions; `before` is None where the history does not tell it."""

    label: str
    before: str | None
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Versions:
    """All fields in three versions."""

    before: Typed | None
    yours: Typed
    theirs: Typed

    def of(self, parts: Sequence[Field]) -> list[Said]:
        """Those in which yours and theirs differ, in the order of the form."""
        fields = [each for part in parts for each in leaves(part["fields"])]
        return [self._said(each) for each in fields if self._differs(each["name"])]

    def _said(self, field: Field) -> Said:
        name = field["name"]
        before = None if self.before is None else self.before.get(name, "")
        return Said(field["label"], before, self.yours.get(name, ""), self.theirs.get(name, ""))

    def _differs(self, name: str) -> bool:
        return self.yours.get(name, "").strip() != self.theirs.get(name, "")


def merge(before: Typed, yours: Typed, theirs: Typed) -> Typed:
    """What was typed; of a field that was left as it was before, what the record says now."""
    merged = {
        name: theirs.get(name, "") if yours.get(name, "") == before.get(name, "") else yours.get(name, "")
        for name in {**before, **yours, **theirs}
    }
    return {name: text for name, text in merged.items() if text}


def flat(values: Mapping[str, Any], before: str = "") -> Typed:
    """{"source": {"id": 12}} as {"source.id": "12"}, each value as it would be typed."""
    told: Typed = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            told |= flat(value, f"{before}{name}.")
        elif isinstance(value, (list, tuple)):
            told[before + name] = "; ".join(str(each) for each in value)
        elif value is not None:
            told[before + name] = value.isoformat() if isinstance(value, date) else str(value)
    return told
