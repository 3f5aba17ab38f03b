"""The papers of a release: its data package, how to cite it, what is in it. English, so always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from string import Template
from typing import Any

from app.config import ROOT
from app.ledger.revisions import Head
from app.releases.described import schema_of

README = ROOT / "templates" / "release" / "README.txt"
TITLE = "Muster: the record of military contributions"
ABOUT = "Who promised what to a military operation, who delivered, and how we know."
LICENSE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
KEYWORDS = ("military operations", "pledges", "deployments", "peace operations")
TITLES = {
    "operations": "Operations",
    "categories": "What is given, and the unit it is counted in",
    "contributors": "Countries and organisations, with their names",
    "memberships": "Who belonged to which organisation when",
    "requirements": "What operations were authorised or asked for",
    "indicators": "Population, GDP and armed forces, for ratios",
    "pledges": "The sheet: one row a statement, with its pledge and its source",
    "sources": "The sources",
    "quantities": "Each number as printed, and how it was read",
    "standings": "What each pledge amounts to from day to day",
    "totals": "Sums on some days, which verify.py counts again",
    "revisions": "Every change to the record, chained by hash",
}

Described = Mapping[str, Any]


def data_package(newest: Head, tables: Iterable[Described], address: str) -> str:
    """datapackage.json (Data Package 2): what each file and column is."""
    package = {
        "$schema": PROFILE,
        "name": "muster",
        "title": TITLE,
        "description": ABOUT,
        **({"homepage": address} if address else {}),
        "version": str(newest.number),
        "created": moment(newest),
        "keywords": list(KEYWORDS),
        "licenses": [LICENSE],
        "contributors": [{"title": "The editors of the record", "roles": ["editor"]}],
        "sources": [{"title": "Each statement names its own: see the columns source_*, and sources.csv"}],
        "resources": [_resource(table) for table in tables],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(table: Described) -> dict[str, Any]:
    name = PurePosixPath(table["path"]).stem
    return {
        "name": name,
        "path": table["path"],
        "type": "table",
        "title": TITLES[name],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table["bytes"],
        "hash": f"sha256:{table['sha256']}",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": schema_of(name, table["columns"]),
    }


def citation(newest: Head, address: str) -> str:
    """CITATION.cff: how to cite it. Every text is JSON, which is YAML too."""
    lines = {
        "cff-version": "1.2.0",
        "message": "If you use this record, please cite it as below.",
        "type": "dataset",
        "title": TITLE,
        "abstract": ABOUT,
        "authors": [{"name": "The editors of the record"}],
        "version": str(newest.number),
        "date-released": f"{newest.at:%Y-%m-%d}",
        "license": LICENSE["name"],
        **({"url": address} if address else {}),
        "keywords": list(KEYWORDS),
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in lines.items())


def readme(newest: Head, tables: Iterable[Described], address: str) -> str:
    """README.md: what this is and how to check, load and cite it."""
    rows = "\n".join(
        f"| `{table['path']}` | {TITLES[PurePosixPath(table['path']).stem]} | {table['rows']:,} |"
        for table in tables
    )
    said = {
        "about": ABOUT,
        "version": f"{newest.number:,}",
        "number": newest.number,
        "moment": moment(newest),
        "day": f"{newest.at:%Y-%m-%d}",
        "hash": newest.hash,
        "tables": rows,
        "title": TITLE,
        "address": f" {address}." if address else "",
    }
    return Template(README.read_text(encoding="utf-8")).substitute(said)


def moment(newest: Head) -> str:
    """The moment of the last revision, to the second."""
    return f"{newest.at:%Y-%m-%dT%H:%M:%SZ}"
