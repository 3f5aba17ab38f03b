"""What operations were required to have against what they got: one bar each, as a share of its requirement. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.figures.charts import longest
from app.figures.schemas import PROMISED, Amount, Bar, Segment, numbers_of
from app.figures.sentences import done
from app.figures.tables import shortfall
from app.figures.words import bare, figure, opening, things_counted, written
from app.i18n import _, ngettext, number, percent
from app.ledger.standing import is_stock
from app.pledges.words import stage_label

# Requirements that one sentence can name.
FEW = 2

Met = Mapping[str, Any]


def gap_bars(rows: Sequence[Met]) -> list[Bar]:
    """Rows of different units stand beside each other because each is a share of its own requirement."""
    reach = max((max(1.0, _share(row)) / longest(_of_required(row)) for row in rows), default=1.0)
    return [_bar(row, reach) for row in rows]


def gap_legend(rows: Sequence[Met]) -> list[tuple[str, str]]:
    """The marks that the bars use."""
    used = [(name, stage_label(name)) for name in PROMISED if any(row[name] for row in rows)]
    return [*used, ("closed", _("Promised by nobody"))] if any(shortfall(row) for row in rows) else used


def said_of_gap(rows: Sequence[Met]) -> str:
    """The title: of one requirement what is in place, of several how many are met."""
    if len(rows) == 1:
        return opening(_one(rows[0]))
    met = sum(1 for row in rows if row["deployed"] >= row["quantity"])
    covered = sum(1 for row in rows if not shortfall(row))
    counts = {"all": number(len(rows)), "met": number(met) if met else _("none")}
    if not covered:
        return _("None of {all} requirements was promised in full", **counts)
    return ngettext(
        "Of {all} requirements, {n} was promised in full, and {met} deployed in full",
        "Of {all} requirements, {n} were promised in full, and {met} deployed in full",
        covered,
        **counts,
    )


def gap_in_words(rows: Sequence[Met]) -> str:
    """The sentence: what is required, promised and in place; of many the one that is furthest from its requirement."""
    if len(rows) <= FEW:
        return " ".join(_against(row) for row in rows)
    furthest = min(rows, key=lambda row: row["deployed"] / (row["quantity"] or 1))
    return _("Furthest from its requirement: {sentence}", sentence=_against(furthest))


def _one(row: Met) -> str:
    deployed = numbers_of(row).deployed
    values = {
        "required": things_counted(row["quantity"], row["unit"], row["category"]),
        "name": row["in_text"],
        "done": done(row["unit"]),
    }
    if deployed.value:
        part = bare(deployed, row["unit"])
        return ngettext(
            "{part} of the {required} required for {name} was {done}",
            "{part} of the {required} required for {name} were {done}",
            deployed.value,
            part=part,
            **values,
        )
    if is_stock(row["unit"]):
        return _("none of the {required} required for {name} was deployed yet", **values)
    return _("of the {required} required for {name} no delivery is recorded", **values)


def _against(row: Met) -> str:
    unit, numbers, short = row["unit"], numbers_of(row), shortfall(row)
    said = [
        _("{required} required", required=things_counted(row["quantity"], unit)),
        _("{n} promised", n=bare(numbers.total, unit)) if numbers.total.value else _("nothing promised"),
        _in_place(row),
    ]
    if short:
        said.append(_("{n} short", n=figure(short, unit)))
    return _("{name}: {parts}.", name=_label(row), parts=", ".join(said))


def _in_place(row: Met) -> str:
    if not row["deployed"] and not is_stock(row["unit"]):
        return _("no delivery recorded")
    return _("{share} {done}", share=percent(row["deployed"], row["quantity"]), done=done(row["unit"]))


def _share(row: Met) -> float:
    quantity: int = row["quantity"]
    return numbers_of(row).total.value / quantity if quantity else 1.0


def _bar(row: Met, reach: float) -> Bar:
    numbers, unit = numbers_of(row), row["unit"]
    pieces = [(name, getattr(numbers, name)) for name in PROMISED if getattr(numbers, name).value]
    short = shortfall(row)
    if short:
        pieces.append(("closed", Amount(short, short, short)))
    segments, start = [], 0.0
    for name, amount in pieces:
        width = 100 * amount.value / (row["quantity"] or 1) / reach
        segments.append(Segment(name, round(start, 3), round(width, 3), written(amount, unit)))
        start += width
    return Bar(
        key=f"{row['operation']}-{row['category']}",
        label=_label(row),
        segments=segments,
        end_text=_of_required(row),
    )


def _of_required(row: Met) -> str:
    total = numbers_of(row).total
    promised = written(total, row["unit"]) if total.value else _("none")
    return _("{n} of {required}", n=promised, required=figure(row["quantity"], row["unit"]))


def _label(row: Met) -> str:
    return _("{name}, {category}", name=row["name"], category=row["category_name"])
