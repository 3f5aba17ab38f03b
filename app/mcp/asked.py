"""What each tool is asked with. The filter is the one of pages and API: its words come from there."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.documented import FILTER, PARAMETERS

Kind = Literal["contributor", "operation", "category", "pledge", "statement", "source"]
By = Literal["contributor", "operation", "category", "group", "stage"]


def _as_in_the_filter(name: str, about: str = "") -> Any:
    said, schema = PARAMETERS[name]
    extra = {key: schema[key] for key in ("format",) if key in schema}
    return Field(
        default=None,
        description=about or said,
        examples=schema.get("examples"),
        json_schema_extra=extra or None,
    )


class Asked(BaseModel):
    """What every tool takes: the two clocks."""

    model_config = ConfigDict(extra="forbid", str_max_length=2000)

    as_of: str | None = _as_in_the_filter("as_of")
    recorded_by: str | None = _as_in_the_filter("recorded_by")

    def items(self) -> list[tuple[str, str]]:
        """The filter's parameters, as an address would give them."""
        given = self.model_dump(include=set(FILTER), exclude_none=True)
        return [(name, str(value)) for name, value in given.items()]


class Narrowed(Asked):
    """A tool that can be narrowed to some pledges."""

    operation: str | None = _as_in_the_filter("operation")
    contributor: str | None = _as_in_the_filter("contributor")
    category: str | None = _as_in_the_filter("category")


class Find(Asked):
    """What `find` takes."""

    as_of: str | None = _as_in_the_filter(
        "as_of", "Only what is known of this day. Leave it out to find all."
    )
    words: Annotated[
        str,
        Field(
            min_length=1,
            max_length=200,
            description="What to look for. Accents, case and the order of the words change nothing.",
            examples=["ivory coast", "transport aircraft"],
        ),
    ]
    kinds: Annotated[
        list[Kind], Field(description="What kinds of things to look for; all where it is left empty.")
    ] = []
    each: Annotated[int, Field(ge=1, le=50, description="How many of each kind.")] = 5


class Figure(Narrowed):
    """What `figure` takes."""

    member_of: str | None = _as_in_the_filter("member_of")
    stage: str | None = _as_in_the_filter("stage")
    unit: str | None = _as_in_the_filter("unit")
    source: Annotated[int | None, Field(ge=1, description=PARAMETERS["source"][0])] = None
    q: str | None = _as_in_the_filter("q")
    by: Annotated[By | None, Field(description="Split the figure by this; left out: in all.")] = None
    limit: Annotated[int, Field(ge=1, le=200, description="How many rows of the split, largest first.")] = 30


class Compare(Asked):
    """What `compare` takes."""

    contributors: Annotated[
        list[str],
        Field(
            min_length=2,
            max_length=8,
            description="Two to eight countries or organisations: ISO codes, or names in English or French.",
            examples=[["FRA", "TCD"]],
        ),
    ]
    operation: str | None = _as_in_the_filter("operation")
    category: str | None = _as_in_the_filter("category")
    unit: str | None = _as_in_the_filter("unit")
    per: Annotated[
        Literal["population", "gdp", "armed_forces"] | None, Field(description=PARAMETERS["per"][0])
    ] = None


class Evidence(Narrowed):
    """What `evidence` takes."""

    pledge: Annotated[
        str | None,
        Field(
            max_length=160,
            description="A pledge's key; without it, the pledges that the other parameters leave.",
            examples=["serval-can-c17"],
        ),
    ] = None
    limit: Annotated[int, Field(ge=1, le=20, description="How many pledges.")] = 5


class Changes(Narrowed):
    """What `changes` takes."""

    of: Annotated[
        Literal["world", "record"],
        Field(
            description="world: the days on which pledges began to stand otherwise than before, up to as_of. "
            "record: what this record corrected, with what it said before and why."
        ),
    ] = "world"
    limit: Annotated[int, Field(ge=1, le=100, description="How many, the newest first.")] = 20
