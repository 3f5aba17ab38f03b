"""Whether a writer has read what is about to be changed: the If-Match of a request against the record.

A pledge's version is raised by every change of it or of its statements. A strong ETag of this record begins with the
data version it was read at ("1204-..."): who sends one has read the pledge as it was then, whatever was changed
elsewhere since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import String, and_, cast, func, or_, select

from app.errors import NeedsVersion, Stale
from app.i18n import _
from app.ledger.change import Change
from app.models import Pledge
from app.models.columns import ST, R

TAG = re.compile(r'"(?P<number>[0-9]{1,18})(?P<read>-[0-9a-f]{16})?"')


def check_match(change: Change, pledge: Pledge, sent: str | None, *, needed: bool = True) -> None:
    """Stale where the pledge was changed since what `sent` (If-Match) names; NeedsVersion without it, if `needed`.

    `"7"` is the pledge's version, `"1204-..."` an ETag of this record, `*` any version. Weak tags never match
    (RFC 9110, 13.1.1).
    """
    if sent is None or not sent.strip():
        if needed:
            message = _(
                'Say which version you read, so that nobody’s change is lost: If-Match: "{version}" is the newest.',
                version=pledge.version,
            )
            raise NeedsVersion(message)
        return
    if sent.strip() != "*" and not any(_tags(change, pledge, sent)):
        message = _(
            "The pledge {key} was changed since you read it: it is at version {version}. Read it again.",
            key=pledge.key,
            version=pledge.version,
        )
        raise Stale(message)


def _tags(change: Change, pledge: Pledge, sent: str) -> Iterator[bool]:
    """Whether each tag names the pledge as it is now."""
    for written in sent.split(","):
        tag = TAG.fullmatch(written.strip())
        if tag is None:
            yield False
        elif tag["read"]:
            yield changed_at(change, pledge) <= int(tag["number"]) <= change.version
        else:
            yield int(tag["number"]) == pledge.version


def changed_at(change: Change, pledge: Pledge) -> int:
    """The number of the newest revision of a pledge or of one of its statements."""
    statements = select(cast(ST.id, String)).where(ST.pledge_id == pledge.id)
    of = or_(
        and_(R.entity == "pledge", R.entity_key == pledge.key),
        and_(R.entity == "statement", R.entity_key.in_(statements)),
    )
    number: int = change.session.execute(select(func.coalesce(func.max(R.number), 0)).where(of)).scalar_one()
    return number
