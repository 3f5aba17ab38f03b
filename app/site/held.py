"""Which addresses a copy holds, and which of them stands for one that it does not hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from starlette.routing import compile_path

from app.accounts.permissions import needs_server, read_by_all
from app.site.places import Address, is_nameable
from app.web.language import in_language

# What a page or file of a copy may be asked with: all of the filter but words, and where a list goes on.
FILTERS = ("operation", "contributor", "member_of", "category", "stage", "unit", "source", "per")
OF_FILES = ("by", "interval", "size", "limit", "after")
PLACES = ("cursor", "log")
HELD = frozenset((*FILTERS, *OF_FILES, *PLACES, "as_of"))
DAY = "as_of"
STATIC, API, EMBED = "/static/", "/api/v1/", "/embed/"
FEEDS = (".atom", ".feed.json")
# Pages that have another state on each day; any other is told once, as it is on the copy's today.
LISTS = ("/operations", "/contributors", "/compare", "/pledges", "/sources")


@dataclass(frozen=True, slots=True)
class Policy:
    """What is held.

    `days`: the days of lists and portraits besides `today`; `opening`: the day each operation opens on; `marked`: of
    each operation, the days its dashboard is also held of. `featured`: the operation on the front page. `recorded`: the
    moment of the record's newest change, as written: what it said by then is what the copy says. `has_sitemap`: whether
    the copy has an address of its own to tell search engines. `prefixes`: what the addresses of its languages begin
    with, "" for that of the source.
    """

    today: date
    days: frozenset[date]
    opening: Mapping[str, date]
    marked: Mapping[str, frozenset[date]] = field(default_factory=dict)
    featured: str = ""
    recorded: str = ""
    has_sitemap: bool = False
    prefixes: frozenset[str] = frozenset({""})

    def plain(self, address: Address) -> Address:
        """The address that says the same in the fewest words."""
        path = address.path
        if path.startswith(API) and path.endswith(".json") and path != "/api/v1/openapi.json":
            address = Address(path.removesuffix(".json"), address.query)
        if path == address.prefix:
            address = Address(f"{path}/", address.query)
        if address.get("recorded_by") and address.get("recorded_by") == self.recorded:
            address = address.but(recorded_by="")
        return address.but(as_of="") if address.get(DAY) == self._own_day(address) else address

    def holds(self, address: Address) -> bool:
        """Whether an address that says it in the fewest words may be in the copy."""
        if address.path.startswith(STATIC):
            return True
        return (
            {name for name, _value in address.query} <= HELD
            and self._is_spoken(address)
            and is_open(address.bare, has_sitemap=self.has_sitemap)
            and is_nameable(address)
            and _is_worth_a_file(address)
            and self._holds_day(address)
        )

    def follows(self, page: Address, link: Address) -> bool:
        """Whether the copy goes from a page to a link.

        One choice leads to a page, which is the end of that way: choices multiply. What is of another day than its own
        leads to no choice, and to no portrait of that day: these have the days that dashboards open on.
        """
        if choice_of(link):
            if choice_of(page):
                return _goes_on(page, link)
            return not page.get(DAY) and self._day(link) == self._day(page)
        is_own = is_dashboard(page) and not page.query
        return is_own or not (link.get(DAY) and is_portrait(link))

    def nearest(
        self, address: Address, held: Mapping[str, Iterable[Address]], page: Address
    ) -> Address | None:
        """What stands on `page` for an address that the copy has no file for; None: there is nothing.

        For another dashboard that of the day it opens on: for its own, days are what it is about. For a portrait that
        of today, which tells all of it; for a list that of the last day before; for a choice among pledges the one
        contributor it is of. `held`: every held address by its path.
        """
        if address.ending or address.path.startswith((API, EMBED)):
            return None
        if is_dashboard(address):
            own = address.but(as_of="")
            return own if address.bare != page.bare and own in held.get(own.path, ()) else None
        if choice_of(address):
            return self._giver(address, held, page)
        same = {
            self._day(one): one
            for one in held.get(address.path, ())
            if one.but(as_of="") == address.but(as_of="")
        }
        return _of_days(same, self._day(address), self.today.isoformat() if is_portrait(address) else "")

    def days_of(self, path: str) -> list[date]:
        """The days that the copy may have a page of."""
        address = Address(path)
        own = date.fromisoformat(self._own_day(address))
        if not is_dashboard(address):
            return sorted({*self.days, own})
        return sorted({own, *self._days_of_dashboard(address)})

    def _is_spoken(self, address: Address) -> bool:
        """Whether it is in a language of the copy, or the same in all."""
        is_for_all = not address.prefix and in_language(address.path, "/-") == address.path
        return is_for_all or address.prefix in self.prefixes

    def _giver(
        self, address: Address, held: Mapping[str, Iterable[Address]], page: Address
    ) -> Address | None:
        code = address.get("contributor")
        if address.bare != "/pledges" or not code or "," in code:
            return None
        own = self.plain(Address(f"{address.prefix}/contributors/{code}").but(as_of=address.get(DAY)))
        if own in held.get(own.path, ()):
            return own if own != page else None
        return self.nearest(own, held, page) if own.path != page.path else None

    def _day(self, address: Address) -> str:
        return address.get(DAY) or self._own_day(address)

    def _own_day(self, address: Address) -> str:
        """The day that an address without one means; empty where it means no day."""
        code = self._operation(address)
        own = self.opening.get(code, self.today) if code is not None else self.today
        return "" if address.bare.startswith(EMBED) else own.isoformat()

    def _operation(self, address: Address) -> str | None:
        if address.bare == "/":
            return self.featured
        first, _slash, rest = address.bare.strip("/").partition("/")
        if first == "operations" and rest and not rest.endswith("/changes"):
            return rest.partition("/")[0]
        return address.get("operation") or None

    def _holds_day(self, address: Address) -> bool:
        if address.bare.startswith(EMBED):
            return self._is_taken(address)
        written = address.get(DAY)
        if not written:
            return True
        on = date.fromisoformat(written)
        if is_dashboard(address):
            return len(address.query) == 1 and on in self._days_of_dashboard(address)
        is_dated = is_portrait(address) or address.bare.rpartition(".")[0] in LISTS or address.bare in LISTS
        return is_dated and (on == self.today or on in self.days)

    def _days_of_dashboard(self, address: Address) -> frozenset[date]:
        code = self._operation(address) or ""
        return self.marked.get(code, frozenset()) | (self.days if code == self.featured else frozenset())

    def _is_taken(self, address: Address) -> bool:
        """Figures are taken along (framed, as a picture, cited) of one operation on the day that it opens on."""
        if address.bare == "/embed/resize.js":
            return True
        asked = {name for name, _value in address.query if name != "size"}
        own = self.opening.get(address.get("operation"), self.today).isoformat()
        return asked == {"operation", DAY} and address.get(DAY) == own


def is_dashboard(address: Address) -> bool:
    """Whether it is an operation's dashboard."""
    parts = address.bare.strip("/").split("/")
    return address.bare == "/" or (parts[0] == "operations" and len(parts) == 2 and not address.ending)


