"""The filter bar: a filter as a form's fields, each with its choices and what is chosen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from app.frozen import frozen
from app.i18n import _, day, short_day
from app.pledges.filter import PledgeFilter
from app.pledges.links import with_filter
from app.pledges.slider import Days, slider
from app.pledges.words import stage_label, unit_label
from app.vocabulary import STAGES

Option = tuple[str, str]
WEEK = timedelta(days=7)
FEW_DAYS = 6
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: code and name each, in the order they are shown."""

    operations: Sequence[Option] = ()
    contributors: Sequence[Option] = ()
    organisations: Sequence[Option] = ()
    categories: Sequence[Option] = ()
    units: Sequence[Option] = ()
    sources: Sequence[Option] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """What the page wants in its bar: names of fields, their choices, and where "earlier" and "later" lead."""

    action: str
    fields: Sequence[str]
    choices: Choices = field(default_factory=Choices)
    earlier: date | None = None
    later: date | None = None
    own_days: bool = False
    days: Days | None = None
    # Fields of the page's own, and what stands in its address besides the filter.
    extra: Sequence[dict[str, Any]] = ()


def filter_form(bar: Bar, filter: PledgeFilter, as_of: date | None) -> dict[str, Any]:
    """The form that templates/macros/filterbar.html draws. What the bar has no field for stays in hidden fields.

    `as_of` None: the page holds everything, whatever the day, until the reader names one.
    """
    chosen = filter.to_query()
    kept = [name for name in chosen if name not in (*bar.fields, "as_of")]
    fields = [_as_of(as_of), *(_FIELDS[name](bar.choices, filter) for name in bar.fields), *bar.extra]
    hidden = [{"name": name, "kind": "hidden", "value": chosen[name]} for name in kept]
    earlier, later = _steps(bar, as_of) if as_of else (None, None)
    return {
        "action": bar.action,
        "fields": fields + hidden,
        "reset_url": bar.action if _is_chosen(bar, chosen) else None,
        "previous_url": with_filter(bar.action, filter.but(as_of=earlier)) if earlier else None,
        "previous_label": _("Earlier: {day}", day=day(earlier)) if earlier else None,
        "next_url": with_filter(bar.action, filter.but(as_of=later)) if later else None,
        "next_label": _("Later: {day}", day=day(later)) if later else None,
        "slider": slider(bar.days, as_of) if bar.days and as_of else None,
        "frozen": _frozen(bar, filter, as_of),
    }


def _frozen(bar: Bar, filter: PledgeFilter, as_of: date | None) -> dict[str, Any] | None:
    """In a frozen copy, in the place of the form: the day shown, and the others that the copy may have."""
    copy = frozen()
    if copy is None:
        return None
    others = [on for on in copy.days(bar.action) if on != as_of]
    say = day if len(others) <= FEW_DAYS else short_day
    return {
        "shown": day(as_of) if as_of else "",
        "days": [(say(on), with_filter(bar.action, filter.but(as_of=on))) for on in others],
    }


def _steps(bar: Bar, as_of: date) -> tuple[date | None, date | None]:
    """The days beside `as_of`: those the page names, else a week away."""
    if bar.own_days:
        return bar.earlier, bar.later
    earlier = as_of - WEEK if as_of - EARLIEST > WEEK else None
    return earlier, as_of + WEEK if LATEST - as_of > WEEK else None


def _is_chosen(bar: Bar, chosen: dict[str, str]) -> bool:
    return any(name not in ("as_of", "sort") for name in chosen) or any(one["value"] for one in bar.extra)


def _as_of(as_of: date | None) -> dict[str, Any]:
    value = as_of.isoformat() if as_of else ""
    return {"name": "as_of", "kind": "date", "label": _("As of"), "value": value, "hint": None}


def select_field(
    name: str, label: str, every: str, options: Iterable[Option], chosen: Sequence[str]
) -> dict[str, Any]:
    """A choice of one; what was chosen otherwise (several, or a code that is not offered) is a choice too."""
    known = list(options)
    value = ",".join(chosen)
    same = {code.casefold(): code for code, _label in known}
    if value and value.casefold() not in same:
        names = {code.casefold(): text for code, text in known}
        known.append((value, ", ".join(names.get(code.casefold(), code) for code in chosen)))
    value = same.get(value.casefold(), value)
    listed = [("", every, not value), *((code, text, code == value) for code, text in known)]
    return {"name": name, "kind": "select", "label": label, "options": listed, "value": value, "hint": None}


def _stages() -> list[Option]:
    return [(code, stage_label(code)) for code in STAGES]


_FIELDS: dict[str, Any] = {
    "q": lambda choices, f: {"name": "q", "kind": "search", "label": _("Words"), "value": f.q, "hint": None},
    "operation": lambda choices, f: select_field(
        "operation", _("Operation"), _("All operations"), choices.operations, f.operation
    ),
    "contributor": lambda choices, f: select_field(
        "contributor", _("Contributor"), _("All contributors"), choices.contributors, f.contributor
    ),
    "member_of": lambda choices, f: select_field(
        "member_of",
        _("Members of"),
        _("Any or none"),
        choices.organisations,
        (f.member_of,) if f.member_of else (),
    ),
    "category": lambda choices, f: select_field(
        "category", _("Category"), _("All categories"), choices.categories, f.category
    ),
    "stage": lambda choices, f: select_field("stage", _("Stage"), _("All stages"), _stages(), f.stage),
    "unit": lambda choices, f: select_field(
        "unit", _("Unit"), _("All units"), choices.units, (f.unit,) if f.unit else ()
    ),
    "source": lambda choices, f: select_field(
        "source",
        _("Source"),
        _("All sources"),
        choices.sources,
        (str(f.source),) if f.source is not None else (),
    ),
}


def category_options(categories: Sequence[dict[str, Any]]) -> list[Option]:
    """Groups of categories, each followed by its categories; a group can be chosen as a whole."""
    options: list[Option] = []
    for group, rows in groupby(categories, key=lambda row: row["group"]):
        members = list(rows)
        if len(members) > 1:
            options.append((group, _("{group}: all", group=group_label(group))))
        options += [(row["code"], row["name"]) for row in members]
    return options


def group_label(group: str) -> str:
    """A group of categories. Groups are free text: one without words of its own is shown as it is."""
    labels = {
        "personnel": _("Personnel"),
        "aircraft": _("Aircraft"),
        "sea": _("Ships"),
        "land": _("Vehicles and equipment"),
        "services": _("Services"),
        "money": _("Money"),
        "support": _("Other support"),
    }
    return labels.get(group, group)


def unit_options(units: Iterable[str]) -> list[Option]:
    """The units of a record, people first."""
    return [(unit, unit_label(unit)) for unit in sorted(units, key=lambda unit: (unit != "people", unit))]


def source_option(source: dict[str, Any]) -> Option:
    """A source in a short line: "The Guardian, 15 Jan 2013: Mali: who is doing what?"."""
    published = short_day(source["published_on"]) if source["published_on"] else ""
    told = ", ".join(part for part in (source["publisher"], published) if part)
    title = source["title"] or source["url"]
    return str(source["id"]), f"{told}: {title}" if told else title
