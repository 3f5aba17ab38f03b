"""What is limited here, by the settings: writing, whole files, proposals and reports."""

from __future__ import annotations

from starlette.requests import Request

from app.config import Settings
from app.review.rates import Counters, Limit
from app.web.person import person_of
from app.web.rate import client_of, is_this_machine, sender_of

MINUTE, HOUR = 60, 3600


class Limits:
    """The limits of one application, whose counters stand in its record."""

    def __init__(self, settings: Settings, counters: Counters) -> None:
        self.counters = counters
        self._writes = Limit("write", settings.writes_per_minute, MINUTE)
        self._exports = Limit("export", settings.exports_per_minute, MINUTE)
        self._proposals = Limit("proposal", settings.proposals_per_hour, HOUR)

    def writing(self, request: Request) -> int:
        """Count a request that may change something. The local editor, who owns the machine, is not counted."""
        person = person_of(request)
        if person.may("editor") and person.account is None:
            return 0
        return self.counters.take(self._writes, sender_of(request))

    def exporting(self, request: Request) -> int:
        """Count a whole file."""
        if is_this_machine(request):
            return 0
        return self.counters.take_to_read(self._exports, f"address {client_of(request)}")

    def proposing(self, request: Request) -> int:
        """Count a proposal or report, by its address and by its person."""
        whose = {f"address {client_of(request)}", sender_of(request)}
        return max(self.counters.take(self._proposals, who) for who in sorted(whose))
