"""What the rest of the house may know of an account: who somebody is, and how they were recognised. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# A session ends when nothing came of it for IDLE, and in any case after WHOLE; a password alone waits PENDING for
# the code of the second step.
IDLE = timedelta(minutes=60)
WHOLE = timedelta(hours=24)
PENDING = timedelta(minutes=10)
# Moments of last use are written down at most this often.
NOTED_EVERY = timedelta(minutes=1)
# What a token of each scope may at most, whatever its owner may; in the order of what they may.
ROLE_OF_SCOPE = {"read": "reader", "propose": "contributor", "write": "editor", "admin": "admin"}
NEEDS_SECOND_STEP = ("editor", "admin")
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024


@dataclass(frozen=True, slots=True)
class Known:
    """An account that was recognised, by a session (`scope` is empty) or by a token with a scope."""

    account: int
    name: str
    display: str
    role: str
    has_second_step: bool
    # The row of the session or token.
    by: int
    seen_at: datetime | None
    scope: str = ""
    # A session whose password was right and whose code is still to come: it speaks for nobody yet.
    waits: bool = False

    @property
    def must_set_up(self) -> bool:
        """Whether the second step is still to be set up: until then nothing is written in this person's name."""
        return not self.scope and self.role in NEEDS_SECOND_STEP and not self.has_second_step

    @property
    def may_as(self) -> str:
        """The role of this account in this request: its own, at most as far as the token's scope."""
        role = "reader" if self.must_set_up else self.role
        order = list(ROLE_OF_SCOPE.values())
        return min(role, ROLE_OF_SCOPE[self.scope], key=order.index) if self.scope else role
