"""What goes in: who does it, and a report of an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_TEXT, MOST_LINE = 4000, 300
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_LINE)]


@dataclass(frozen=True, slots=True)
class By:
    """Somebody who sends in or decides: a name for the history, and the account's number if there is one."""

    name: str
    account: int | None = None


class Report(BaseModel):
    """What is wrong on a page of the record, and how its sender knows."""

    model_config = ConfigDict(extra="forbid")

    what: Text
    evidence: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = Field(default="")
    sender_name: Line = Field(default="")
    sender_contact: Line = Field(default="")


class Decision(BaseModel):
    """A word of an editor to the sender."""

    model_config = ConfigDict(extra="forbid")

    reason: Text
