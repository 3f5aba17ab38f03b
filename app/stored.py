"""Whether something was stored in a request: what its sender is told of a failure depends on it."""

from contextvars import ContextVar

# A list, which threads that work for a request share with it; None: nobody asks.
STORED: ContextVar[list[bool] | None] = ContextVar("stored", default=None)


def noting_stored() -> None:
    """From here on, in this request, `may_be_stored` tells whether something was committed, or may have been."""
    STORED.set([])


def may_be_stored() -> bool:
    """Whether nobody can say any more that nothing was changed."""
    return bool(STORED.get())


def note_stored() -> None:
    """A transaction was committed, or is about to be where nobody may learn what came of it."""
    if (noted := STORED.get()) is not None:
        noted.append(True)