def is_portrait(address: Address) -> bool:
    """Whether it is a contributor's own page."""
    first, _slash, rest = address.bare.strip("/").partition("/")
    return first == "contributors" and bool(rest) and "/" not in rest and not address.ending


def choice_of(address: Address) -> tuple[tuple[str, str], ...]:
    """What of the record an address chooses, whatever the day and the page of the list."""
    return tuple((name, value) for name, value in address.query if name in FILTERS)


def _goes_on(page: Address, link: Address) -> bool:
    """Whether a link of a list leads to the next part of the same list."""
    return link.path == page.path and link.but(cursor="") == page.but(cursor="")


def _is_worth_a_file(address: Address) -> bool:
    """Whether it is none of the files and pages that there would be too many of, for what they say."""
    path, choice = address.path, choice_of(address)
    if address.bare == "/compare" and choice:
        # One contributor is no comparison: that page is a form.
        return "," in address.get("contributor")
    if path.startswith("/sources/") and address.ending:
        return False
    if path.endswith(FEEDS):
        return not choice and not address.bare.startswith("/contributors/")
    return not (choice and path.startswith(API))


def _of_days(same: Mapping[str, Address], asked: str, first_choice: str) -> Address | None:
    """A page on several days: that of `first_choice`, else of the last day up to the one asked for, else the first."""
    before = [on for on in same if on <= asked]
    for on in (first_choice, max(before, default=""), min(same, default="")):
        if on in same:
            return same[on]
    return None


_OPEN = tuple(compile_path(path)[0] for path in read_by_all())
_LIVE = tuple(compile_path(path)[0] for path in needs_server())


@lru_cache(maxsize=1 << 14)
def is_open(path: str, *, has_sitemap: bool = True) -> bool:
    """Whether anybody may read what stands there and it needs no server."""
    if path == "/robots.txt" or path.startswith("/sitemap"):
        return has_sitemap
    return any(one.match(path) for one in _OPEN) and not any(one.match(path) for one in _LIVE)
