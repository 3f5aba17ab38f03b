"""Reading one pledge with all that is known of it: its statements, parts, standings and history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from app.errors import Gone, NotFound
from app.i18n import _
from app.ledger.amount import amount_of
from app.ledger.stated_day import StatedDay
from app.ledger.track import Fact
from app.models import Pledge, Revision, Source, Statement
from app.models.columns import OP, SO, ST, C, K, P, R, S
from app.models.naming import name_of
from app.pledges.queries import Whole, pledges_where, standings_of
from app.pledges.scope import recorded
from app.vocabulary import AMOUNTS, BOUNDED

SOURCE_FIELDS = (
    "id",
    "title",
    "publisher",
    "author",
    "url",
    "archived_url",
    "dead_on",
    "published_on",
    "accessed_on",
    "seen_at",
    "language",
    "kind",
)
STATEMENT_FIELDS = (
    "id",
    "on",
    "precision",
    "entered_by",
    "status",
    "quantity",
    "quantity_low",
    "quantity_high",
    "quantity_text",
    "until",
    "condition",
    "speaker",
    "evidence",
    "accepted",
    "note",
    "source",
    "recorded_at",
    "retracted_at",
    "retraction_reason",
)


def get_pledge(
    reader: Connection, key: str, as_of: date, recorded_by: datetime | None = None
) -> dict[str, Any]:
    """The pledge as it stands on a day, its statements, parts and standings. NotFound; Gone where retracted."""
    pledge = reader.execute(select(P.id, P.retraction_reason).where(P.key == key)).first()
    if pledge is None:
        raise NotFound(_("There is no pledge {key}.", key=key))
    reason = pledge.retraction_reason if recorded_by is None else retracted_by(reader, key, recorded_by)
    if reason:
        raise Gone(_("The pledge {key} was retracted.", key=key), reason)
    on_record = recorded(recorded_by)
    holds = and_(on_record, S.from_on <= as_of, S.until_on > as_of)
    standing = pledges_where(reader, and_(P.id == pledge.id, holds))
    return {
        **(standing[0] if standing else _without_standing(reader, pledge.id)),
        "as_of": as_of,
        "statements": statements_where(
            reader, and_(ST.pledge_id == pledge.id, known_by(recorded_by)), recorded_by
        ),
        "parts": pledges_where(reader, and_(P.part_of_id == pledge.id, holds)),
        "standings": standings_of(reader, pledge.id, on_record),
    }


def retracted_by(reader: Connection, key: str, moment: datetime) -> str:
    """Why a pledge was retracted at a moment; empty where it was not, or not yet, or it was undone by then."""
    of = and_(R.entity == "pledge", R.entity_key == key, R.at <= moment)
    changes = select(R.action, R.reason).where(of, R.action.in_(("retracted", "restored")))
    last = reader.execute(changes.order_by(R.number.desc()).limit(1)).first()
    return last.reason if last and last.action == "retracted" else ""


def known_by(moment: datetime | None) -> Any:
    """The statements that were in the record at a moment, retracted ones included."""
    return (
        ST.review == "published"
        if moment is None
        else and_(ST.review == "published", ST.recorded_at <= moment)
    )


def statements_where(
    reader: Connection, condition: Any, recorded_by: datetime | None = None
) -> list[dict[str, Any]]:
    """Statements with their sources, oldest day first; a retraction after `recorded_by` is not known yet."""
    order = (ST.on, ST.recorded_at, ST.id)
    rows = reader.execute(_statements().where(condition).order_by(*order)).all()
    return [_statement(row, recorded_by) for row in rows]


def fact_of(statement: Mapping[str, Any]) -> Fact:
    """A statement as the standing function reads it."""
    amount = amount_of(statement["quantity"], statement["quantity_low"], statement["quantity_high"])
    return Fact(statement["on"], statement["status"], amount, statement["until"])


def _statements() -> Any:
    own = [ST[name] for name in STATEMENT_FIELDS if name != "source"]
    source = [SO[name].label(f"source_{name}") for name in SOURCE_FIELDS]
    return (
        select(*own, *source, P.key.label("pledge"), P.unit)
        .select_from(Statement.__table__.join(Source.__table__, SO.id == ST.source_id))
        .join(Pledge.__table__, P.id == ST.pledge_id)
    )


def _statement(row: Row[Any], recorded_by: datetime | None) -> dict[str, Any]:
    values = row._asdict()
    values["source"] = {name: values.pop(f"source_{name}") for name in SOURCE_FIELDS}
    if recorded_by and row.retracted_at and row.retracted_at > recorded_by:
        values |= {"retracted_at": None, "retraction_reason": ""}
    values["stated"] = str(StatedDay(row.on, row.precision))
    return values


def _without_standing(reader: Connection, pledge_id: int) -> dict[str, Any]:
    """A pledge on a day before its first statement, or with none that counts: no stage, and numbers unknown."""
    columns = [P.key, P.item, P.caveats, P.review, P.version, P.updated_at, P.unit]
    names: list[Any] = [
        OP.code.label("operation"),
        name_of(OP).label("operation_name"),
        C.code.label("contributor"),
    ]
    names += [
        name_of(C).label("contributor_name"),
        C.alpha2,
        K.code.label("category"),
        name_of(K).label("category_name"),
    ]
    tables = (
        Pledge.__table__.join(OP.id.table, OP.id == P.operation_id)
        .join(C.id.table, C.id == P.contributor_id)
        .join(K.id.table, K.id == P.category_id)
        .outerjoin(Whole, Whole.c.id == P.part_of_id)
    )
    query = (
        select(*columns, *names, Whole.c.key.label("part_of")).select_from(tables).where(P.id == pledge_id)
    )
    row = reader.execute(query).one()._asdict()
    nothing = dict.fromkeys((*BOUNDED, "claim", "stated_on"))
    return {**row, "stage": None, "pending": "", "unquantified": 0, **nothing}


def history_of(reader: Connection, pledge_key: str, statement_ids: list[int]) -> list[dict[str, Any]]:
    """What happened to a pledge and its statements in this record, newest first."""
    keys = [str(i) for i in statement_ids]
    of = or_(
        and_(R.entity == "pledge", R.entity_key == pledge_key),
        and_(R.entity == "statement", R.entity_key.in_(keys)),
    )
    rows = reader.execute(select(Revision.__table__).where(of).order_by(R.number.desc()))
    return [dict(row) for row in rows.mappings()]


__all__ = ["AMOUNTS", "SOURCE_FIELDS", "STATEMENT_FIELDS", "get_pledge", "history_of", "statements_where"]
