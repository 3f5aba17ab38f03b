"""Where an address of the record stands in a folder of files: the one mapping, without exceptions. Pure.

    /                                     index.html
    /operations/mali                      operations/mali/index.html
    /fr/operations/mali                   fr/operations/mali/index.html
    /operations/mali?as_of=2013-01-17     operations/mali/x/as_of=2013-01-17/index.html
    /pledges.csv?operation=serval         x/operation=serval/pledges.csv
    /api/v1/totals?by=category            api/v1/x/by=category/totals.json

A query becomes folders under `x`, one a parameter, in the order of their names. What is no letter, digit or one of
`.,_=-` is written as its UTF-8 bytes, `~` before each in hex: such names mean the same to every host and file system.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from app.web.language import PREFIXED

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,_=-")
API = "/api/v1/"
PAGE = "index.html"
STATE = "x"
# A file system takes names of 255 bytes; a longer value is shortened by its caller, or not held.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Address:
    """An address inside the record: its path, decoded, and its parameters in the order of their names."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def prefix(self) -> str:
        """What it begins with in its language: "/fr", or nothing."""
        found = PREFIXED.match(self.path)
        return found[0] if found else ""

    @property
    def bare(self) -> str:
        """Its path as it is in every language."""
        return self.path[len(self.prefix) :] or "/"

    @property
    def written(self) -> str:
        """As it is asked for."""
        asked = f"?{urlencode(self.query, safe=',:')}" if self.query else ""
        return quote(self.path) + asked

    def get(self, name: str) -> str:
        """A parameter's value; empty where it has none."""
        return dict(self.query).get(name, "")

    def but(self, **changes: str) -> Address:
        """The same with some parameters changed; an empty one is left out."""
        query = {**dict(self.query), **changes}
        return Address(self.path, tuple(sorted((name, value) for name, value in query.items() if value)))

    @property
    def ending(self) -> str:
        """The ending of a file's address ("csv"); empty of a page and of a record of the API."""
        return (
            posixpath.basename(self.path).rpartition(".")[2] if "." in posixpath.basename(self.path) else ""
        )


def read(written: str) -> Address:
    """The address that is written in a page, without what stands behind #."""
    parts = urlsplit(written)
    query = tuple(sorted((name, value) for name, value in parse_qsl(parts.query)))
    return Address(unquote(parts.path) or "/", query)


def place_of(address: Address) -> str:
    """The file that holds an address, from the top of the copy."""
    folder, name = posixpath.split("/".join(_safe(part) for part in address.path.strip("/").split("/")))
    state = [STATE, *(_safe(f"{key}={value}") for key, value in address.query)] if address.query else []
    if address.path.startswith(API) and not address.ending:
        return posixpath.join(folder, *state, f"{name}.json")
    if address.ending:
        return posixpath.join(folder, *state, name)
    return posixpath.join(folder, name, *state, PAGE)


def is_nameable(address: Address) -> bool:
    """Whether every part of its place is a name that file systems take."""
    parts = place_of(address).split("/")
    return all(0 < len(part) <= LONGEST and part.strip(".") for part in parts)


def public_place(address: Address) -> str:
    """The same as readers write it: a page is its folder."""
    return place_of(address).removesuffix(PAGE)


def relative(place: str, page: str) -> str:
    """How a file links to another: from its own folder, a page by its folder's name."""
    to, folder = place.removesuffix(PAGE), posixpath.dirname(page)
    written = posixpath.relpath("/" + to, "/" + folder)
    is_folder = to == "" or to.endswith("/")
    return written + ("/" if is_folder and not written.endswith("/") else "")


def _safe(text: str) -> str:
    return "".join(sign if sign in PLAIN else _coded(sign) for sign in text)


def _coded(sign: str) -> str:
    return "".join(f"~{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))
