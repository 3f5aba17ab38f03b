"""Who makes a request, and what that person may do here. What found them out stands in the request's scope."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from app.errors import NotAllowed, NotSignedIn
from app.i18n import _
from app.web.local import is_local_editor

# In the order of what they may: each may all that those before it may.
ROLES = ("anybody", "reader", "contributor", "editor", "admin")
# Where middleware that knows sessions and tokens puts the person it found.
IN_SCOPE = "muster.person"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the other end: a name for the history, one of ROLES, and the account's number if there is one."""

    name: str
    role: str
    account: int | None = None

    def may(self, role: str) -> bool:
        """Whether they may do what `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


ANYBODY = Person("", "anybody")
LOCAL_EDITOR = Person("local editor", "editor")


def person_of(request: Request) -> Person:
    """Who asks: the person that was found in a session or token, else the local editor, else anybody."""
    found: Person | None = request.scope.get(IN_SCOPE)
    if found is not None:
        return found
    return LOCAL_EDITOR if is_local_editor(request) else ANYBODY


def require(request: Request, role: str) -> Person:
    """The person who asks, who may do what `role` may. NotSignedIn, NotAllowed."""
    person = person_of(request)
    if person.may(role):
        return person
    if person.role == "anybody":
        raise NotSignedIn(_("Sign in first: this is open to people with an account."))
    raise NotAllowed(_("Your account may not do this: it takes the role of {role}.", role=role))
