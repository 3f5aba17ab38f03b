"""The notice after saving: that it is saved, and where it can be seen in the chart on its day. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from app.i18n import _, day

LINK = Markup('<a href="{}">{}</a>')


def saved_notices(pledge: Mapping[str, Any], as_of: date, others: Mapping[str, str]) -> list[str]:
    """What the pledge's page says above itself after a form was saved: `saved` in its address says so."""
    return [saved_notice(pledge, as_of)] if "saved" in others else []


def saved_notice(pledge: Mapping[str, Any], as_of: date, *, name_it: bool = False) -> Markup:
    """Says "Saved. See it in the chart of Operation Serval on 17 January 2013." `name_it`: and what was saved."""
    on = f"as_of={as_of.isoformat()}"
    words = _(
        "See it in the chart of {operation} on {day}", operation=pledge["operation_name"], day=day(as_of)
    )
    # The dashboard draws what is counted together: with the category named, this pledge is among it.
    where = f"/operations/{quote(pledge['operation'], safe='')}?{on}&category={quote(pledge['category'], safe='')}"
    chart = LINK.format(f"{where}#contributors", words)
    if not name_it:
        return Markup("{} {}.").format(_("Saved."), chart)
    name = f"{pledge['contributor_name']}, {pledge['item'] or pledge['category_name']}"
    link = LINK.format(f"/pledges/{quote(pledge['key'], safe='')}?{on}", name)
    return Markup("{} {}. {}.").format(_("Saved:"), link, chart)
