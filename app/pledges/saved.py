"""The notice after saving: that it is saved, and where it can be seen in the chart on its day. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from app.i18n import _, day

LINK = Markup('<a href="{}">{}</a>')


def saved_notice(pledge: Mapping[str, Any], as_of: date, *, name_it: bool = False) -> Markup:
    """Says "Saved. See it in the chart of Operation Serval on 17 January 2013." `name_it`: with a link to the pledge."""
    on = f"as_of={as_of.isoformat()}"
    words = _(
        "See it in the chart of {operation} on {day}", operation=pledge["operation_name"], day=day(as_of)
    )
    chart = LINK.format(f"/operations/{quote(pledge['operation'], safe='')}?{on}", words)
    if not name_it:
        return Markup("{} {}.").format(_("Saved."), chart)
    name = f"{pledge['contributor_name']}, {pledge['item'] or pledge['category_name']}"
    link = LINK.format(f"/pledges/{quote(pledge['key'], safe='')}?{on}", name)
    return Markup("{} {}. {}.").format(_("Saved:"), link, chart)
