"""The record's codes, each list in one place. Their meanings: docs/method.md."""

from typing import Literal, get_args

# In the order of a promise's life, which settles statements of one day (docs/method.md, "Ties").
Status = Literal[
    "requested",
    "under_review",
    "announced",
    "committed",
    "declined",
    "lapsed",
    "deployed",
    "ended",
]
SourceKind = Literal[
    "government",
    "parliament",
    "organisation",
    "agency",
    "newspaper",
    "broadcaster",
    "specialist",
    "think_tank",
    "reference",
    "social",
    "other",
]

STATUSES: tuple[str, ...] = get_args(Status)
# What a pledge can be at: what was last said of it, or closed with the record of its operation.
STAGES = (*STATUSES, "closed")
KINDS_OF_SOURCE: tuple[str, ...] = get_args(SourceKind)
PRECISIONS = ("day", "month", "year")
REVIEWS = ("proposed", "published", "sent_back", "rejected")
# The four numbers of a pledge, and each with the bounds that its sources leave open.
AMOUNTS = ("deployed", "committed", "announced", "delivered")
BOUNDED = tuple(f"{name}{bound}" for name in AMOUNTS for bound in ("", "_low", "_high"))
