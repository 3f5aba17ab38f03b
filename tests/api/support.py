"""What the tests of the API share: its lists with their shapes, and walking their pages."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any, cast
from urllib.parse import urlencode

from pydantic import BaseModel
from starlette.testclient import TestClient

from app.changes.shapes import ChangeItem, CorrectionItem, EventItem
from app.contributors.shapes import ContributorItem
from app.figures.kept.shapes import PromiseItem
from app.figures.presence.shapes import PresenceItem
from app.figures.shapes import PeriodItem, RequirementMet, TotalItem, TotalsAnswer
from app.operations.shapes import CategoryItem, OperationItem
from app.pledges.left_out_shapes import LeftOutItem
from app.pledges.shapes import PledgeItem, SheetRow
from app.search.shapes import FoundItem
from app.shapes import Listed
from app.sources.became_shapes import BecameItem
from app.sources.shapes import SourceItem

API = "/api/v1"
# A list's address, and the shape of its items.
LISTS: dict[str, type[Any]] = {
    "operations": OperationItem,
    "contributors": ContributorItem,
    "categories": CategoryItem,
    "sources": SourceItem,
    "became": BecameItem,
    "pledges": PledgeItem,
    "statements": SheetRow,
    "totals": TotalItem,
    "left-out": LeftOutItem,
    "timeline": PeriodItem,
    "requirements": RequirementMet,
    "presence": PresenceItem,
    "promises": PromiseItem,
    "search": FoundItem,
    "changes": ChangeItem,
    "corrections": CorrectionItem,
    "events": EventItem,
}
# Where the same lists stand beside pages.
PAGES = {
    "/pledges": "pledges",
    "/statements": "statements",
    "/pledges/left-out": "left-out",
    "/sources": "sources",
    "/contributors": "contributors",
    "/operations": "operations",
    "/operations/mali/totals": "totals",
    "/operations/mali/timeline": "timeline",
    "/operations/mali/requirements": "requirements",
    "/operations/mali/presence": "presence",
    "/operations/mali/promises": "promises",
}


def shape_of(name: str) -> type[BaseModel]:
    if name == "totals":
        return TotalsAnswer
    return cast("type[BaseModel]", Listed.__class_getitem__(LISTS[name]))


def get(client: TestClient, path: str, **query: Any) -> Any:
    """The answer as JSON: a list or record of the API, which must be there."""
    address = path if path.startswith("/") else f"{API}/{path}"
    if query:
        address += ("&" if "?" in address else "?") + urlencode(query)
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def walk(client: TestClient, name: str, **query: Any) -> Iterator[dict[str, Any]]:
    """Every item of a list, page after page, by the addresses the answers give."""
    answer = get(client, name, **query)
    yield from answer["items"]
    while answer["next"]:
        answer = get(client, answer["next"].removeprefix(str(client.base_url).rstrip("/")))
        yield from answer["items"]


def table(text: str) -> list[dict[str, str]]:
    """A CSV file's rows."""
    return list(csv.DictReader(StringIO(text, newline="")))


def cell(value: Any) -> str:
    """What a CSV cell holds where JSON has this value: the contract's rules, said again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    elif isinstance(value, list):
        text = ";".join(cell(part) for part in value)
    else:
        text = str(value)
    is_text = isinstance(value, str | list | dict)
    risky = text.lstrip("'")[:1] in tuple("=+-@\t\r")
    return f"'{text}" if is_text and text.lstrip("'") and risky else text
