"""Binding a form to the Pydantic model that programs use too: nothing that was typed is lost, all faults at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, ImmutableMultiDict
from starlette.requests import Request

from app.errors import Fault
from app.i18n import _

M = TypeVar("M", bound=BaseModel)
Typed = dict[str, str]


# An article, and a set of fields for each of a hundred candidates. All of a body is limited in app.web.limits.
MOST_FIELDS, LARGEST_FIELD = 3_000, 4 * 1024 * 1024


async def read_form(request: Request) -> FormData:
    """What a form sent, whole."""
    return await request.form(max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)


async def _posted(request: Request) -> AsyncIterator[FormData]:
    # A file that came with it is closed behind the answer.
    async with request.form(max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD) as form:
        yield form


# The same for endpoints that are plain functions.
Posted = Annotated[FormData, Depends(_posted)]


def typed_in(sent: ImmutableMultiDict[str, Any], names: Iterable[str]) -> Typed:
    """What was typed into the fields with these names, as it was typed; what has no such field is left out."""
    return {name: value for name in names if isinstance(value := sent.get(name), str) and value}


@dataclass(frozen=True, slots=True)
class Binding(Generic[M]):
    """How the fields of a form become a model.

    `required`: what a field says when it is empty and must not be. `places`: the field at which a fault of a group
    of fields is shown ("source": "source.title"). `stand_ins`: good values for fields that cannot simply be left out
    when they are wrong, so that the rules about the others can still be asked.
    """

    model: type[M]
    required: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    def bind(self, typed: Mapping[str, str]) -> Bound[M]:
        """Read what was typed under dotted names ("source.title"); blank fields count as not there.

        Faults come in the order in which the model names its fields, one for each field.
        """
        values = dict(typed)
        faults: dict[str, Fault] = {}
        while True:
            try:
                model = self.model.model_validate(_nested(self.model, values))
            except ValidationError as refused:
                self._mend(values, faults, refused)
            else:
                return Bound(model, tuple(faults.values()))

    def _mend(self, values: dict[str, str], faults: dict[str, Fault], refused: ValidationError) -> None:
        """Note what is wrong, and put a stand-in for it: a rule about several fields is asked only of good ones."""
        for error in refused.errors():
            place = ".".join(str(part) for part in error["loc"])
            name = self.places.get(place, place)
            if name in faults:
                raise AssertionError(f"the stand-in of {name} is refused as well") from refused
        for error in refused.errors():
            place = ".".join(str(part) for part in error["loc"])
            name = self.places.get(place, place)
            faults.setdefault(name, Fault(name, self._message(name, error)))
            values[name] = self.stand_ins.get(name, "")

    def _message(self, name: str, error: Any) -> str:
        if error["type"] == "missing" and name in self.required:
            return self.required[name]()
        return message_of(error)


@dataclass(frozen=True, slots=True)
class Bound(Generic[M]):
    """A model, and what was wrong with what was typed: where there are faults, stand-ins are in their places."""

    model: M
    faults: tuple[Fault, ...]


def message_of(error: Any) -> str:
    """A fault that Pydantic found, in words for the person who typed."""
    context = error.get("ctx", {})
    words: dict[str, Callable[[], str]] = {
        "missing": lambda: _("this is needed"),
        "string_too_short": lambda: _("this is needed"),
        "string_too_long": lambda: _("longer than {n} characters", n=context["max_length"]),
        "literal_error": lambda: _("choose one of those that are listed"),
        "int_parsing": lambda: _("choose one of those that are listed"),
        "int_parsing_size": lambda: _("choose one of those that are listed"),
        "greater_than_equal": lambda: _("choose one of those that are listed"),
        "less_than_equal": lambda: _("choose one of those that are listed"),
        "value_error": lambda: str(context["error"]),
    }
    say = words.get(error["type"])
    return say() if say else str(error["msg"])


def _nested(model: type[BaseModel], typed: Mapping[str, str]) -> dict[str, Any]:
    """{"source.title": "x"} as {"source": {"title": "x"}}, with a place for every group that the model has."""
    values = _groups(model)
    for name, text in typed.items():
        if text.strip():
            *path, last = name.split(".")
            place = values
            for part in path:
                place = place.setdefault(part, {})
            place[last] = text
    return values


def _groups(model: type[BaseModel]) -> dict[str, Any]:
    kinds = {name: info.annotation for name, info in model.model_fields.items()}
    return {
        name: _groups(kind)
        for name, kind in kinds.items()
        if isinstance(kind, type) and issubclass(kind, BaseModel)
    }
