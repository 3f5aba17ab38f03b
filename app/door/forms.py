"""Forms for records that are entered and edited one by one: what was typed is kept, and a stale one is not written."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.door.kind import Kind, Row, original_of, tag_of
from app.door.versions import Versions, flat, merge
from app.errors import Conflict, Fault, InvalidInput, Stale
from app.i18n import _
from app.ledger.change import Change, changing
from app.pledges.form_fields import Field, Fields
from app.pledges.form_view import errors_of, sentence_of
from app.pledges.forms import SOURCE_ID
from app.pledges.submissions import Resent, fingerprint_of, once
from app.reading import reading
from app.web.forms import Binding, Typed, typed_in
from app.web.person import require
from app.web.templating import render

# What a form says of itself: its id, the version of the record it was opened on, and what sources were searched for.
OWN = ("form_id", "version", "source_q", "searched")
SAVE, SAVE_ANOTHER, FIND = "save", "save-another", "find"
FORM_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
Parts = Callable[[Fields, Connection], list[Field]]


class Places(dict[str, str]):
    """Where faults of groups of fields are shown; a fault in a list is the list's."""

    def get(self, place: str, default: Any = None) -> Any:
        """The field for a place."""
        return super().get(place, re.sub(r"\.[0-9]+$", "", place))


