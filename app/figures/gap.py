"""What operations were required to have against what they got, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.figures.gap_chart import label_of, short_of
from app.figures.schemas import PROMISED, numbers_of
from app.figures.sentences import done
from app.figures.words import bare, opening, things_counted
from app.i18n import _, ngettext, number, percent
from app.ledger.standing import is_stock
from app.pledges.words import stage_label

# Requirements that one sentence can name.
FEW = 2

Met = Mapping[str, Any]


def gap_legend(rows: Sequence[Met]) -> list[tuple[str, str]]:
    """The marks that the bars use."""
    legend = [(name, stage_label(name)) for name in PROMISED if any(row[name] for row in rows)]
    if any(short_of(row).value for row in rows):
        legend.append(("shortfall", _("Promised by nobody")))
    if any(row["quantity"] for row in rows):
        legend.append(("required", _("Required")))
    if any(row["unquantified"] for row in rows):
        legend.append(("unquantified", _("Number not given")))
    return legend


def said_of_gap(rows: Sequence[Met]) -> str:
    """The title: of one requirement what is in place, of several how many are met."""
    if len(rows) == 1:
        return opening(_one(rows[0]))
    met = sum(1 for row in rows if row["deployed"] >= row["quantity"])
    covered = sum(1 for row in rows if not short_of(row).value)
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
    unit, numbers, short = row["unit"], numbers_of(row), short_of(row)
    said = [
        _("{required} required", required=things_counted(row["quantity"], unit)),
        _("{n} promised", n=bare(numbers.total, unit)) if numbers.total.value else _("nothing promised"),
        _in_place(row),
    ]
    if short.value:
        said.append(_("{n} short", n=bare(short, unit)))
    if row["unquantified"]:
        said.append(
            ngettext("{n} pledge without a number", "{n} pledges without a number", row["unquantified"])
        )
    return _("{name}: {parts}.", name=label_of(row), parts=", ".join(said))


def _in_place(row: Met) -> str:
    if not row["deployed"] and not is_stock(row["unit"]):
        return _("no delivery recorded")
    return _("{share} {done}", share=percent(row["deployed"], row["quantity"]), done=done(row["unit"]))
