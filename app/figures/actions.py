"""What a reader takes out of the page with a figure: pictures, embed, quotation, citation, and a link that stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from html import escape
from urllib.parse import quote, urlsplit

from app.figures.citations import Citation
from app.figures.ground import Ground
from app.figures.schemas import Figure
from app.frozen import frozen
from app.i18n import _, day
from app.pledges.filter import PledgeFilter
from app.pledges.links import with_filter
from app.web.addresses import public

# What a frame is high until its page has said it itself: head and foot, and each row of bars.
HEAD_AND_FOOT, ROW, OTHERWISE = 330, 37, 400


@dataclass(frozen=True, slots=True)
class Actions:
    """Addresses of a figure's other forms, and the words to copy. `preview` and `frozen` are whole addresses."""

    embed: str
    svg: str
    png: str
    social: str
    text: str
    bib: str
    ris: str
    page: str
    preview: str
    frozen: str
    quote: str
    citation: Citation
    snippet: str


@dataclass(frozen=True, slots=True)
class Taking:
    """What all figures of a page share: how readers write an address, the page's filter, and the moment to cite.

    `recorded` is the newest moment at which what the record says is final. None in an empty record.
    """

    ground: Ground
    whole: Callable[[str], str]
    recorded: datetime | None

    @property
    def filter(self) -> PledgeFilter:
        """The page's filter with its day written out."""
        return self.ground.whole.filter.but(as_of=self.ground.as_of, sort="")

    def page(self, figure: Figure) -> str:
        """The whole address of a figure in its page, as the record is now or was at the moment asked for."""
        return self._page(figure, self.filter)

    def frozen(self, figure: Figure) -> str:
        """The same as the record is at the moment to cite: its numbers never change."""
        return self._page(figure, self.filter.but(recorded_by=self.recorded))

    def actions(self, figure: Figure) -> Actions | None:
        """All that can be done with a figure; None where a frozen copy has no other form of it."""
        embed = self._address(figure)
        copy = frozen()
        if copy and not (copy.live or copy.holds(embed)):
            return None
        citation = Citation(figure.id, figure.title, self.ground.as_of, self.recorded, self.frozen(figure))
        return Actions(
            embed=embed,
            **{ending: self._address(figure, f".{ending}") for ending in ("svg", "png", "bib", "ris")},
            text=self._address(figure, ".txt"),
            social=self._address(figure, ".png", size="1200x675"),
            page=self.page(figure),
            preview=self.whole(self._address(figure, ".png", size="1200x675")),
            frozen=citation.address,
            quote=_quote(figure, self.ground.as_of),
            citation=citation,
            snippet=_snippet(figure, self.whole, embed),
        )

    def _page(self, figure: Figure, filter: PledgeFilter) -> str:
        """A dashboard's names its operation: which one stands on the front page may change."""
        path = urlsplit(figure.links["page"]).path
        if len(filter.operation) == 1 and (path == "/" or path.startswith("/operations/")):
            path, filter = f"/operations/{quote(filter.operation[0])}", filter.but(operation=())
        return self.whole(f"{with_filter(path, filter)}#{figure.id}")

    def _address(self, figure: Figure, ending: str = "", **more: str) -> str:
        return with_filter(f"/embed/{figure.id}{ending}", self.filter, **more)


def taking_from(ground: Ground) -> Taking:
    """What the figures of a page are taken with."""
    recorded = ground.reading.newest.final_moment(ground.whole.filter.recorded_by)
    return Taking(ground, partial(public, ground.reading.request), recorded)


def with_actions(ground: Ground, figure: Figure) -> Figure:
    """A figure with all that can be done with it."""
    return replace(figure, actions=taking_from(ground).actions(figure))


def _quote(figure: Figure, as_of: date) -> str:
    """The finding in a sentence or two, with its day and sources; the address that does not change stands behind it."""
    finding = " ".join(part for part in (f"{figure.title}.", figure.sentence) if part)
    values = {"finding": finding, "day": day(as_of)}
    if not figure.source_line:
        return _("{finding} Source: Muster, as of {day}.", **values)
    sources = figure.source_line.removesuffix(".")
    return _("{finding} Source: Muster, as of {day}, from {sources}.", sources=sources, **values)


def _snippet(figure: Figure, whole: Callable[[str], str], embed: str) -> str:
    """What a newsroom puts into its page. Without the script the frame keeps its height."""
    drawn = ROW * len(figure.bars) or figure.height or OTHERWISE
    said = f'src="{escape(whole(embed))}" title="{escape(figure.title)}" width="100%"'
    frame = f'<iframe {said} height="{HEAD_AND_FOOT + drawn}" loading="lazy" style="border:0"></iframe>'
    return f'{frame}\n<script async src="{escape(whole("/embed/resize.js"))}"></script>'
