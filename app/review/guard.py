"""Against machines that fill in forms, without a puzzle: a field nobody sees, and how long a form was open."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from hashlib import sha256

from app.i18n import _

STAMP, TRAP = "stamp", "website"
FIELDS = (STAMP, TRAP)
# Nobody reads a form and types into it in less; whoever left it open for a day opens it again.
SHORTEST, LONGEST = 3, 24 * 3600


def stamp(secret: bytes, now: float | None = None) -> str:
    """When a form was opened, signed: its sender cannot make it older."""
    at = str(int(time.time() if now is None else now))
    return f"{at}.{_signed(secret, at)}"


def suspicion(secret: bytes, sent: Mapping[str, str], now: float | None = None) -> str:
    """Why a form may not come from a person, said to the person it may come from; empty where all is well."""
    if sent.get(TRAP, "").strip():
        return _(
            "One field of this form is for nobody to fill in. It is empty again: please send the form once more."
        )
    at, _dot, signature = sent.get(STAMP, "").partition(".")
    if not hmac.compare_digest(signature.encode(), _signed(secret, at).encode()):
        return _("This form was not opened here. It is now: please send it once more.")
    age = (time.time() if now is None else now) - int(at)
    if age < SHORTEST:
        return _("That was very quick. Please look at it once more, and send it in a few seconds.")
    if age > LONGEST:
        return _("This form was open for more than a day. Please look at it once more, and send it again.")
    return ""


def kept_stamp(secret: bytes, sent: Mapping[str, str], now: float | None = None) -> str:
    """The stamp for the page that follows: the same one while it is good, so that a person need not wait again."""
    at, _dot, signature = sent.get(STAMP, "").partition(".")
    is_good = hmac.compare_digest(signature.encode(), _signed(secret, at).encode())
    if is_good and (time.time() if now is None else now) - int(at) <= LONGEST:
        return sent[STAMP]
    return stamp(secret, now)


def _signed(secret: bytes, at: str) -> str:
    return hmac.new(secret, f"form opened {at}".encode(), sha256).hexdigest()
