"""Making a copy: the application is asked for every page, then links are pointed at the files that answers became."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import ASGIApp

from app.errors import MusterError
from app.i18n import _
from app.site.asking import Answer, ask
from app.site.held import Policy
from app.site.places import Address, place_of, public_place, read, relative
from app.site.rewrite import Pointer, addresses_in, rewritten

# What is put into the copy: found, and retracted with its reason.
KEPT = (200, 410)
LEADS_ON = (303, 307)
CRASHED = 500
# Addresses asked for at a time: while one answer waits for its thread another is made.
AT_ONCE = 6
# The whole addresses that the answer being made has told of so far.
TELLING: ContextVar[list[str] | None] = ContextVar("telling", default=None)
HTML, JSON = "text/html", "application/json"
Told = Callable[[int, int], None]


@dataclass(slots=True)
class Copy:
    """A copy in the making.

    `live`: where the record goes on, empty where it has no public address; `base`: where the copy will stand;
    `is_told`: whether somebody said so, and it may be written where search engines read it.
    `held`: every address in it, by its path. `pages`, `lists`: the files with links in them. `told`: which address
    inside the record each whole one stands for. `moved`: where an address only leads on to.
    """

    app: ASGIApp
    policy: Policy
    folder: Path
    version: int
    live: str
    base: str
    is_told: bool = False
    told: dict[str, str] = field(default_factory=dict)
    moved: dict[Address, Address] = field(default_factory=dict)
    held: dict[str, dict[Address, None]] = field(default_factory=dict)
    pages: dict[str, Address] = field(default_factory=dict)
    lists: dict[str, Address] = field(default_factory=dict)
    size: int = 0
    # What was read of an address as it is written: pages name the same ones again and again.
    known: dict[str, tuple[Address, bool]] = field(default_factory=dict)

    def read(self, written: str) -> tuple[Address, bool]:
        """The address that is written somewhere, in the fewest words, and whether the copy may hold it."""
        if (found := self.known.get(written)) is None:
            address = self.policy.plain(read(written))
            found = self.known[written] = (address, self.policy.holds(address))
        return found

    @property
    def count(self) -> int:
        """How many files there are."""
        return sum(len(addresses) for addresses in self.held.values())

    def public(self, written: str) -> str:
        """The whole address that readers are told: of the live record, else of the file in the copy."""
        inside, _sign, fragment = written.partition("#")
        address, is_held = self.read(inside)
        if not self.live and not is_held:
            address = self.policy.plain(Address(address.path))
        whole = self.live + inside if self.live else f"{self.base}/{public_place(address)}"
        self.told[whole] = inside if self.live else address.written
        if not self.live and (telling := TELLING.get()) is not None:
            telling.append(address.written)
        return whole + (f"#{fragment}" if fragment else "")

    def inside(self, written: str) -> str:
        """The address inside the record that is written in a page, whole or not."""
        whole, sign, fragment = written.partition("#")
        return self.told.get(whole, whole) + sign + fragment


def gather(copy: Copy, roots: Iterable[str], told: Told) -> None:
    """Ask for the roots and for all that the copy holds of what they lead to, and write it down as it came.

    `told` is given how many addresses were asked for and how many are known of. MusterError where the record changed
    meanwhile: a copy is of one state.
    """
    asyncio.run(_gather(copy, roots, told))


async def _gather(copy: Copy, roots: Iterable[str], told: Told) -> None:
    known = dict.fromkeys(_held_of(copy, roots))
    waiting, asked = deque(known), 0
    while waiting:
        several = [waiting.popleft() for _n in range(min(AT_ONCE, len(waiting)))]
        for address, found in zip(
            several, await asyncio.gather(*(_answer(copy, one) for one in several)), strict=True
        ):
            for link in [*_taken_in(copy, address, found[0]), *_held_of(copy, found[1])]:
                if link not in known and copy.policy.follows(address, link):
                    known[link] = None
                    waiting.append(link)
        asked += len(several)
        told(asked, len(known))


async def _answer(copy: Copy, address: Address) -> tuple[Answer, list[str]]:
    """What the application answers, and which addresses in the copy it told readers of."""
    telling: list[str] = []
    TELLING.set(telling)
    return await ask(copy.app, address.written), telling


def _held_of(copy: Copy, written: Iterable[str]) -> list[Address]:
    """The addresses that the copy holds of those that are written somewhere."""
    return [address for address, is_held in map(copy.read, written) if is_held]


def _taken_in(copy: Copy, address: Address, answer: Answer) -> list[Address]:
    """Write an answer down; the addresses that it leads to, in an order that is always the same."""
    if answer.status in LEADS_ON:
        onward = _held_of(copy, [answer.headers["location"]])
        copy.moved.update((address, one) for one in onward)
        return onward
    if answer.status >= CRASHED:
        raise MusterError(_("{address} cannot be drawn: nothing was written.", address=address.written))
    if answer.status not in KEPT:
        return []
    if (version := answer.headers.get("x-data-version")) not in (None, str(copy.version)):
        raise MusterError(
            _("The record was changed meanwhile (it is at version {n}): start again.", n=version)
        )
    place = place_of(address)
    _write(copy.folder / place, answer.body)
    copy.size += len(answer.body)
    copy.held.setdefault(address.path, {})[address] = None
    if answer.kind == HTML:
        copy.pages[place] = address
        return _held_of(copy, sorted(addresses_in(answer.body.decode(), address.prefix)))
    if answer.kind == JSON and (following := _next_of(answer.body)):
        copy.lists[place] = address
        return _held_of(copy, [copy.inside(following)])
    return []


def _next_of(body: bytes) -> str:
    """Where a list in JSON goes on; empty where it does not."""
    said = json.loads(body)
    return (said.get("next") or "") if isinstance(said, dict) else ""


def point(copy: Copy, told: Told) -> None:
    """Point every link at its file."""
    for done, (place, address) in enumerate(copy.pages.items(), 1):
        file = copy.folder / place
        page = file.read_bytes()
        pointed = rewritten(page.decode(), _pointer(copy, place, address)).encode()
        file.write_bytes(pointed)
        copy.size += len(pointed) - len(page)
        told(done, len(copy.pages))
    for place in copy.lists:
        _point_list(copy, place)


def _point_list(copy: Copy, place: str) -> None:
    file = copy.folder / place
    said = json.loads(file.read_bytes())
    following, _is_held = copy.read(copy.inside(said["next"]))
    is_held = following in copy.held.get(following.path, {})
    said["next"] = relative(place_of(following), place) if is_held else None
    file.write_text(json.dumps(said, ensure_ascii=False, separators=(",", ":")), "utf-8", newline="")


def _pointer(copy: Copy, place: str, page: Address) -> Pointer:
    def exact(written: str) -> str | None:
        address, _may_be_held = copy.read(copy.inside(written))
        address = copy.moved.get(address, address)
        is_held = address != page and address in copy.held.get(address.path, ())
        return relative(place_of(address), place) if is_held else None

    def to(written: str) -> str | None:
        inside = copy.inside(written)
        address, _sign, fragment = inside.partition("#")
        found = _found(copy, copy.read(address)[0], page)
        if found is None:
            return copy.live + inside if copy.live else None
        return relative(place_of(found), place) + (f"#{fragment}" if fragment else "")

    return Pointer(to, exact, "" if copy.live else copy.base, page.prefix, copy.is_told)


def _found(copy: Copy, address: Address, page: Address) -> Address | None:
    """The held address that an address leads to."""
    address = copy.moved.get(address, address)
    if address in copy.held.get(address.path, ()):
        return address
    is_of_the_record = not address.get("recorded_by") and not address.get("sort")
    return copy.policy.nearest(address, copy.held, page) if is_of_the_record else None


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
