"""What the pages of one's own account share: whose they are, and how they ask for the password again."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request

from app.accounts.finding import known_of
from app.accounts.people import raise_faults
from app.accounts.schemas import Known
from app.accounts.signing_in import is_password
from app.errors import NotAllowed, NotSignedIn
from app.i18n import _
from app.web.rate import client_of


def signed_in(request: Request) -> Known:
    """The account whose session this is. NotSignedIn; NotAllowed for a token."""
    known = known_of(request)
    if known is None or known.waits:
        raise NotSignedIn(_("Sign in first: this page is about your own account."))
    if known.scope:
        raise NotAllowed(_("A token cannot do this: sign in."))
    return known


def sure(request: Request, known: Known, sent: FormData) -> None:
    """Go on only with the password of the account. InvalidInput, TooManyFailures."""
    right = is_password(request.app.state.database, known, text_of(sent, "current"), client_of(request))
    raise_faults(current="" if right else _("This is not your password."))


def text_of(sent: FormData, name: str) -> str:
    """What was typed into a field."""
    value = sent.get(name, "")
    return value if isinstance(value, str) else ""


def number_of(text: str) -> int:
    """A row's number from an address or field; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
