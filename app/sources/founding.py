"""The source that an operation's record begins with: the one that most of its pledges rest on at its opening day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.i18n import _, day
from app.models import Operation, Pledge, Source, Statement
from app.models.columns import OP, SO, ST, P
from app.pledges.links import Links
from app.sources.became import Outcome, outcome_of
from app.sources.spoken import statements_on
from app.sources.stories import stories_of

# Fewer pledges than this are no beginning.
LEAST = 3
EXAMPLES = 3


def founding_source(
    reader: Connection, operation_ids: Collection[int], as_of: date | None = None
) -> dict[str, Any] | None:
    """The source published by the opening day that speaks of most pledges of these operations; None without one.

    Of equals the one published last, then the one entered first. The opening day is that of the operations that are
    part of none of the others, or the day they began. `as_of`: None too where it was published after that day.
    """
    opening = _opening_day(reader, operation_ids)
    if opening is None:
        return None
    pledges = func.count(P.id.distinct())
    live = (ST.review == "published") & ST.retracted_at.is_(None) & P.retracted_at.is_(None)
    resting = Source.__table__.join(Statement.__table__, ST.source_id == SO.id).join(
        Pledge.__table__, P.id == ST.pledge_id
    )
    query = (
        select(SO.id, SO.title, SO.publisher, SO.url, SO.published_on, SO.language, pledges.label("pledges"))
        .select_from(resting)
        .where(P.operation_id.in_(list(operation_ids)), live, SO.published_on <= opening)
        .group_by(SO.id, SO.title, SO.publisher, SO.url, SO.published_on, SO.language)
        .order_by(pledges.desc(), SO.published_on.desc(), SO.id)
        .limit(1)
    )
    found = reader.execute(query).first()
    if found is None or found.pledges < LEAST or (as_of and found.published_on > as_of):
        return None
    return found._asdict()


def _opening_day(reader: Connection, operation_ids: Collection[int]) -> date | None:
    ids = list(operation_ids)
    columns = select(OP.id, OP.part_of_id, OP.opens_on, OP.started_on).select_from(Operation.__table__)
    rows = reader.execute(columns.where(OP.id.in_(ids))).all()
    roots = [row for row in rows if row.part_of_id not in ids]
    days = [on for row in roots if (on := row.opens_on or row.started_on)]
    return max(days) if days else None


def founding_story(
    reader: Connection, operation_ids: Collection[int], links: Links, as_of: date, today: date
) -> dict[str, Any] | None:
    """What templates/sources/founding.html draws: the source, and a few of its phrases with what became of them.

    The phrases are told as of the last day that the record follows each, whatever day the page shows.
    """
    source = founding_source(reader, operation_ids, as_of)
    if source is None:
        return None
    statements = [s for s in statements_on(reader, source["id"], None) if s["evidence"]]
    stories = stories_of(reader, {s["pledge"] for s in statements})
    told = [(s, outcome_of(s, stories[s["pledge"]], today)) for s in statements]
    chosen = _most_told(told)
    last = max((one.on for _s, one in told), default=today)
    values = {"publisher": source["publisher"], "day": day(source["published_on"])}
    title = (
        _("What became of what {publisher} wrote on {day}", **values)
        if source["publisher"]
        else _("What became of what was written on {day}", **values)
    )
    url = links.to(f"/sources/{source['id']}", as_of=last.isoformat())
    return {
        "title": title,
        "url": url,
        "language": source["language"],
        "examples": [_example(s, one, url, stories[s["pledge"]].pledge) for s, one in chosen],
        "more": _("All {n} phrases, and what became of each", n=len(told)),
    }


def _most_told(told: list[tuple[Any, Outcome]]) -> list[tuple[Any, Outcome]]:
    """Of each pledge the phrase of which most is to be told; those of which most, in the order of the source."""
    best: dict[str, tuple[Any, Outcome]] = {}
    for s, one in told:
        known = best.get(s["pledge"])
        if one.group == "promise" and (known is None or _telling(one) > _telling(known[1])):
            best[s["pledge"]] = (s, one)
    ranked = sorted(best.values(), key=lambda pair: (-_telling(pair[1]), pair[0]["id"]))
    return ranked[:EXAMPLES]


def _telling(one: Outcome) -> int:
    return len(one.sentences)


def _example(s: Any, one: Outcome, url: str, pledge: Any) -> dict[str, Any]:
    return {
        "evidence": s["evidence"],
        "alpha2": pledge["alpha2"],
        "contributor": pledge["contributor_name"],
        "became": " ".join(one.sentences),
        "url": f"{url}#statement-{s['id']}",
    }
