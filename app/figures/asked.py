"""What an address asks of a dashboard, and where the dashboard of operations is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from app.pledges.filter import LISTS, PledgeFilter
from app.pledges.scope import Scope, scope_of
from app.reading import Reading


def understood(r: Reading, scope: Scope) -> PledgeFilter:
    """The filter without the values that the record does not know; the page says which these were."""
    filter = scope.filter
    for name in {fault.field for fault in scope.faults}:
        given = getattr(filter, name)
        known = tuple(v for v in given if _is_known(r, name, (v,))) if name in LISTS else None
        filter = filter.but(**{name: known if name in LISTS else "" if name != "source" else None})
    return filter


def path_of(operations: Sequence[Any], featured: str) -> str:
    """The address of the dashboard of these operations, by their codes."""
    return "/" if len(operations) != 1 or operations[0] == featured else f"/operations/{quote(operations[0])}"


def _is_known(r: Reading, name: str, value: tuple[str, ...]) -> bool:
    return not scope_of(r.connection, PledgeFilter().but(**{name: value})).faults
