"""What the life line of a contributor stands on: the ground of one figure, and nothing that it does not draw."""

from __future__ import annotations

from app.contributors.grounds import OwnGround, Portrayed
from app.figures.chosen import chosen_of
from app.figures.queries import Totals, totals_of
from app.figures.sourced import sources_of
from app.figures.subject import subject_of
from app.figures.words import name_in_text
from app.pledges.links import links_of


def life_ground(p: Portrayed) -> OwnGround:
    """The ground of its life line: all that it gave in its main unit, to the last day of its record.

    What only other figures of a dashboard stand on is left empty: nothing of it is read.
    """
    whole = p.reading.scope(p.counted(operation=p.within, as_of=p.last))
    code, name, main = p.contributor["code"], p.contributor["name"], p.main(p.last)
    sources, nothing = sources_of(p.reading.connection, whole), Totals((), [], [])
    on_the_day = totals_of(main, ("category",)).items
    return OwnGround(
        reading=p.reading,
        path=p.path,
        operations=[row for row in p.everything if row["code"] in p.within],
        everything=p.everything,
        whole=whole,
        own=whole,
        subject=subject_of(whole.filter, on_the_day, p.ever),
        categories=p.ever,
        by_category=nothing,
        by_contributor=nothing,
        totals=nothing,
        sums=main,
        own_sums=main,
        places={},
        claims={},
        known={},
        names={code: name},
        givers=(),
        first_day=None,
        chosen=chosen_of(whole.filter, [name_in_text(code, name)], ""),
        links=links_of(whole.filter, p.last, p.reading.today),
        own_sources=sources,
        all_sources=sources,
        page=p.page,
    )
