"""What a program sends and gets when it imports; for the documentation."""

from typing import Annotated, Any

from pydantic import Field

from app.shapes import Count, Shape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Counts(Shape):
    """How many of each kind."""

    pledges: Count
    statements: Count
    sources: Count


class RepairItem(Shape):
    """A value that was read as another one."""

    column: str
    value: str
    read_as: str
    line: Annotated[int, Field(description="The first row it stands on.")]
    rows: Count


class FaultItem(Shape):
    """Something about one cell."""

    line: int
    column: str
    value: str
    message: str


class ImportAnswer(Shape):
    """What came of an import, or would come of it."""

    dry_run: bool
    stored: bool
    data_version: Count
    rows: Count
    left_out: Annotated[Count, Field(description="Rows that the map leaves out.")]
    bad_rows: Annotated[Count, Field(description="Rows that cannot be loaded.")]
    created: Counts | None
    unchanged: Counts | None
    notes: list[str]
    repairs: list[RepairItem]
    more_repairs: Count
    differences: Annotated[
        list[FaultItem], Field(description="Where the record says otherwise, and is left as it is.")
    ]
    more_differences: Count
    faults: list[FaultItem]
    broken_off: Annotated[bool, Field(description="Whether the sheet could not be read to its end.")]


BINARY = {"schema": {"type": "string", "format": "binary"}}
FORM = {
    "type": "object",
    "required": ["sheet"],
    "properties": {
        "sheet": {"type": "string", "format": "binary", "description": "CSV or XLSX."},
        "map": {
            "type": "string",
            "format": "binary",
            "description": "TOML: how a sheet of another make becomes ours.",
        },
    },
}
FLAG = {"type": "boolean", "default": False}
DOCS: dict[str, Any] = {
    "parameters": [
        {
            "name": "dry_run",
            "in": "query",
            "schema": FLAG,
            "description": "Say what would come of it, store nothing.",
        },
        {
            "name": "good_rows",
            "in": "query",
            "schema": FLAG,
            "description": "Load the good rows, leave out the others.",
        },
        {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string"},
            "description": "Any text of yours; with another sheet under the same key nothing is loaded.",
        },
    ],
    "requestBody": {
        "required": True,
        "content": {"text/csv": BINARY, XLSX: BINARY, "multipart/form-data": {"schema": FORM}},
    },
}
