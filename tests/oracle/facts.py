"""Small records for the hand-checked examples: sheets are written as text and read as any other."""

from pathlib import Path

from .recount import Record, load

OPERATIONS = """code,part_of,ended_on,covered_until
war,,,
open,war,,
shut,war,2013-12-31,2013-06-30
over,,2013-06-30,
"""
CATEGORIES = """code,group,unit
troops,personnel,people
trainers,personnel,people
transport-aircraft,aircraft,aircraft
airlift,services,sorties
intelligence,services,none
"""
CONTRIBUTORS = """code,kind,name,name_fr,alpha2,aliases
CIV,country,Côte d'Ivoire,Côte d'Ivoire,CI,Ivory Coast
AUS,country,Australia,Australie,AU,
AU,organisation,African Union,Union africaine,,
ECOWAS,organisation,Economic Community of West African States,,,CEDEAO
"""
COLUMNS = "pledge,operation,contributor,category,part_of,unit,on,status,quantity,until,accepted"


def record_of(folder: Path, *rows: str) -> Record:
    """The record of these rows of a sheet, in the order of COLUMNS; cells left out at the end are empty."""
    sheets = {"operations": OPERATIONS, "categories": CATEGORIES, "contributors": CONTRIBUTORS}
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "pledges.csv").write_text("\n".join([COLUMNS, *rows]), encoding="utf-8")
    return load(folder)


def one(folder: Path, *said: str, of: str = "open,FRA,troops,,") -> Record:
    """A record of the one pledge `p`, of what was said of it: "2013-01-17,deployed,1400"."""
    return record_of(folder, *(f"p,{of},{line}" for line in said))
