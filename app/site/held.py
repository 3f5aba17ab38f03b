"""Which addresses a copy holds, and which of them stands for one that it does not hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from starlette.routing import compile_path

from app.accounts.permissions import needs_server, read_by_all
from app.site.places import Address, is_nameable

# What a page or file of a copy may be asked with: all of the filter but words, and where a list goes on.
FILTERS = ("operation", "contributor", "member_of", "category", "stage", "unit", "source", "per", "outcome")
OF_FILES = ("by", "interval", "size", "limit", "after")
PLACES = ("cursor", "log")
HELD = frozenset((*FILTERS, *OF_FILES, *PLACES, "as_of"))
DAY = "as_of"
STATIC = "/static/"


@dataclass(frozen=True, slots=True)
class Policy:
    """What is held. `days`: the days of pages besides `today`; `opening`: the day each operation opens on.

    `featured`: the operation on the front page. `recorded`: the moment of the record's newest change, as written:
    what it said by then is what the copy says. `marked`: of each operation, the days its dashboard is also held of.
    `has_sitemap`: whether the copy has an address of its own to tell search engines.
    """

    today: date
    days: frozenset[date]
    opening: Mapping[str, date]
    marked: Mapping[str, frozenset[date]] = field(default_factory=dict)
    featured: str = ""
    recorded: str = ""
    has_sitemap: bool = False

    def plain(self, address: Address) -> Address:
        """The address that says the same in the fewest words."""
        path = address.path
        if path.startswith("/api/v1/") and path.endswith(".json") and path != "/api/v1/openapi.json":
            address = Address(path.removesuffix(".json"), address.query)
        if address.get("recorded_by") and address.get("recorded_by") == self.recorded:
            address = address.but(recorded_by="")
        return address.but(as_of="") if address.get(DAY) == self._own_day(address) else address

    def holds(self, address: Address) -> bool:
        """Whether an address that says it in the fewest words may be in the copy."""
        if address.path.startswith(STATIC):
            return True
        names = {name for name, _value in address.query}
        return (
            names <= HELD
            and is_open(address.path, has_sitemap=self.has_sitemap)
            and self._holds_day(address)
            and is_nameable(address)
        )

    def follows(self, page: Address, link: Address) -> bool:
        """Whether the copy goes from a page to a link: one choice leads to a page, not to every further choice."""
        chosen = choice_of(page)
        return not chosen or not choice_of(link) or choice_of(link) == chosen

    def nearest(self, address: Address, held: Iterable[Address]) -> Address | None:
        """Of the same page on other days the last one not after the day asked for, else the first; None: there is none.

        `held`: every held address of that path. A dashboard is about its day: no other one stands for it.
        """
        if is_dashboard(address) or address.path == "/compare":
            return None
        same = {self._day(one): one for one in held if one.but(as_of="") == address.but(as_of="")}
        if not same:
            return None
        asked = self._day(address)
        before = [on for on in same if on <= asked]
        return same[max(before)] if before else same[min(same)]

    def _day(self, address: Address) -> str:
        return address.get(DAY) or self._own_day(address)

    def _own_day(self, address: Address) -> str:
        """The day that an address without one means; empty where it means no day."""
        code = self._operation(address)
        own = self.opening.get(code, self.today) if code is not None else self.today
        return "" if address.path.startswith("/embed/") else own.isoformat()

    def _operation(self, address: Address) -> str | None:
        if address.path == "/":
            return self.featured
        first, _slash, rest = address.path.strip("/").partition("/")
        if first == "operations" and rest and not rest.endswith("/changes"):
            return rest.partition("/")[0]
        return address.get("operation") or None

    def _holds_day(self, address: Address) -> bool:
        written = address.get(DAY)
        if not written:
            return True
        on = date.fromisoformat(written)
        if on == self.today or on in self.days:
            return True
        is_plain = len(address.query) == 1 and is_dashboard(address)
        return is_plain and on in self.marked.get(self._operation(address) or "", ())


def is_dashboard(address: Address) -> bool:
    """Whether it is an operation's dashboard."""
    parts = address.path.strip("/").split("/")
    return address.path == "/" or (parts[0] == "operations" and len(parts) == 2 and not address.ending)


def choice_of(address: Address) -> tuple[tuple[str, str], ...]:
    """What of the record an address chooses, whatever the day and the page of the list."""
    return tuple((name, value) for name, value in address.query if name in FILTERS)


_OPEN = tuple(compile_path(path)[0] for path in read_by_all())
_LIVE = tuple(compile_path(path)[0] for path in needs_server())


def is_open(path: str, *, has_sitemap: bool = True) -> bool:
    """Whether anybody may read what stands there and it needs no server."""
    if path == "/robots.txt" or path.startswith("/sitemap"):
        return has_sitemap
    return any(one.match(path) for one in _OPEN) and not any(one.match(path) for one in _LIVE)
