"""What the record knows by name, as the reading of articles needs it: contributors, operations, categories. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class KnownOperation:
    """An operation with all its names; `theatre` holds country codes, `lead` a contributor's code or nothing.

    `whole`: others are part of it, so that a statement belongs rather to one of those.
    """

    code: str
    names: tuple[str, ...]
    theatre: tuple[str, ...] = ()
    lead: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The record's words. `contributors`: the names of each code; `organisations`: which codes are no countries;
    `categories`: the unit of each code.
    """

    contributors: Mapping[str, tuple[str, ...]]
    operations: tuple[KnownOperation, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    organisations: frozenset[str] = frozenset()
