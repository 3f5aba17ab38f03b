"""Lists for programs: one function makes the rows, and JSON pages, CSV and XLSX at every address come of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.answers import MEDIA_TYPES, Rows, all_picked, file_answer, json_answer
from app.documented import file_docs, json_docs
from app.errors import Fault, InvalidQuery, NotFound
from app.i18n import _
from app.operations.queries import get_operation
from app.pledges.filter import PledgeFilter
from app.pledges.scope import Scope
from app.reading import Reading, kept
from app.web.addresses import public
from app.web.language import base_of

API = "/api/v1"
KINDS = ("json", "csv", "xlsx")
LICENCE = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
DEFAULT_LIMIT, LARGEST_LIMIT = 100, 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of a list. `limit` is None where all rows are wanted."""

    reading: Reading
    scope: Scope
    others: dict[str, str]
    limit: int | None

    @property
    def reader(self) -> Connection:
        """The connection to read the rows on."""
        return self.reading.connection

    @property
    def cursor(self) -> str | None:
        """Where the page begins; None: with the first row."""
        return self.others.get("cursor")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its name, its rows, and what its address may say beside the filter.

    `shape`, `tag`, `summary`, `about`: for the documentation. `also`: parameters of its own. `sorts`: the columns it
    can be sorted by. `cursor`: the parameter that asks for a next page.
    """

    name: str
    make: Callable[[Asked], Rows]
    shape: Any
    tag: str
    summary: str
    about: str = ""
    also: tuple[str, ...] = ()
    sorts: Iterable[str] = ()
    cursor: str = "cursor"

    def serve(self, router: APIRouter, *pages: str) -> None:
        """Serve it in the API, and as files beside the pages whose addresses are given ("/pledges")."""
        path = f"{API}/{self.name}"
        router.get(path, name=f"api.{self.name}", **json_docs(self))(self._endpoint("json"))
        for kind in ("csv", "xlsx"):
            router.get(f"{path}.{kind}", name=f"api.{self.name}.{kind}", **file_docs(self, kind))(
                self._endpoint(kind)
            )
        addresses = [f"{path}.json", *(f"{page}.{kind}" for page in pages for kind in KINDS)]
        for address in addresses:
            kind = address.rpartition(".")[2]
            router.get(address, include_in_schema=False)(self._endpoint(kind))

    def _endpoint(self, kind: str) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            return kept(request, lambda r: self._answer(r, kind))

        return answer

    def _answer(self, r: Reading, kind: str) -> Response:
        rows = self.make(self.ask(r, kind))
        answer = self._page(r, rows) if kind == "json" else file_answer(rows, kind, f"muster-{self.name}")
        if rows.as_of:
            answer.headers["X-As-Of"] = rows.as_of.isoformat()
        return answer

    def _page(self, r: Reading, rows: Rows) -> Response:
        following = self._next(r.request, rows)
        body = {"items": all_picked(rows.rows, rows.columns), "count": rows.count, "next": following}
        answer = json_answer({**body, "as_of": rows.as_of, **rows.beside})
        links = [f'<{following}>; rel="next"'] if following else []
        answer.headers["Link"] = ", ".join([*links, *self._files(r.request), LICENCE])
        return answer

    def _files(self, request: Request) -> list[str]:
        """The same rows as files: all of them, so without what asks for a page."""
        paging = ("limit", self.cursor)
        query = urlencode([p for p in request.query_params.multi_items() if p[0] not in paging], safe=",:")
        path = f"{base_of(request)}{request.url.path.removesuffix('.json')}"
        types = {kind: MEDIA_TYPES[kind].partition(";")[0] for kind in KINDS if kind != "json"}
        asked = f"?{query}" if query else ""
        return [f'<{path}.{kind}{asked}>; rel="alternate"; type="{of}"' for kind, of in types.items()]

    def _next(self, request: Request, rows: Rows) -> str | None:
        """The address of the next page: of the same day, even where that is tomorrow's yesterday."""
        if rows.next is None:
            return None
        moved = {self.cursor: rows.next} | ({"as_of": rows.as_of.isoformat()} if rows.as_of else {})
        same = [(name, value) for name, value in request.query_params.multi_items() if name not in moved]
        query = [*same, *moved.items()]
        return public(request, f"{request.url.path}?{urlencode(query, safe=',:')}")

    def ask(self, r: Reading, kind: str) -> Asked:
        """What a request asks for. InvalidQuery names everything in it that is not accepted."""
        paged = tuple(dict.fromkeys(("limit", self.cursor))) if kind == "json" else ()
        parsed = r.filter((*self.also, *paged))
        faults = [*parsed.faults, *self._faults_of_sort(parsed.filter.sort, r.request.url.path)]
        limit = limit_of(parsed.others, faults) if kind == "json" else None
        filter = _of_its_operation(r, parsed.filter, faults)
        scope = r.scope(filter)
        if faults := [*faults, *scope.faults]:
            raise InvalidQuery(*faults)
        return Asked(r, scope, parsed.others, limit)

    def _faults_of_sort(self, sort: str, path: str) -> list[Fault]:
        # A page may sort a table whose file has one order: its address is still the page's with an ending.
        if not sort or sort.removeprefix("-") in self.sorts or not (self.sorts or path.startswith(API)):
            return []
        names = ", ".join(self.sorts)
        accepted = (
            _("accepted are {names}", names=names) if names else _("this list has one order: leave it out")
        )
        return [Fault("sort", _("{written!r} is no column to sort by", written=sort) + ": " + accepted)]


def limit_of(others: dict[str, str], faults: list[Fault]) -> int:
    """How many rows a page has."""
    text = others.get("limit", str(DEFAULT_LIMIT))
    if re.fullmatch("[0-9]{1,4}", text) and 1 <= int(text) <= LARGEST_LIMIT:
        return int(text)
    message = _("{written!r} is no limit: write 1 to {most}", written=text, most=LARGEST_LIMIT)
    faults.append(Fault("limit", message))
    return DEFAULT_LIMIT


def only(r: Reading, *accepted: str) -> None:
    """Refuse what the address of one record does not take. InvalidQuery; NotFound for a name that nothing can have."""
    if any("\0" in value for value in r.request.path_params.values()):
        raise NotFound(_("There is nothing at this address."))
    names = ", ".join(accepted) or _("none")
    message = _("is no parameter here: accepted are {names}", names=names)
    if faults := [Fault(name, message) for name in r.request.query_params if name not in accepted]:
        raise InvalidQuery(*faults)


def number_of(text: str) -> int:
    """The number of a record, as its address gives it. NotFound where no record can have it."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise NotFound(_("There is nothing at this address."))
    return int(text)


def _of_its_operation(r: Reading, filter: PledgeFilter, faults: list[Fault]) -> PledgeFilter:
    """Where the address names an operation (/operations/mali/totals.csv), the filter that is of it. NotFound."""
    code = r.request.path_params.get("code")
    if code is None:
        return filter
    if "\0" in code:
        raise NotFound(_("There is nothing at this address."))
    if filter.operation and filter.operation != (code,):
        faults.append(Fault("operation", _("the address names the operation {code} already", code=code)))
    return filter.but(operation=(get_operation(r.connection, code)["code"],))
