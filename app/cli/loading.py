"""Commands that are loaded when they are asked for: each begins without what the others need."""

import gc
from collections import UserDict
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from operator import attrgetter

import click

SELDOM = (50_000, 20, 100)


class Commands(UserDict[str, click.Command]):
    """The commands by their names, from where each of them is: "record.check" is `check` in app/cli/record.py."""

    def __init__(self, places: Mapping[str, str]) -> None:
        super().__init__()
        # The names are there to be listed; what stands beside them is looked up.
        self.data = dict(places)  # type: ignore[arg-type]

    def __getitem__(self, name: str) -> click.Command:
        return _loaded(str(self.data[name]))


@cache
def _loaded(place: str) -> click.Command:
    """What is loaded stays until the end: nobody looks through it for what may go, neither then nor later."""
    module, _dot, name = place.partition(".")
    gc.disable()
    try:
        found: click.Command = attrgetter(name)(import_module(f"app.cli.{module}"))
    finally:
        gc.enable()
        gc.freeze()
        # A load makes millions of things, hardly any of which hold each other.
        gc.set_threshold(*SELDOM)
    return found
