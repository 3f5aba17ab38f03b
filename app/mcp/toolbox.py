"""The five tools: what each is for, what it takes, what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.mcp import asked, shapes
from app.mcp.changing import changes
from app.mcp.figuring import compare, figure
from app.mcp.finding import find
from app.mcp.proving import evidence
from app.reading import Reading

INSTRUCTIONS = """Muster is a record of who promised what to a military operation, who delivered, and how we know.
Begin with `find` for the codes of operations, contributors and categories. `figure` gives numbers of one day, `compare`
sets contributors side by side, `evidence` gives the statements of sources behind a number, `changes` what happened.
A number that is null is not known: never say 0 for it. Numbers of different units are never added. Deployed, committed
and announced do not overlap. "closed" means that the outcome is not in this record, not that a promise was broken.
Quote the boundary with a figure, name its sources, and cite its permalink, which shows the same figure for ever."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, its words, its shapes, and the function that answers."""

    name: str
    title: str
    about: str
    takes: type[asked.Asked]
    answers: type[shapes.Answer]
    make: Callable[[Reading, Any], dict[str, Any]]


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "find",
            "Find",
            "Find operations, contributors, categories, pledges, statements and sources by words, in English or "
            "French. It gives the codes and keys that the other tools take, and no figures.",
            asked.Find,
            shapes.FindAnswer,
            find,
        ),
        Tool(
            "figure",
            "Figure",
            "How much is deployed, committed and announced on a day, and the most ever delivered: one row a unit, each "
            "number with its bounds, in all or split by contributor, operation, category, group or stage.",
            asked.Figure,
            shapes.FigureAnswer,
            figure,
        ),
        Tool(
            "compare",
            "Compare",
            "Two to eight contributors side by side on a day, in numbers and, with `per`, per million people, per "
            "billion US dollars of GDP or per 1,000 of their armed forces.",
            asked.Compare,
            shapes.CompareAnswer,
            compare,
        ),
        Tool(
            "evidence",
            "Evidence",
            "What a figure rests on: pledges as they stand on a day, and each statement of a source on them, with its "
            "words, its day, its number as printed, and whether it counts. Sources that disagree are all there.",
            asked.Evidence,
            shapes.EvidenceAnswer,
            evidence,
        ),
        Tool(
            "changes",
            "Changes",
            "What changed, the newest first: in the world (who sent, promised, withdrew or refused what, in sentences) "
            "or in this record (what it corrected and why).",
            asked.Changes,
            shapes.ChangesAnswer,
            changes,
        ),
    )
}