@dataclass(frozen=True, slots=True)
class Door:
    """A form of one kind of record.

    `names`: the name of each of its fields, and what the model calls it. `ready`: puts in what the record can tell.
    `after`: where the editor goes on, by the record's key.
    """

    kind: Kind
    nav: str
    names: Mapping[str, str]
    binding: Binding[Any]
    parts: Parts
    after: Callable[[str], str]
    ready: Callable[[Change, Typed], Typed] = lambda _change, typed: typed

    def typed_of(self, record: Row) -> Typed:
        """A record as it would be typed."""
        told = flat(self.kind.given(record))
        return {name: told[own] for name, own in self.names.items() if told.get(own)}

    def field_of(self, fault: Fault) -> Fault:
        """A fault at the field that shows it."""
        back = {own: name for name, own in self.names.items()}
        return Fault(back.get(fault.field, fault.field), fault.message)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a form: its words, its place, and what is listed below it."""

    title: str
    dek: str
    trail: list[tuple[str, str | None]]
    lists: list[dict[str, Any]] = field(default_factory=list)
    alike: list[tuple[str, str]] = field(default_factory=list)
    notices: list[Any] = field(default_factory=list)
    # Where the history of the record that is edited stands.
    history: str = ""


Framed = Callable[[Connection, Typed], Frame]


@dataclass(frozen=True, slots=True)
class Asked:
    """A form at its address. `key`: the record that is edited; `fixed`: what the address says already."""

    request: Request
    door: Door
    frame: Framed
    key: str | None = None
    fixed: Typed = field(default_factory=dict)


class _ChangedSince(Stale):
    """The record is another one than the form was opened on."""


def open_form(asked: Asked, typed: Typed | None = None) -> Response:
    """An empty form, or one that holds what the record says. NotSignedIn, NotAllowed, NotFound."""
    require(asked.request, "editor")
    typed = dict(typed or {})
    if asked.key is not None:
        with reading(asked.request) as r:
            record = asked.door.kind.read(r.connection, asked.key)
        typed = {**asked.door.typed_of(record), "version": tag_of(record)}
    return _page(asked, typed)


def post_form(asked: Asked, sent: FormData) -> Response:
    """Write what was typed, once, and go on; or the form again, with all of it. NotSignedIn, NotAllowed, NotFound."""
    person = require(asked.request, "editor")
    typed, action = typed_in(sent, (*asked.door.names, *OWN)), str(sent.get("action", ""))
    if not FORM_ID.fullmatch(typed.get("form_id", "")):
        typed.pop("form_id", None)
    if _wants_search(typed, action):
        typed["searched"] = typed.get("source_q", "")
        return _page(asked, typed)
    if action != SAVE_ANOTHER and _is_alike(asked, typed):
        return _page(asked, typed, status=409)
    try:
        key = _save(asked, person.name, typed)
    except InvalidInput as refused:
        return _page(asked, typed, faults=refused.faults)
    except _ChangedSince:
        return _stale(asked, typed)
    except Resent:
        typed.pop("form_id", None)
        words = _("This form was saved before with other content. Save it again only if you mean to.")
        return _page(asked, typed, notices=[words], status=409)
    except Conflict as taken:
        return _page(asked, typed, faults=(Fault("", str(taken)),), status=409)
    return RedirectResponse(asked.door.after(key), 303)


def _wants_search(typed: Typed, action: str) -> bool:
    """By the button, or by Enter in a field of words that were not yet searched."""
    is_new = typed.get("source_q", "") != typed.get("searched", "")
    return action == FIND or (is_new and not typed.get(SOURCE_ID) and action == SAVE)


def _is_alike(asked: Asked, typed: Typed) -> bool:
    with reading(asked.request) as r:
        return bool(asked.frame(r.connection, typed).alike)


def _save(asked: Asked, actor: str, typed: Typed) -> str:
    submission = f"form:{typed['form_id']}" if typed.get("form_id") else ""
    content = {name: typed[name] for name in asked.door.names if name in typed}
    fingerprint = fingerprint_of(asked.request.url.path, content)
    with changing(asked.request.app.state.database, actor) as change:
        return once(change, submission, fingerprint, lambda: _write(change, asked, typed))


def _write(change: Change, asked: Asked, typed: Typed) -> str:
    """Every fault at once: those of the fields, and those that only the record finds."""
    door, kind = asked.door, asked.door.kind
    if asked.key is not None and tag_of(kind.read(change.session.connection(), asked.key)) != typed.get(
        "version"
    ):
        raise _ChangedSince
    ready = door.ready(change, typed)
    values = {own: ready[name] for name, own in door.names.items() if name in ready}
    bound = door.binding.bind({**values, **asked.fixed})
    faults = list(bound.faults)
    try:
        key = (
            kind.add(change, bound.model) if asked.key is None else kind.edit(change, asked.key, bound.model)
        )
    except InvalidInput as refused:
        faults += refused.faults
    except Conflict:
        if not faults:
            raise
    if faults:
        raise InvalidInput(*_one_a_field([door.field_of(fault) for fault in faults]))
    return key


def _one_a_field(faults: list[Fault]) -> list[Fault]:
    first: dict[str, Fault] = {}
    for fault in faults:
        first.setdefault(fault.field, fault)
    return list(first.values())


def _stale(asked: Asked, typed: Typed) -> Response:
    """The form with what was typed, and what the record says now where that is something else.

    A field that was left as it was when the form was opened takes what the record says now.
    """
    assert asked.key is not None  # only what is edited can be stale
    door = asked.door
    with reading(asked.request) as r:
        record = door.kind.read(r.connection, asked.key)
        picture = original_of(r.connection, door.kind, record, typed.get("version", ""))
    theirs, before = door.typed_of(record), door.typed_of(picture) if picture else None
    yours = {name: text for name, text in typed.items() if name not in OWN}
    merged = yours if before is None else merge(before, yours, theirs)
    own = {name: typed[name] for name in OWN if name in typed}
    versions = Versions(before, yours, theirs)
    return _page(asked, {**merged, **own, "version": tag_of(record)}, versions=versions, status=409)


def _page(
    asked: Asked,
    typed: Typed,
    *,
    faults: tuple[Fault, ...] = (),
    notices: list[str] | None = None,
    versions: Versions | None = None,
    status: int = 200,
) -> Response:
    """The form with all that was typed: 422 where something is wrong with it."""
    typed = {**typed, "form_id": typed.get("form_id") or secrets.token_urlsafe(18)}
    with reading(asked.request) as r:
        frame = asked.frame(r.connection, typed)
        made = Fields(typed, {fault.field: sentence_of(fault.message) for fault in faults})
        parts = asked.door.parts(made, r.connection)
    context = {
        "nav": asked.door.nav,
        "frame": frame,
        "action": asked.request.url.path,
        "typed": typed,
        "parts": parts,
        "errors": errors_of(faults, parts),
        "versions": versions.of(parts) if versions else None,
        "notices": [*frame.notices, *(notices or [])],
    }
    code = 422 if faults and status == 200 else status
    answer = render(asked.request, "door/form.html", context, code)
    answer.headers["Cache-Control"] = "no-store"
    return answer
