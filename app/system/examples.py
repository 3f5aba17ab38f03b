"""The examples of the page about the API. Each is run by tests/system/test_examples.py as it stands there."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _


@dataclass(frozen=True, slots=True)
class Example:
    """Code that a reader can copy: what runs it (curl, python; else nobody here), what it does, and the code."""

    id: str
    runs: str
    about: str
    code: str


def curl_examples(base: str) -> list[Example]:
    """From a terminal."""
    return [
        Example(
            "curl-totals",
            "curl",
            _("How many were deployed, committed and announced on a day, by contributor:"),
            f"curl '{base}/api/v1/totals?operation=mali&by=contributor&as_of=2013-01-17'",
        ),
        Example(
            "curl-pledge",
            "curl",
            _("One pledge with every statement of a source on it:"),
            f"curl '{base}/api/v1/pledges/serval-can-c17'",
        ),
        Example(
            "curl-etag",
            "curl",
            _("The whole record as one sheet; the second time nothing is sent unless something changed:"),
            f"curl '{base}/statements.csv' --etag-save record.etag --output record.csv\n"
            f"curl '{base}/statements.csv' --etag-compare record.etag --output record.csv",
        ),
        Example(
            "curl-changes",
            "curl",
            _("What changed since a revision that you have, corrections and withdrawals included:"),
            f"curl '{base}/api/v1/changes?after=800'",
        ),
    ]


def writing_examples(base: str) -> list[Example]:
    """With a token that may write."""
    return [
        Example(
            "curl-write",
            "curl",
            _("Add what one more source says of a pledge. Sent twice, it is recorded once:"),
            f"""curl '{base}/api/v1/pledges/serval-can-c17/statements' \\
  --header "Authorization: Bearer $MUSTER_TOKEN" \\
  --header 'Idempotency-Key: canada-2013-01-18' \\
  --json '{{"on": "2013-01-18", "status": "deployed", "quantity": "1",
           "evidence": "the words of the source", "source": {{"id": 1}}}}'""",
        )
    ]


def python_examples(base: str) -> list[Example]:
    """With pandas, and with nothing but Python."""
    return [
        Example(
            "python-pandas",
            "python",
            _("A table in pandas. A number that nobody gave is NaN, not 0:"),
            f"""import pandas

pledges = pandas.read_csv("{base}/pledges.csv?operation=mali&as_of=2013-02-15")
people = pledges[pledges.unit == "people"]
print(people.groupby("contributor_name").deployed.sum(min_count=1).nlargest(5))""",
        ),
        Example(
            "python-months",
            "python",
            _("Strength at the end of each month, one column an operation:"),
            f"""import pandas

months = pandas.read_csv(
    "{base}/api/v1/timeline.csv"
    "?operation=mali&by=operation&unit=people&as_of=2014-06-30"
)
print(months.pivot(index="period", columns="operation", values="deployed"))""",
        ),
        _page_after_page(base),
    ]


def _page_after_page(base: str) -> Example:
    return Example(
        "python-pages",
        "python",
        _("Page after page, without any library:"),
        f"""import json
from urllib.request import urlopen

address = "{base}/api/v1/pledges?operation=mali&as_of=2013-02-15&limit=50"
pledges = []
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    pledges += page["items"]
    address = page["next"]
assert len(pledges) == page["count"]
print(len(pledges), "pledges")""",
    )


def spreadsheet_examples(base: str) -> list[Example]:
    """R, and Excel's Power Query."""
    return [
        Example(
            "r-totals",
            "",
            _("R, without any package:"),
            f"""totals <- read.csv(
  "{base}/api/v1/totals.csv?operation=mali&unit=people&as_of=2013-02-15",
  encoding = "UTF-8"
)
barplot(totals$deployed, names.arg = totals$contributor, las = 2)""",
        ),
        Example(
            "excel-totals",
            "",
            _(
                "Excel: Data, Get Data, From Other Sources, Blank Query, Advanced Editor. Refresh fetches it anew:"
            ),
            f"""let
  Source = Csv.Document(
    Web.Contents("{base}/api/v1/totals.csv?operation=mali&as_of=2013-02-15"),
    [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
  ),
  Rows = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),
  Typed = Table.TransformColumnTypes(Rows, {{{{"deployed", Int64.Type}}, {{"total", Int64.Type}}}})
in
  Typed""",
        ),
    ]


def assistant_examples(base: str) -> list[Example]:
    """The Model Context Protocol."""
    return [
        Example(
            "mcp-settings",
            "json",
            _("In the settings of an assistant that speaks the Model Context Protocol:"),
            f"""{{"mcpServers": {{"muster": {{"type": "http", "url": "{base}/mcp"}}}}}}""",
        ),
        Example(
            "mcp-python",
            "python",
            _("In a program, with the Python package mcp:"),
            f"""import asyncio
from mcp import Client

async def ask():
    async with Client("{base}/mcp") as muster:
        asked = {{"operation": "mali", "category": "troops", "as_of": "2013-01-17"}}
        told = await muster.call_tool("figure", asked)
        print(told.structured_content["totals"])

asyncio.run(ask())""",
        ),
    ]
