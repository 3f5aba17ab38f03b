"""What the API answers about what became of each thing that a source said."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.pledges.shapes import Stage
from app.shapes import MaybeCount, Shape
from app.vocabulary import Status

Kind = Literal[
    "delivered",
    "partly",
    "unclear",
    "undelivered",
    "withdrawn",
    "unknown",
    "granted",
    "refused",
    "unanswered",
    "grew",
    "held",
    "shrank",
    "ended",
    "returned",
    "stood",
    "reversed",
    "disputed",
    "retracted",
    "later",
]
EXTENDED: dict[str, Any] = {
    "source": 1,
    "statement": 17,
    "pledge": "serval-can-c17",
    "operation": "serval",
    "contributor": "CAN",
    "contributor_name": "Canada",
    "category": "transport-aircraft",
    "item": "C-17 Globemaster III",
    "unit": "aircraft",
    "on": "2013-01-14",
    "status": "committed",
    "quantity_text": "1",
    "speaker": None,
    "evidence": "one C-17 transport plane",
    "said": "promise",
    "outcome": "delivered",
    "became": "Delivered in full by 15 January 2013: 1 transport aircraft. Extended twice, to 15 March 2013.",
    "told_on": "2013-02-15",
    "stage": "deployed",
    "claim": 1,
}


class BecameItem(Shape):
    """A statement, and what became of it by a day."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXTENDED]})

    source: Annotated[int, Field(description="The source's number.")]
    statement: Annotated[int, Field(description="The statement's number.")]
    pledge: str
    operation: str
    contributor: str
    contributor_name: str
    category: str
    item: str | None
    unit: str
    on: date
    status: Status
    quantity_text: Annotated[str | None, Field(description="The number as printed.")]
    speaker: str | None
    evidence: str | None
    said: Annotated[
        Literal["promise", "ask", "delivery", "refusal"], Field(description="What kind of thing it says.")
    ]
    outcome: Annotated[Kind, Field(description="As a code: see the method, What became of it.")]
    became: Annotated[str, Field(description="The same in sentences, from what was said later.")]
    told_on: Annotated[
        date, Field(description="The as_of day, or the last day that the record follows its operation.")
    ]
    stage: Annotated[Stage | None, Field(description="Of its pledge on that day.")]
    claim: Annotated[MaybeCount, Field(description="What the pledge says in all on that day.")]
