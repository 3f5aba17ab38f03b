"""Pledges that a new one may be: of the same operation, contributor and category."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.i18n import _
from app.models.columns import P, S
from app.models.types import FAR_MOMENT
from app.pledges.queries import pledges_where
from app.pledges.words import standing_in_words

MOST = 20


@dataclass(frozen=True, slots=True)
class Similar:
    """A pledge of the record, with what it stands at on a day, in words."""

    key: str
    item: str
    stage: str
    words: str


def similar_pledges(reader: Connection, row: dict[str, Any], day: date) -> list[Similar]:
    """The live pledges in the place of a new one (`row`: its id, operation_id, contributor_id, category_id), by key."""
    same = (
        (P.operation_id == row["operation_id"])
        & (P.contributor_id == row["contributor_id"])
        & (P.category_id == row["category_id"])
    )
    live = same & P.retracted_at.is_(None) & (P.review == "published") & (P.id != row["id"])
    found = reader.execute(select(P.key, P.item).where(live).order_by(P.key).limit(MOST)).all()
    holds = (S.recorded_until == FAR_MOMENT) & (S.from_on <= day) & (S.until_on > day)
    standing = {row["key"]: row for row in pledges_where(reader, live & holds)} if found else {}
    return [_similar(key, item, standing.get(key)) for key, item in found]


def _similar(key: str, item: str, standing: dict[str, Any] | None) -> Similar:
    if standing is None:
        return Similar(key, item, "", _("nothing said by this day"))
    return Similar(key, item, standing["stage"], standing_in_words(standing))
