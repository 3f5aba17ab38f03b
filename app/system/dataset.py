"""The record as search engines for data read it: schema.org's Dataset."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from app.i18n import _, decimal, number
from app.ledger.revisions import Head

CONTEXT = "https://schema.org"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
MEDIA_TYPES = {
    "CSV": "text/csv",
    "JSON": "application/json",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KIB = 1024


def dataset_of(
    address: str, newest: Head, span: tuple[date, date] | None, tables: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """What the record is, from when to when, and each file it can be had as. `address`: the record's own."""
    files = [(name["name"], label, url) for name in tables for label, url in name["files"]]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": _("Muster: the record of military contributions"),
        "description": _(
            "Who promised what to a military operation, who delivered, and how we know: each figure with its day, its "
            "source and its words."
        ),
        "url": f"{address}/data",
        "license": LICENSE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": _("The editors of the record"), "url": address},
        "version": str(newest.number),
        **({"dateModified": newest.at.date().isoformat()} if newest.number else {}),
        **({"temporalCoverage": f"{span[0]}/{span[1]}"} if span else {}),
        "measurementTechnique": f"{address}/method",
        "distribution": [
            _download("SQLite", "application/vnd.sqlite3", f"{address}/data/muster.db"),
            *(
                _download(f"{name} ({label})", MEDIA_TYPES[label], address + url)
                for name, label, url in files
            ),
        ],
    }


def _download(name: str, media_type: str, url: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "encodingFormat": media_type, "contentUrl": url}


def size_text(size: int) -> str:
    """The size of a file in words: "12 kB"."""
    if size < KIB * KIB:
        return _("{n} kB", n=number(max(1, round(size / KIB))))
    return _("{n} MB", n=decimal(Decimal(size) / KIB / KIB, 1))
