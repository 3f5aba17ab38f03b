"""One read request: a connection on one moment of the record, the record's version, and the ETag that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.db import Database
from app.frozen import today
from app.i18n import language
from app.ledger.revisions import Head, head
from app.pledges.filter import Parsed, PledgeFilter, parse_filter
from app.pledges.scope import Scope, scope_of
from app.review.queries import count_waiting
from app.web.keeping import mark_of
from app.web.person import ANYBODY, person_of
from app.web.streaming import Streamed

# Where the masthead finds how many proposals wait, for editors.
WAITING = "muster.waiting"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading endpoint works with. Everything it reads is of the same moment."""

    request: Request
    connection: Connection
    newest: Head
    today: date
    # What the answer depends on that is not in the record; None: nothing.
    beside: str | None = None

    @property
    def version(self) -> int:
        """The number of the newest revision."""
        return self.newest.number

    @property
    def state(self) -> str:
        """The hash of the newest revision. It names the record's state for good: a number does not after a restore."""
        return self.newest.hash if self.newest.number else ""

    def filter(self, also: tuple[str, ...] = ()) -> Parsed:
        """The address's filter; `also`: parameters of the endpoint's own."""
        items = self.request.query_params.multi_items()
        return parse_filter(items, also, strict=self.request.url.path.startswith("/api/"))

    def scope(self, filter: PledgeFilter) -> Scope:
        """What a filter means in this record."""
        return scope_of(self.connection, filter)

    @property
    def etag(self) -> str:
        """Strong: the same for the same bytes, another as soon as record, day, address or software change."""
        parts = (
            *(__version__, self.state, self.today.isoformat(), language()),
            # Addresses of next pages begin with the host.
            *(
                str(self.request.url),
                str(person_of(self.request)),
                str(self.request.scope.get(WAITING)),
                self.beside or "",
            ),
        )
        return f'"{self.version}-{sha256("|".join(parts).encode()).hexdigest()[:16]}"'


@contextmanager
def reading(request: Request, beside: str | None = None) -> Iterator[Reading]:
    """Open a connection for the length of one answer."""
    database: Database = request.app.state.database
    # Whoever may write reads where they wrote.
    opened = database.public_reading() if person_of(request) == ANYBODY else database.reading()
    with opened as connection:
        if person_of(request).may("editor"):
            request.scope[WAITING] = count_waiting(connection)
        yield Reading(request, connection, head(connection), today(), beside)


def kept(request: Request, make: Callable[[Reading], Response], beside: str | None = None) -> Response:
    """The answer `make` gives, with its ETag and data version; 304 without making it where the reader has it.

    An answer that is streamed keeps its connection, on the same moment of the record, until its last byte is sent.
    `beside`: what else the answer depends on. Where that is nothing, and the answer is nobody's own, it may be sent
    again to others (app/web/keeping.py).
    """
    with request.app.state.database.turn(), ExitStack() as held:
        r = held.enter_context(reading(request, beside))
        known = request.headers.get("if-none-match", "").replace("W/", "").split(",")
        is_known = r.etag in (tag.strip() for tag in known)
        answer = Response(status_code=304) if is_known else make(r)
        if answer.status_code in (200, 304):
            answer.headers["ETag"] = r.etag
            answer.headers["Cache-Control"] = "no-cache"
            answer.headers["X-Data-Version"] = str(r.version)
        if beside is None and person_of(request) == ANYBODY:
            mark_of(request.scope).moment = (r.state, r.today)
        if isinstance(answer, Streamed):
            answer.hold(held.pop_all())
        return answer
