"""What the pages about accounts draw: words for roles and scopes, sessions and tokens."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from app.accounts.queries import count_recovery_codes, list_log, list_people, list_sessions, list_tokens
from app.accounts.schemas import NEEDS_SECOND_STEP, Known
from app.accounts.secrets import qr_svg, totp_address
from app.accounts.signing_in import TooManyFailures
from app.accounts.tokens import scopes_of
from app.errors import InvalidInput
from app.i18n import _, ngettext
from app.models.account import ROLES

EXPIRIES = ("30", "90", "365")
KEY = re.compile(r"[A-Z2-7]{32}")
BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari", "curl")
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")
NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "macOS"}

View = dict[str, Any]


def role_label(role: str) -> str:
    """A role's name."""
    labels = {
        "reader": _("Reader"),
        "contributor": _("Contributor"),
        "editor": _("Editor"),
        "admin": _("Administrator"),
    }
    return labels[role]


def role_about(role: str) -> str:
    """What somebody with this role may do."""
    about = {
        "reader": _("reads, as everybody does"),
        "contributor": _("proposes; an editor decides"),
        "editor": _("writes, decides on proposals, corrects"),
        "admin": _("as an editor, and looks after accounts"),
    }
    return about[role]


def scope_label(scope: str) -> str:
    """What a token of this scope may do."""
    labels = {
        "read": _("Read"),
        "propose": _("Propose"),
        "write": _("Write"),
        "admin": _("Everything its owner may"),
    }
    return labels[scope]


def account_view(
    reader: Connection, known: Known, done: str, error: InvalidInput | TooManyFailures | None, part: str
) -> View:
    """The page of one's own account; `part`: the form that an error belongs to."""
    now = datetime.now(UTC)
    sessions = list_sessions(reader, known.account, now)
    return {
        "known": known,
        "role": role_label(known.role),
        "role_about": role_about(known.role),
        "sessions": [
            {**s, "browser": browser_label(s["browser"]), "here": s["id"] == known.by} for s in sessions
        ],
        "tokens": [
            {**t, "scope": scope_label(t["scope"]), "over": t["expires_at"] <= now}
            for t in list_tokens(reader, known.account)
        ],
        "scopes": [(scope, scope_label(scope)) for scope in scopes_of(known.may_as)],
        "expiries": [(days, ngettext("{n} day", "{n} days", int(days))) for days in EXPIRIES],
        "codes_left": count_recovery_codes(reader, known.account),
        "needs_second_step": known.role in NEEDS_SECOND_STEP,
        "notices": [words] if (words := _done(done)) else [],
        "part": part,
        "faults": faults_of(error),
    }


def _done(what: str) -> str:
    words = {
        "session": _("That session has ended."),
        "others": _("All your other sessions have ended."),
        "password": _("Your password is changed, and your other sessions have ended."),
        "token": _("That token is revoked."),
    }
    return words.get(what, "")


def second_step_view(known: Known, key: str, error: InvalidInput | TooManyFailures | None) -> View:
    """The picture for the app; `key` may come from a form."""
    fits = KEY.fullmatch(key) is not None
    return {
        "known": known,
        "key": key if fits else "",
        "key_words": " ".join(key[i : i + 4] for i in range(0, len(key), 4)) if fits else "",
        "picture": qr_svg(totp_address(key, known.name)) if fits else "",
        "faults": faults_of(error),
    }


def people_view(reader: Connection, known: Known | None, done: str) -> View:
    """Everybody with an account, and what was changed about accounts."""
    return {
        "people": [
            {**p, "role_label": role_label(p["role"]), "own": known is not None and p["id"] == known.account}
            for p in list_people(reader)
        ],
        "log": list_log(reader),
        "roles": [(role, role_label(role), role_about(role)) for role in ROLES],
        "notices": [words] if (words := _people_done(done)) else [],
    }


def _people_done(what: str) -> str:
    words = {
        "role": _("The role is changed."),
        "disabled": _("The account is disabled: its sessions have ended and its tokens are revoked."),
        "enabled": _("The account is open again."),
    }
    return words.get(what, "")


def faults_of(error: InvalidInput | TooManyFailures | None) -> dict[str, str]:
    """What is wrong, by field; what belongs to none under "" ."""
    if isinstance(error, TooManyFailures):
        words = ngettext(
            "Too many attempts failed. Try again in {n} minute.",
            "Too many attempts failed. Try again in {n} minutes.",
            -(-error.wait // 60),
        )
        return {"": words}
    return {fault.field: _sentence(fault.message) for fault in error.faults} if error else {}


def browser_label(said: str) -> str:
    """A browser and its system as people call them; what nothing is known of, as it calls itself."""
    browser = next((name for name in BROWSERS if name in said), "")
    system = next((name for name in SYSTEMS if name in said), "")
    if not browser:
        return said[:60] or _("unknown program")
    named = NAMES.get(browser, browser)
    return _("{browser} on {system}", browser=named, system=NAMES.get(system, system)) if system else named


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]
