"""The form of a source: the fields of the pledge's form for a new one, by themselves."""

from __future__ import annotations

from sqlalchemy import Connection

from app.door.forms import Door, Places
from app.i18n import _
from app.pledges.form_fields import Field, Fields, new_source
from app.pledges.forms import SOURCE, SOURCE_ID, TITLE, URL
from app.pledges.links import address
from app.sources.door import SOURCES
from app.sources.schemas import SourceRecord
from app.web.forms import Binding

DEAD = "statement.source.dead_on"
OWN = {name: name.removeprefix("statement.source.") for name in (*SOURCE, DEAD) if name != SOURCE_ID}


def _source(make: Fields, _reader: Connection) -> list[Field]:
    return [{"id": "source", "title": _("The source"), "fields": [*new_source(make), _dead(make)]}]


def _dead(make: Fields) -> Field:
    hint = _(
        "Nothing is hidden: readers are told, and offered the archived copy. Empty it where it answers again."
    )
    return make.details(_("Its address no longer answers"), [make.day(DEAD, _("Found dead on"), hint=hint)])


SOURCE_DOOR = Door(
    SOURCES,
    "sources",
    OWN,
    Binding(SourceRecord, {}, Places({"": OWN[TITLE]}), {OWN[TITLE]: "-", OWN[URL]: "https://-"}),
    _source,
    lambda number: address(f"/sources/{number}/edit", {"saved": "source"}),
)
