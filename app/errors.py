"""What can go wrong, in the record's own words. Nothing here knows HTTP."""

from dataclasses import dataclass


class MusterError(Exception):
    """Something the person at the other end can understand and mend."""


class NotFound(MusterError):
    """There is no such record."""


class Gone(MusterError):
    """The record was retracted: it stays, with its reason."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class Conflict(MusterError):
    """The record has something already that this would contradict (a taken key)."""


class Stale(MusterError):
    """The record has changed since the writer read it."""


class NeedsVersion(MusterError):
    """The writer has not said which version was read."""


class NotSignedIn(MusterError):
    """Nobody is known to be asking, and this is not open to everybody."""


class NotAllowed(MusterError):
    """The person is not allowed to do this."""


class TooLarge(MusterError):
    """More was sent than is taken in."""


class Unavailable(MusterError):
    """The store cannot do this now (a full disk, a read-only file system, a locked database)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field: `field` as a dotted path ("statement.source.title")."""

    field: str
    message: str


class InvalidInput(MusterError):
    """What was given cannot be accepted; `faults` say where, what and what is accepted."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{f.field}: {f.message}" if f.field else f.message for f in faults))
        self.faults = faults


class InvalidQuery(InvalidInput):
    """The address asks for something that does not exist: an unknown parameter or value."""
