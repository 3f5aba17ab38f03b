"""Where borders are in dispute: what the map shows follows United Nations practice, and differs here from the package.

Sources: the UN's world map (Department of Global Communications, Geospatial Information Section, no. 4170) and its
notes. docs/decisions/0007-map.md says what each means for the map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.web.assets.world.projection import Point
from app.web.assets.world.topology import Line, Topology, merged

# Shapes that are no UN member's own: the UN shows them inside the state that they belong to, without a line.
PART_OF = {"SOL": "SOM", "CYN": "CYP"}
# A code of the package's own: the Ashmore and Cartier Islands are Australia's.
RENAMED = {"ATC": "AUS"}
# Land that is nobody's on this map: it is drawn, and never painted. The Siachen glacier; Christmas Island and Cocos,
# which the package does not tell apart.
NOBODY = {"KAS", "IOA"}

# Lines that are not agreed or not final, drawn dashed: between whom, and from which latitude on where it is not all.
NOT_FINAL: Mapping[frozenset[str], float] = {
    frozenset(("ESH", "MAR")): -90,  # Western Sahara: a non-self-governing territory
    frozenset(("ESH", "MRT")): -90,
    frozenset(("ESH", "DZA")): -90,
    frozenset(("IND", "PAK")): 32.4,  # the Line of Control in Jammu and Kashmir
    frozenset(("IND", "KAS")): -90,
    frozenset(("PAK", "KAS")): -90,
    frozenset(("CHN", "KAS")): -90,
    frozenset(("CHN", "PAK")): -90,
    frozenset(("CHN", "IND")): -90,  # Aksai Chin and Arunachal Pradesh
    frozenset(("SDN", "SSD")): -90,  # the final boundary, and the status of Abyei, are not determined
    frozenset(("EGY", "SDN")): -90,  # the Hala'ib triangle
    frozenset(("KEN", "SSD")): -90,  # the Ilemi triangle
    frozenset(("SRB", "XKX")): -90,  # Kosovo: Security Council resolution 1244 (1999)
    frozenset(("KOR", "PRK")): -90,  # the military demarcation line
    frozenset(("ISR", "PSE")): -90,  # the armistice lines of 1949
    frozenset(("ISR", "SYR")): -90,
    frozenset(("ETH", "SOM")): -90,  # a provisional administrative line
}

# The Golan is Syrian on the UN's maps: the line runs west of it, from the Yarmouk to the three countries' point.
GOLAN = frozenset(("ISR", "SYR"))
GOLAN_LINE: tuple[Point, ...] = (
    (35.735, 32.729),
    (35.645, 32.7),
    (35.625, 32.82),
    (35.62, 33.0),
    (35.627, 33.275),
    (35.735, 33.333),
)


def by_practice(topology: Topology) -> Topology:
    """The package's topology as the UN shows it."""
    lines = dict(topology.lines)
    for number, owners in topology.owners().items():
        if owners == GOLAN:
            lines[number] = _west_of_the_golan(lines[number])
    return merged(_renamed(replace(topology, lines=lines)), PART_OF)


def _west_of_the_golan(line: Line) -> Line:
    way = GOLAN_LINE if line[0][1] < line[-1][1] else GOLAN_LINE[::-1]
    return [line[0], *way, line[-1]]


def _renamed(topology: Topology) -> Topology:
    rings = dict(topology.rings)
    for old, new in RENAMED.items():
        rings[new] = (*rings[new], *rings.pop(old, ()))
    return replace(topology, rings=rings)


def not_final_north_of(owners: set[str]) -> float | None:
    """The latitude from which on the line between two countries is not agreed or not final; None: it is agreed."""
    return NOT_FINAL.get(frozenset(owners))
