"""What the map says in words: a title and a sentence of where the help comes from. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from app.figures.givers import note_of
from app.figures.schemas import Amount
from app.figures.sentences import done, parts_in_words, said_of_givers
from app.figures.words import bare, in_words, opening
from app.figures.world.geometry import World
from app.figures.world.seats import ELSEWHERE, ORGANISATIONS, Region, Seat, regions_of
from app.i18n import _, day, listing, ngettext


def said_of_map(seats: Sequence[Seat], unit: str, noun: str) -> str:
    """The title: which part of the world has given most of it, and which has promised most."""
    regions = regions_of(seats)
    if not regions:
        return said_of_givers([seat.giver for seat in seats], unit, noun)
    first = max(regions, key=lambda region: region.numbers.deployed.value)
    if not first.numbers.deployed.value:
        return opening(_promised(regions, unit, noun))
    if first.name != regions[0].name and first.numbers.total.value < regions[0].numbers.total.value:
        return opening(_two_parts(first, regions, unit, noun))
    return opening(_deployed(first, regions, unit, noun))


def _promised(regions: Sequence[Region], unit: str, noun: str) -> str:
    whole = _sum(region.numbers.total for region in regions)
    if len(regions) == 1:
        return _("{who} promised all {amount}", who=who(regions[0]), amount=in_words(whole, unit, noun))
    return _(
        "{who} promised {part} of {amount}",
        who=who(regions[0]),
        part=bare(regions[0].numbers.total, unit),
        amount=in_words(whole, unit, noun),
    )


def _deployed(first: Region, regions: Sequence[Region], unit: str, noun: str) -> str:
    whole = _sum(region.numbers.deployed for region in regions)
    values = {"who": who(first), "amount": in_words(whole, unit, noun), "done": done(unit)}
    if first.numbers.deployed.value == whole.value:
        return _("{who} had all {amount} {done}", **values)
    return _("{who} had {part} of {amount} {done}", part=bare(first.numbers.deployed, unit), **values)


def _two_parts(first: Region, regions: Sequence[Region], unit: str, noun: str) -> str:
    """Those who had most in place are not those who promised most."""
    promised = _sum(region.numbers.total for region in regions)
    return _(
        "{deployed}; {who} promised the most, {part} of {whole}",
        deployed=_deployed(first, regions, unit, noun),
        who=who(regions[0]),
        part=bare(regions[0].numbers.total, unit),
        whole=bare(promised, unit),
    )


def _sum(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, Amount())


def who(region: Region) -> str:
    """A region inside a sentence; one contributor alone by its name."""
    if len(region.seats) == 1:
        return region.seats[0].giver.in_text
    return {
        "Africa": _("African countries"),
        "Asia": _("Asian countries"),
        "Europe": _("European countries"),
        "North America": _("North American countries"),
        "Oceania": _("countries of Oceania"),
        "South America": _("South American countries"),
        ORGANISATIONS: _("organisations"),
    }.get(region.name, _("countries elsewhere"))


def region_label(name: str) -> str:
    """A region in a table."""
    return {
        "Africa": _("Africa"),
        "Asia": _("Asia"),
        "Europe": _("Europe"),
        "North America": _("North America"),
        "Oceania": _("Oceania"),
        "South America": _("South America"),
        ORGANISATIONS: _("organisation"),
        ELSEWHERE: _("elsewhere"),
    }.get(name, name)


_COUNTED: Mapping[str, Callable[[int, str], str]] = {
    "Africa": lambda n, a: ngettext(
        "{n} African country with {amount}", "{n} African countries with {amount}", n, amount=a
    ),
    "Asia": lambda n, a: ngettext(
        "{n} Asian country with {amount}", "{n} Asian countries with {amount}", n, amount=a
    ),
    "Europe": lambda n, a: ngettext(
        "{n} European country with {amount}", "{n} European countries with {amount}", n, amount=a
    ),
    "North America": lambda n, a: ngettext(
        "{n} North American country with {amount}", "{n} North American countries with {amount}", n, amount=a
    ),
    "Oceania": lambda n, a: ngettext(
        "{n} country of Oceania with {amount}", "{n} countries of Oceania with {amount}", n, amount=a
    ),
    "South America": lambda n, a: ngettext(
        "{n} South American country with {amount}", "{n} South American countries with {amount}", n, amount=a
    ),
    ORGANISATIONS: lambda n, a: ngettext(
        "{n} organisation with {amount}", "{n} organisations with {amount}", n, amount=a
    ),
    ELSEWHERE: lambda n, a: ngettext(
        "{n} country elsewhere with {amount}", "{n} countries elsewhere with {amount}", n, amount=a
    ),
}


def map_in_words(
    seats: Sequence[Seat], theatre: Mapping[str, str], world: World, as_of: date, is_present: bool
) -> str:
    """The sentence under the title: what each part of the world has in force, and who of the neighbours helps."""
    parts = [
        _COUNTED[region.name](len(region.seats), bare(region.numbers.total, seats[0].giver.unit))
        for region in regions_of(seats)
    ]
    said = [_("In force on {day}: {parts}.", day=day(as_of), parts=listing(parts))] if parts else []
    return " ".join([*said, *_of_the_neighbours(seats, theatre, world, is_present)])


def _of_the_neighbours(
    seats: Sequence[Seat], theatre: Mapping[str, str], world: World, is_present: bool
) -> list[str]:
    """Of one country's neighbours, how many give or promise something; of a wider theatre nothing is said."""
    if len(theatre) != 1:
        return []
    [(code, name)] = theatre.items()
    near = set(world.places[code].near) if code in world.places else set()
    helping = sum(1 for seat in seats if seat.code in near and seat.giver.is_live)
    if not near or not helping:
        return []
    if not is_present:
        return [
            _(
                "Of the {all} neighbours of {name}, {n} gave or promised some.",
                all=len(near),
                name=name,
                n=helping,
            )
        ]
    return [
        ngettext(
            "Of the {all} neighbours of {name}, {n} gives or promises some.",
            "Of the {all} neighbours of {name}, {n} give or promise some.",
            helping,
            all=len(near),
            name=name,
        )
    ]


def seat_in_words(seat: Seat) -> str:
    """What a circle is: "France: 1,400 deployed and 1,100 announced; asked for more"."""
    giver = seat.giver
    numbers = listing(parts_in_words(giver.numbers, giver.unit))
    words = "; ".join(words for words in (numbers, note_of(giver)[0]) if words)
    return _("{name}: {words}", name=giver.label, words=words) if words else giver.label


def theatre_in_words(theatre: Mapping[str, str]) -> str:
    """What the hatched outline is; empty where no theatre is recorded."""
    if not theatre:
        return ""
    names = listing(list(theatre.values()))
    return ngettext("Theatre: {names}", "Theatre: {names}", len(theatre), names=names)


def note_on_the_map() -> str:
    """How to read it, and what its lines do not mean."""
    return " ".join(
        [
            _("The area of a circle is its number, the area of each ring in it the number of its stage."),
            _("The tint of a country is the furthest stage of its pledges."),
            _("An organisation stands beside the map: its members are not tinted for it."),
            _(
                "Outlines: Natural Earth as edited by Visionscarto, in the Equal Earth projection; dashed lines are "
                "not agreed or not final. The boundaries and names shown do not imply endorsement."
            ),
        ]
    )
