"""The form of a comparison: whom to add, of which operation and category, in numbers or ratios, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.figures.compare.ground import PATH, CompareGround
from app.figures.compare.schemas import MOST
from app.figures.facts import days_around, days_of_change, givers_named
from app.figures.ratios import per_label
from app.figures.words import opening
from app.i18n import _, ngettext
from app.pledges.choices import operation_options
from app.pledges.filter import PER, PledgeFilter
from app.pledges.filterbar import Bar, Choices, category_options, filter_form, select_field, unit_options
from app.pledges.links import with_filter
from app.pledges.slider import Days

Field = dict[str, Any]


def compare_form(ground: CompareGround, chosen: Sequence[str]) -> Field:
    """What templates/macros/filterbar.html draws; `chosen`: the codes of the contributors, which links can change."""
    reader, filter = ground.reading.connection, ground.whole.filter.but(contributor=tuple(chosen))
    earlier, later = days_around(reader, ground.whole)
    bar = Bar(PATH, ("category", "unit"), _choices(ground), earlier, later, own_days=True, days=_days(ground))
    form = filter_form(bar, filter, ground.as_of)
    # These two have fields of their own, with other choices than a filter's.
    fields = [field for field in form["fields"] if field["name"] not in ("per", "operation", "contributor")]
    fields[1:1] = [_add_field(ground, chosen), _per_field(filter.per), _operation_field(ground)]
    # The form stays where a script puts new parts of the page in: it holds the contributors from the start.
    fields.append({"name": "contributor", "kind": "hidden", "value": ",".join(chosen)})
    plain = filter.but(per="", category=(), unit="")
    reset = PledgeFilter(contributor=tuple(chosen), operation=filter.operation, as_of=filter.as_of)
    is_narrowed = filter != plain or plain != reset
    return {**form, "fields": fields, "reset_url": with_filter(PATH, reset) if is_narrowed else None}


def _choices(ground: CompareGround) -> Choices:
    distinct = {row["category"]: {**row, "code": row["category"]} for row in ground.categories}
    units = unit_options({row["unit"] for row in ground.categories})
    return Choices(categories=category_options([*distinct.values()]), units=units)


def _days(ground: CompareGround) -> Days | None:
    if ground.first_day is None:
        return None
    last = ground.closes_after or ground.reading.today
    return Days(ground.first_day, last, days_of_change(ground.reading.connection, ground.whole))


def _add_field(ground: CompareGround, chosen: Sequence[str]) -> Field:
    """Whom to add: those with pledges in these operations. The address then names them with the others."""
    rest = MOST - len(chosen)
    named = givers_named(ground.reading.connection, ground.whole.operation_ids)
    options = [(code, name) for code, name in named if code not in chosen] if rest > 0 else []
    label = ngettext("Choose one more", "Choose up to {n} more", rest) if rest > 0 else _("Eight are chosen")
    return select_field("add", _("Add a contributor"), label, options, ())


def _per_field(per: str) -> Field:
    options = [(code, opening(per_label(code))) for code in PER]
    return select_field("per", _("Show"), _("Numbers"), options, (per,) if per else ())


def _operation_field(ground: CompareGround) -> Field:
    """The operations; all of them where the record has several that are part of none."""
    everything = [dict(row) for row in ground.everything]
    codes = {row["code"] for row in everything}
    roots = [row["code"] for row in everything if row["part_of"] not in codes]
    options = operation_options(everything)
    if len(roots) > 1:
        options.insert(0, (",".join(roots), _("All operations")))
    field = select_field("operation", _("Operation"), "", options, ground.whole.filter.operation)
    return {**field, "options": field["options"] if not options else field["options"][1:]}
