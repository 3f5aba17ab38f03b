"""The columns of every sheet, in order, and which field of which shape each one fills."""

from dataclasses import dataclass

PLEDGE_COLUMNS = ("pledge", "operation", "contributor", "category", "item", "unit", "part_of", "caveats")
STATEMENT_COLUMNS = ("on", "status", "quantity", "until", "condition", "speaker", "evidence", "accepted")
SOURCE_COLUMNS = (
    "source_title",
    "source_publisher",
    "source_url",
    "source_published_on",
    "source_kind",
    "source_language",
    "source_author",
    "source_archived_url",
)
LATER_SOURCE_COLUMNS = ("source_accessed_on", "source_seen_at")
ALL_SOURCE_COLUMNS = (*SOURCE_COLUMNS, *LATER_SOURCE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of sheet: its columns in order, those it must have, and of which one it must have at least one."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()


STATEMENTS = Sheet(
    (*PLEDGE_COLUMNS, *STATEMENT_COLUMNS, *SOURCE_COLUMNS, "note", *LATER_SOURCE_COLUMNS),
    required=("operation", "contributor", "category", "on", "status"),
    one_of=("source_title", "source_url"),
)
OPERATIONS = Sheet(
    (
        *(
            "code",
            "name",
            "aliases",
            "kind",
            "summary",
            "theatre",
            "lead",
            "mandate",
            "started_on",
            "ended_on",
        ),
        *("part_of", "opens_on", "covered_until", "name_fr"),
    ),
    required=("code", "name"),
)
CATEGORIES = Sheet(("code", "name", "group", "unit", "sort", "name_fr"), required=("code", "name", "unit"))
CONTRIBUTORS = Sheet(
    ("code", "kind", "name", "name_fr", "alpha2", "aliases"), required=("code", "kind", "name")
)
MEMBERSHIPS = Sheet(("organisation", "member", "since", "until"), required=("organisation", "member"))
REQUIREMENTS = Sheet(
    ("operation", "category", "quantity", "on", *ALL_SOURCE_COLUMNS, "note"),
    required=("operation", "category", "quantity", "on"),
    one_of=("source_title", "source_url"),
)
INDICATORS = Sheet(
    ("contributor", "year", "population", "gdp_usd", "armed_forces", "source"),
    required=("contributor", "year", "source"),
)

# Where a fault is of what holds several fields: the columns it may be told under, the first that the sheet has.
_WHOLE = {"": ("until", "ended_on"), "source": ("source_title", "source"), "key": ("pledge",)}


def column_of(field: str, sheet: Sheet = STATEMENTS) -> str:
    """The sheet's column of a fault's dotted field: "statement.source.title" is "source_title", "key" is "pledge"."""
    parts = [part for part in field.split(".") if part != "statement" and not part.isdigit()]
    name = "_".join(parts[:2]) if parts[:1] == ["source"] else ".".join(parts[:1])
    if name in sheet.columns:
        return name
    choices = _WHOLE.get("source" if name.startswith("source") else name, (name,))
    return next((column for column in choices if column in sheet.columns), name)


def source_fields(row: dict[str, str]) -> dict[str, str]:
    """What a row says of its source, by field; what it leaves empty is left out."""
    return {
        column.removeprefix("source_"): value for column in ALL_SOURCE_COLUMNS if (value := row.get(column))
    }
