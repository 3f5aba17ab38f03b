"""What the API's documentation says of an address: its parameters, its answers, its errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app.answers import MEDIA_TYPES
from app.documented_headers import FILE_HEADERS, LIST_HEADERS, READ_HEADERS, RETRY
from app.pledges.filter import PER
from app.shapes import Problem
from app.vocabulary import STAGES

if TYPE_CHECKING:
    from app.listing import Listing

Described = tuple[str, dict[str, Any]]
TEXT: dict[str, Any] = {"type": "string"}

WITHOUT_AS_OF = (
    "The world on this day. Without it: the day the operation's dashboard opens on, where the filter names exactly "
    "one operation that has one, else today (UTC). Statements, sources and changes are then all shown."
)
RATIOS = (
    "Ratios beside the numbers, by each country's own newest size that is not after the as_of year (else its oldest): "
    "per million people (population), per billion US dollars of GDP (gdp), per 1,000 of armed forces (armed_forces)."
)
PARAMETERS: dict[str, Described] = {
    "operation": (
        "Codes of operations, comma separated; a group takes its parts in.",
        {**TEXT, "examples": ["mali", "serval,afisma"]},
    ),
    "contributor": (
        "Countries (ISO alpha-3 or alpha-2) and organisations by code, comma separated.",
        {**TEXT, "examples": ["FRA", "FRA,GB,ECOWAS"]},
    ),
    "member_of": (
        "An organisation's code: contributors that were members on the as_of day.",
        {**TEXT, "examples": ["ECOWAS"]},
    ),
    "category": (
        "Codes of categories or of groups of categories, comma separated.",
        {**TEXT, "examples": ["troops", "aircraft"]},
    ),
    "stage": (
        f"Pledges at this furthest stage, comma separated: {', '.join(STAGES)}.",
        {**TEXT, "examples": ["deployed"]},
    ),
    "unit": ("A unit.", {**TEXT, "examples": ["people"]}),
    "source": (
        "A source's number: pledges that it speaks of.",
        {"type": "integer", "minimum": 1, "maximum": 10**9 - 1},
    ),
    "q": (
        "Words, searched in item, notes, evidence, speaker, source, and names and aliases in English and French.",
        {**TEXT, "examples": ["transport aircraft"]},
    ),
    "as_of": (WITHOUT_AS_OF, {**TEXT, "format": "date", "examples": ["2013-01-17"]}),
    "recorded_by": (
        "What this record said at this moment (UTC); without it: now.",
        {**TEXT, "format": "date-time", "examples": ["2026-11-22T10:00:00Z"]},
    ),
    "per": (
        RATIOS,
        {**TEXT, "enum": list(PER), "examples": ["population"]},
    ),
    "by": (
        "One or two columns to sum by, comma separated: contributor, operation, category, group, stage.",
        {**TEXT, "default": "contributor", "examples": ["contributor", "operation,category"]},
    ),
    "interval": ("How long a period is.", {**TEXT, "enum": ["day", "month", "year"], "default": "month"}),
    "after": (
        "The number of the last revision you have: those after it are answered.",
        {"type": "integer", "minimum": 0, "maximum": 10**18 - 1, "default": 0},
    ),
    "kind": (
        "What to look for, comma separated: contributor, operation, category, pledge, statement, source.",
        {**TEXT, "examples": ["contributor,operation"]},
    ),
    "each": (
        "The best so many of each kind, on one page: for suggestions while somebody types.",
        {"type": "integer", "minimum": 1, "maximum": 50},
    ),
    "limit": (
        "How many rows a page has.",
        {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
    ),
    "cursor": ("Where the page begins; take it from `next`.", TEXT),
}
PLACES = ("operation", "contributor", "member_of", "category", "stage", "unit", "source", "q")
CLOCKS = ("as_of", "recorded_by")
FILTER = (*PLACES, *CLOCKS)
SENT_ONCE = "Any text of yours: sending the same again under the same key makes no second record."
READ_AT = (
    "Which version you read: the ETag of GET /pledges/{key}, or its `version` in quotes. Where the pledge or one of "
    "its statements was changed since, nothing is written (412)."
)
MEANINGS = {
    304: "Nothing has changed since the answer whose ETag you sent in If-None-Match.",
    400: "A parameter or value that does not exist, or a body that is no JSON.",
    401: "No credential, or a bad one.",
    403: "You are known, but may not do this.",
    404: "There is no such record.",
    409: "The record has this already, or the Idempotency-Key was used for something else.",
    410: "It was retracted: the reason is said.",
    412: "It was changed since the version that If-Match names: read it again.",
    413: "The body is too large.",
    415: "The body is sent as another type than is taken here.",
    422: "The body cannot be accepted: each fault with its place.",
    429: "Too much at once: Retry-After says in how many seconds it may be asked again.",
    503: "The record cannot be written just now: nothing was changed.",
    428: "If-Match is missing: say which version you read.",
}


NOT_CHANGED: dict[int | str, dict[str, Any]] = {304: {"description": MEANINGS[304]}}
ON_WRITING = (400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503)
# The local editor needs none.
WITH_A_TOKEN: list[dict[str, list[str]]] = [{}, {"token": []}]


class CsvResponse(Response):
    """Names the media type in the documentation."""

    media_type = MEDIA_TYPES["csv"].partition(";")[0]


class XlsxResponse(Response):
    """Names the media type in the documentation."""

    media_type = MEDIA_TYPES["xlsx"]


def json_docs(listing: Listing) -> dict[str, Any]:
    """The documentation of a list's JSON pages."""
    own = [*listing.also, "limit"] + (["cursor"] if listing.cursor == "cursor" else [])
    return {
        "tags": [listing.tag],
        "summary": listing.summary,
        "description": listing.about,
        "responses": {200: {"model": listing.shape, "headers": LIST_HEADERS}, **NOT_CHANGED, **problems(400)},
        "openapi_extra": parameters(FILTER, own, sorts=listing.sorts),
    }


