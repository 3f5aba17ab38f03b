"""The filter bar of a dashboard: what this operation has to choose from, and the days on which something was said."""

from __future__ import annotations

from typing import Any

from app.figures.facts import days_around, days_of_change, givers_named, organisations_with_members
from app.figures.ground import Ground
from app.figures.subject import SOLDIERS
from app.i18n import _
from app.pledges.choices import operation_options
from app.pledges.filterbar import Bar, Choices, category_options, filter_form, unit_options
from app.pledges.scope import Scope, scope_of
from app.pledges.slider import Days

FIELDS = ("category", "contributor", "member_of", "stage", "unit", "q")


def dashboard_form(ground: Ground) -> dict[str, Any]:
    """The form that templates/macros/filterbar.html draws."""
    reader, whole = ground.reading.connection, ground.whole
    # A pledge that is at a stage today was at another before: every statement on it is a step.
    any_stage = (
        scope_of(reader, whole.filter.but(stage=(), as_of=whole.as_of)) if whole.filter.stage else whole
    )
    earlier, later = days_around(reader, any_stage)
    bar = Bar(
        ground.path,
        FIELDS,
        _choices(ground),
        earlier,
        later,
        own_days=True,
        days=_days(ground, any_stage),
    )
    form = filter_form(bar, ground.address_filter.but(operation=()), ground.as_of)
    _name_the_default(form, ground)
    form["fields"].insert(1, _operation_field(ground))
    return form


def _days(ground: Ground, scope: Scope) -> Days | None:
    """From the operations' first recorded day to the last that their record follows, or today."""
    if ground.first_day is None:
        return None
    last = ground.closes_after or ground.reading.today
    return Days(ground.first_day, last, days_of_change(ground.reading.connection, scope))


def _choices(ground: Ground) -> Choices:
    reader, operations = ground.reading.connection, ground.whole.operation_ids
    return Choices(
        contributors=givers_named(reader, operations),
        organisations=organisations_with_members(reader),
        categories=category_options([{**row, "code": row["category"]} for row in _distinct(ground)]),
        units=unit_options({row["unit"] for row in ground.categories}),
    )


def _distinct(ground: Ground) -> list[dict[str, Any]]:
    """The categories once each: one may have pledges in several units."""
    return list({row["category"]: dict(row) for row in ground.categories}.values())


def _name_the_default(form: dict[str, Any], ground: Ground) -> None:
    """Where no category is chosen, the first figures count soldiers, or what the operation has most of."""
    has_soldiers = any(row["category"] in SOLDIERS for row in ground.categories)
    label = _("Soldiers and police") if has_soldiers else ground.subject.label
    for field in form["fields"]:
        if field["name"] == "category" and not (ground.subject.is_chosen and not has_soldiers):
            field["options"][0] = ("", label, field["options"][0][2])


def _operation_field(ground: Ground) -> dict[str, Any]:
    """The operations; choosing another leads to its dashboard."""
    chosen = ",".join(operation["code"] for operation in ground.operations)
    options = operation_options([dict(row) for row in ground.everything])
    if len(ground.operations) > 1:
        options.insert(0, (chosen, _("{n} operations", n=len(ground.operations))))
    listed = [(code, name, code == chosen) for code, name in options]
    return {
        "name": "operation",
        "kind": "select",
        "label": _("Operation"),
        "options": listed,
        "value": chosen,
        "hint": None,
    }
