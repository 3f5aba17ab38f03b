"""The article itself as it was sent: its text, which is never kept, and its source, given once for all it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.errors import Fault
from app.i18n import _, number
from app.pledges.forms import PUBLISHED, SOURCE, TITLE
from app.pledges.schemas import CONTROL, Day, SourceCreate, Strict
from app.web.forms import Binding, Typed

# More than any article, less than keeps an editor waiting.
LONGEST = 200_000
TEXT, OPERATION = "text", "operation"
NAMES = (TEXT, OPERATION, "form_id", *SOURCE)
_LINES = re.compile(r"\r\n?")


class _Stated(Strict):
    source: SourceCreate


class ArticleSent(Strict):
    """What the page's first form is bound to; its source has the names that it has in the form for a pledge."""

    text: Annotated[str, Field(max_length=LONGEST)]
    operation: Annotated[str, Field(max_length=200)] = ""
    statement: _Stated


class ArticleAsked(Strict):
    """What programs send. `operation` is that of every statement whose words name none."""

    text: Annotated[
        str, Field(min_length=1, max_length=LONGEST, description="The article's text, as printed.")
    ]
    published_on: Annotated[
        Day, Field(description="The day it was printed: “last Friday” counts from it.")
    ] = None
    operation: Annotated[
        str, Field(max_length=200, description="The code of the operation that the article is about, if one.")
    ] = ""


BINDING = Binding(
    ArticleSent,
    {TEXT: lambda: _("paste the words of the article")},
    {"statement.source": TITLE},
    {TEXT: "-", TITLE: "-", "statement.source.url": "https://-", "statement.source.id": "1"},
)


@dataclass(frozen=True, slots=True)
class Checked:
    """An article that was sent, and what is wrong with it."""

    sent: ArticleSent
    faults: tuple[Fault, ...]


def plain_text(pasted: str) -> str:
    """The text as pages count its letters: lines end as on the server, control characters are nobody's words."""
    return CONTROL.sub("", _LINES.sub("\n", pasted)).strip()


def check_article(typed: Typed, operations: Mapping[str, str]) -> Checked:
    """What is wrong with an article, its source included. `operations`: the codes there are."""
    bound = BINDING.bind({name: typed[name] for name in (TEXT, OPERATION, *SOURCE) if name in typed})
    faults = {fault.field: fault for fault in bound.faults}
    length = len(typed.get(TEXT, ""))
    if length > LONGEST:
        message = _(
            "this is too long, with {n} characters: read it in parts of at most {most}",
            n=number(length),
            most=number(LONGEST),
        )
        faults[TEXT] = Fault(TEXT, message)
    if not typed.get(PUBLISHED, "").strip():
        faults[PUBLISHED] = Fault(
            PUBLISHED, _("give the day it was printed: “last Friday” is counted from it")
        )
    if bound.model.operation and bound.model.operation not in operations:
        faults[OPERATION] = Fault(OPERATION, _("choose one of those that are listed"))
    return Checked(bound.model, tuple(faults.values()))
