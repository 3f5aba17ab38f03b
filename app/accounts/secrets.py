"""Passwords, random numbers and the codes of the second step: how they are made, kept and compared."""

from __future__ import annotations

import secrets
from functools import lru_cache
from hashlib import sha256

import pyotp
import segno
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts.schemas import LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.i18n import _

TOKEN_MARK = "mst_"  # noqa: S105 - what tokens begin with
STEP_SECONDS = 30
RECOVERY_CODES = 10
# Without the letters and digits that are mistaken for each other.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"

# 64 MiB and three passes: the second choice of RFC 9106, for machines that do other things as well.
_argon2id = PasswordHash((Argon2Hasher(),))


def hashed(password: str) -> str:
    """A password as it is kept: Argon2id."""
    return _argon2id.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password. Without one to compare with it takes the same time and says no."""
    if len(password) > LONGEST_PASSWORD:
        return False
    return _argon2id.verify(password, kept or _nobodys()) and kept is not None


@lru_cache
def _nobodys() -> str:
    return hashed(secrets.token_hex(32))


def weakness(password: str, name: str) -> str:
    """What is wrong with a new password, as a sentence; empty: nothing."""
    if len(password) < SHORTEST_PASSWORD:
        return _("A password has at least {n} characters.", n=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return _("A password has at most {n} characters.", n=LONGEST_PASSWORD)
    bare = password.casefold()
    if name.casefold() in bare and len(bare) - len(name) < SHORTEST_PASSWORD:
        return _("This password is little more than the name.")
    if len(set(bare)) < 5:
        return _("This password repeats itself.")
    return ""


def new_password() -> str:
    """A password to begin with: 20 readable characters, 99 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _n in range(5)) for _group in range(4))


def new_secret() -> str:
    """256 random bits, for a session or a token."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of something random: nothing can be guessed from it."""
    return sha256(secret.encode()).hexdigest()


def new_recovery_codes() -> list[str]:
    """Codes to write down, each good for one sign-in: 10 readable characters, 49 bits, behind the throttle."""
    return [
        "-".join("".join(secrets.choice(READABLE) for _n in range(5)) for _half in range(2))
        for _code in range(RECOVERY_CODES)
    ]


def recovery_digest(typed: str) -> str:
    """What is kept of a recovery code, however it was typed."""
    return digest("recovery:" + "".join(c for c in typed.casefold() if c.isalnum()))


def new_totp_key() -> str:
    """A key to share with an app: 160 bits in base 32."""
    return pyotp.random_base32()


def totp_step(key: str, code: str, now: float) -> int:
    """The time step that a code is of: this one, the one before or the one after; 0: it is none of theirs."""
    typed = "".join(code.split())
    here = int(now) // STEP_SECONDS
    app = pyotp.TOTP(key)
    steps = [step for step in (here - 1, here, here + 1) if _is_code(app, typed, step)]
    return steps[0] if steps else 0


def _is_code(app: pyotp.TOTP, typed: str, step: int) -> bool:
    return secrets.compare_digest(app.at(step * STEP_SECONDS).encode(), typed.encode())


def totp_address(key: str, name: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(key).provisioning_uri(name=name, issuer_name="Muster")


def qr_svg(text: str) -> str:
    """A QR code to put into a page: its colours are the page's."""
    return segno.make(text, error="m").svg_inline(
        scale=4, border=4, svgclass="qr", lineclass="qr-line", omitsize=True, title=None
    )
