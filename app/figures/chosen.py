"""What a filter chooses, in the words of a headline: a claim that holds for all must not be made of some. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.figures.words import some_names
from app.i18n import _, listing
from app.pledges.filter import PledgeFilter
from app.pledges.words import stage_label


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose pledges are counted (" by Canada"), and which of them (" in pledges that mention “Timbuktu”")."""

    who: str = ""
    which: str = ""

    @property
    def is_some(self) -> bool:
        """Whether only some of an operation's pledges in a category are counted."""
        return bool(self.who or self.which)

    def told_of(self, sentence: str) -> str:
        """A sentence about those chosen that says so."""
        return _("Among those chosen: {sentence}", sentence=sentence) if self.is_some else sentence


def chosen_of(filter: PledgeFilter, givers: Sequence[str], organisation: str) -> Chosen:
    """What `filter` leaves out beside operation, category and unit, whose words the headline has already."""
    who = []
    if filter.contributor:
        who.append(_(" by {names}", names=some_names(givers)))
    if filter.member_of:
        who.append(_(" by members of {name}", name=organisation))
    return Chosen("".join(who), "".join(_which(filter)))


def _which(filter: PledgeFilter) -> list[str]:
    which = []
    if filter.stage:
        names = listing([stage_label(stage).lower() for stage in filter.stage])
        which.append(_(" in pledges at the stage {names}", names=names))
    if filter.q:
        which.append(_(" in pledges that mention “{words}”", words=filter.q))
    if filter.source is not None:
        which.append(_(" in pledges that source {id} speaks of", id=filter.source))
    return which