def file_docs(listing: Listing, kind: str) -> dict[str, Any]:
    """The documentation of a list as a file: whole, so without limit and cursor."""
    return {
        "tags": [listing.tag],
        "summary": f"{listing.summary}, all of them, as {kind.upper()}",
        "response_class": CsvResponse if kind == "csv" else XlsxResponse,
        "responses": {200: {"headers": FILE_HEADERS}, **NOT_CHANGED, **problems(400, 429)},
        "openapi_extra": parameters(FILTER, listing.also, sorts=listing.sorts),
    }


def record_docs(shape: Any, tag: str, summary: str, accepted: Iterable[str] = ()) -> dict[str, Any]:
    """The documentation of one record's address."""
    return {
        "tags": [tag],
        "summary": summary,
        "responses": {200: {"model": shape, "headers": READ_HEADERS}, **NOT_CHANGED, **problems(400, 404)},
        "openapi_extra": parameters(accepted),
    }


def write_docs(
    shape: Any,
    tag: str,
    summary: str,
    status: int,
    versioned: bool | None = None,
    *,
    accepted: Iterable[str] = CLOCKS,
    read_at: str = READ_AT,
) -> dict[str, Any]:
    """The documentation of an address that writes. `versioned`: whether it takes If-Match, and (True) must have it.

    `accepted`: its query parameters; `read_at`: what If-Match holds.
    """
    sent_once = {"name": "Idempotency-Key", "in": "header", "description": SENT_ONCE, "schema": TEXT}
    headers: list[dict[str, Any]] = [sent_once]
    if versioned is not None:
        about = {"description": read_at, "schema": TEXT, "required": versioned}
        headers.append({"name": "If-Match", "in": "header", **about})
    listed = [*parameters(accepted)["parameters"], *headers]
    stale = [] if versioned is None else [412, *([428] if versioned else [])]
    return {
        "tags": [tag],
        "summary": summary,
        "status_code": status,
        "responses": {status: {"model": shape}, **problems(*ON_WRITING, *stale)},
        "openapi_extra": {"parameters": listed, "security": WITH_A_TOKEN},
    }


def parameters(*names: Iterable[str], sorts: Iterable[str] = ()) -> dict[str, Any]:
    """Query parameters, as OpenAPI lists them."""
    listed: list[dict[str, Any]] = [
        {"$ref": f"#/components/parameters/{name}"} for some in names for name in some
    ]
    if sorts := tuple(sorts):
        about = f"The column to sort by, - before it for descending: {', '.join(sorts)}."
        schema = {**TEXT, "examples": [f"-{sorts[-1]}"]}
        listed.append({"name": "sort", "in": "query", "description": about, "schema": schema})
    return {"parameters": listed}


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Errors with these codes, as OpenAPI lists them."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {429: {"headers": RETRY}}
    return {
        code: {"description": MEANINGS[code], "content": content, **headers.get(code, {})} for code in codes
    }


def components() -> dict[str, Any]:
    """What the documentation of several addresses refers to."""
    shared = {
        name: {"name": name, "in": "query", "description": about, "schema": schema}
        for name, (about, schema) in PARAMETERS.items()
    }
    template = "#/components/schemas/{model}"
    schema = Problem.model_json_schema(ref_template=template)
    token = {
        "type": "http",
        "scheme": "bearer",
        "description": "A token with the scope write: `muster token add`, or the page of one's account.",
    }
    return {
        "securitySchemes": {"token": token},
        "parameters": shared,
        "schemas": {"Problem": schema, **schema.pop("$defs")},
    }
