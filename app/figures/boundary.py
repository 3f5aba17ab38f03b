"""The boundary of a total: what it is of, and what was left out of it and why, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from app.figures.queries import Totals
from app.i18n import _, day, listing, moment, ngettext
from app.ledger.standing import UNCOUNTED, is_stock
from app.models import Pledge, Standing
from app.models.columns import OP, C, K, P, S
from app.models.naming import name_of, sorting_name_of
from app.pledges.left_out import count_statements
from app.pledges.scope import Scope
from app.pledges.words import stage_label, unit_label

NOTHING_PROMISED = ("requested", "under_review", "declined", "lapsed")


def boundary_of(reader: Connection, scope: Scope, totals: Totals) -> str:
    """One text: the filter in words, then what is not in the sums."""
    return " ".join([filter_in_words(reader, scope), *left_out(reader, scope, totals)])


def filter_in_words(reader: Connection, scope: Scope) -> str:
    """What the figures are of: operations, contributors, categories, day."""
    filter = scope.filter
    parts = [_("Operations: {names}.", names=_operations(reader, scope))]
    if filter.contributor:
        named = _names(reader, C, scope.contributor_ids) or list(filter.contributor)
        parts.append(_("Contributors: {names}.", names=listing(named)))
    if filter.member_of:
        parts.append(_("Members of {name} on that day.", name=filter.member_of))
    if filter.category:
        named = _names(reader, K, scope.category_ids) or list(filter.category)
        parts.append(_("Categories: {names}.", names=listing(named)))
    if filter.stage:
        stages = [stage_label(stage) for stage in filter.stage]
        parts.append(_("Only pledges at the stage {names}.", names=listing(stages)))
    if filter.unit:
        parts.append(
            _("Only what is not counted in numbers.")
            if filter.unit == UNCOUNTED
            else _("Counted in: {unit}.", unit=unit_label(filter.unit))
        )
    if filter.q:
        parts.append(_("Only pledges that mention {words!r}.", words=filter.q))
    if filter.source is not None:
        parts.append(_("Only pledges that source {id} speaks of.", id=filter.source))
    parts.append(_("As of {day}.", day=day(scope.as_of)))
    if filter.recorded_by:
        parts.append(_("As this record said on {moment}.", moment=moment(filter.recorded_by)))
    return " ".join(parts)


def left_out(reader: Connection, scope: Scope, totals: Totals) -> list[str]:
    """What is not in the sums, and why: one sentence each, with its count."""
    disputed, retracted = count_statements(reader, scope)
    counts = {
        "unquantified": sum(row["unquantified"] for row in totals.totals),
        "parts": _parts(reader, scope),
        "disputed": disputed,
        "retracted": retracted,
        "nothing": sum(_adding_nothing(row) for row in totals.totals),
        "closed": sum(row["stages"].get("closed", 0) for row in totals.totals),
    }
    sentences = [_SENTENCES[name](count) for name, count in counts.items() if count]
    if len(totals.totals) > 1:
        sentences.append(_("Numbers of different units are not added."))
    return [*sentences, *_no_delivered(totals)]


_SENTENCES: dict[str, Callable[[int], str]] = {
    "unquantified": lambda n: ngettext(
        "{n} pledge has no number and adds nothing.", "{n} pledges have no number and add nothing.", n
    ),
    "parts": lambda n: ngettext(
        "{n} pledge is part of an organisation's: it counts, "
        "and the organisation only with what no member has named.",
        "{n} pledges are part of an organisation's: they count, "
        "and the organisation only with what no member has named.",
        n,
    ),
    "disputed": lambda n: ngettext(
        "{n} statement is known but not accepted.", "{n} statements are known but not accepted.", n
    ),
    "retracted": lambda n: ngettext("{n} statement was retracted.", "{n} statements were retracted.", n),
    "nothing": lambda n: ngettext(
        "{n} pledge is asked for, declined, withdrawn or ended, and adds nothing.",
        "{n} pledges are asked for, declined, withdrawn or ended, and add nothing.",
        n,
    ),
    "closed": lambda n: ngettext(
        "Of {n} pledge the outcome is not in this record.",
        "Of {n} pledges the outcome is not in this record.",
        n,
    ),
}


def _adding_nothing(row: Mapping[str, Any]) -> int:
    """Pledges of a total that are no promise and not in place. Of a flow, what was delivered stays counted."""
    over = NOTHING_PROMISED if not is_stock(row["unit"]) else (*NOTHING_PROMISED, "ended")
    return sum(row["stages"].get(stage, 0) for stage in over)


def _no_delivered(totals: Totals) -> list[str]:
    if all(row["delivered"] is not None for row in (*totals.items, *totals.totals)):
        return []
    sentence = _(
        "What was ever delivered is not summed over several operations: "
        "soldiers who change from one to another would count twice."
    )
    return [sentence]


def _operations(reader: Connection, scope: Scope) -> str:
    if not scope.filter.operation:
        return _("all of them")
    named = [code.lower() for code in scope.filter.operation]
    query = select(name_of(OP)).where(func.lower(OP.code).in_(named)).order_by(OP.id)
    names = listing(list(reader.execute(query).scalars()))
    others = len(scope.operation_ids) - len(named)
    if others <= 0:
        return names
    return ngettext(
        "{names}, with {n} operation that is part of it",
        "{names}, with {n} operations that are part of it",
        others,
        names=names,
    )


def _names(reader: Connection, columns: Any, ids: tuple[int, ...]) -> list[str]:
    """The names of what the filter's codes mean, in the record's own order."""
    order = columns.sort if "sort" in columns else sorting_name_of(columns)
    return list(reader.execute(select(name_of(columns)).where(columns.id.in_(ids)).order_by(order)).scalars())


def _parts(reader: Connection, scope: Scope) -> int:
    query = select(func.count()).select_from(Standing.__table__.join(Pledge.__table__, P.id == S.pledge_id))
    return reader.execute(query.where(scope.on_the_day, P.part_of_id.is_not(None))).scalar_one()
