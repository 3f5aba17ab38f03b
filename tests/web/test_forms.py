"""Binding a form to a model: dotted names, blank fields, all faults at once."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, model_validator
from starlette.datastructures import FormData

from app.web.forms import Binding, typed_in


class Paper(BaseModel):
    title: str = ""
    address: Annotated[str, Field(max_length=20)] = ""
    number: int | None = None

    @model_validator(mode="after")
    def _is_named(self) -> "Paper":
        if not self.title and not self.address:
            raise ValueError("name it")
        return self


class Said(BaseModel):
    on: date
    kind: Literal["promise", "gift"]
    until: date | None = None
    paper: Paper

    @model_validator(mode="after")
    def _in_order(self) -> "Said":
        if self.until and self.until < self.on:
            raise ValueError("too early")
        return self


class Gift(BaseModel):
    who: str
    said: Said


BINDING = Binding(
    Gift,
    required={"who": lambda: "say who"},
    places={"said": "said.until", "said.paper": "said.paper.title"},
    stand_ins={"who": "-", "said.on": "0001-01-01", "said.kind": "gift", "said.paper.title": "-"},
)
GOOD = {"who": "France", "said.on": "2013-01-17", "said.kind": "gift", "said.paper.title": "A"}


def faults(**changes: str) -> dict[str, str]:
    typed = {**GOOD, **{name.replace("__", "."): text for name, text in changes.items()}}
    return {fault.field: fault.message for fault in BINDING.bind(typed).faults}


def test_dotted_names_become_a_nested_model() -> None:
    bound = BINDING.bind(GOOD | {"said.paper.number": "7"})
    assert bound.faults == ()
    assert (bound.model.who, bound.model.said.on, bound.model.said.paper.number) == (
        "France",
        date(2013, 1, 17),
        7,
    )


def test_blank_fields_are_as_if_they_were_not_there() -> None:
    bound = BINDING.bind(GOOD | {"said.until": "", "said.paper.number": " \t"})
    assert bound.faults == ()
    assert bound.model.said.paper.number is None


def test_required_field_says_what_it_needs() -> None:
    assert faults(who=" ") == {"who": "say who"}
    assert faults(said__on="") == {"said.on": "this is needed"}


def test_every_fault_is_told_also_of_rules_behind_another_fault() -> None:
    told = faults(
        who="", said__on="2013-01-17", said__kind="loan", said__until="2013-01-01", said__paper__title="",
        said__paper__number="x",
    )  # fmt: skip
    assert told == {
        "who": "say who",
        "said.kind": "choose one of those that are listed",
        "said.paper.number": "choose one of those that are listed",
        "said.paper.title": "name it",
        "said.until": "too early",
    }


def test_rule_about_two_fields_is_not_asked_of_one_that_is_wrong() -> None:
    assert list(faults(said__on="soon", said__until="2013-01-01")) == ["said.on"]


def test_group_of_which_nothing_was_typed_is_asked_for_by_its_fields() -> None:
    assert set(BINDING_FAULTS_OF_NOTHING) == {"who", "said.on", "said.kind", "said.paper.title"}


BINDING_FAULTS_OF_NOTHING = [fault.field for fault in BINDING.bind({}).faults]


def test_model_with_stand_ins_can_be_asked_for_more() -> None:
    bound = BINDING.bind(GOOD | {"said.on": "soon", "said.paper.address": "x" * 21})
    assert bound.model.said.on == date(1, 1, 1)
    assert bound.model.said.paper.address == ""
    assert bound.model.said.paper.title == "A"
    assert [fault.message for fault in bound.faults][1] == "longer than 20 characters"


def test_stand_in_that_is_refused_itself_is_a_mistake_of_ours() -> None:
    careless = Binding(Gift, stand_ins={"said.kind": "loan"})
    with pytest.raises(AssertionError, match=r"said\.kind"):
        careless.bind(GOOD | {"said.kind": "other"})


def test_only_named_fields_are_taken_and_each_as_it_was_typed() -> None:
    sent = FormData([("who", " France "), ("else", "x"), ("item", ""), ("on", "1"), ("on", "2")])
    assert typed_in(sent, ("who", "item", "on")) == {"who": " France ", "on": "2"}
