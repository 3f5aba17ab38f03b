"""The folder a copy is made in: beside its place until all of it is there, so that no half copy ever stands."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.errors import MusterError
from app.i18n import _, language_tag
from app.site.places import PAGE

# What tells a copy from anybody's own files: a later one may take its place.
MARKER = "copy.json"
FORMAT = "muster-copy/1"
TOP = """<!DOCTYPE html>
<html lang="{lang}">
  <head>
    <meta charset="utf-8">
    <title>Muster</title>
    <meta http-equiv="refresh" content="0; url={way}">
  </head>
  <body><a href="{way}">Muster</a></body>
</html>
"""


def check(folder: Path) -> None:
    """MusterError where a copy may not take the folder's place: it has something in it that is no earlier copy."""
    if folder.exists() and not folder.is_dir():
        raise MusterError(_("{folder} is a file: name a folder.", folder=folder))
    if folder.is_dir() and any(folder.iterdir()) and not _is_copy(folder):
        raise MusterError(
            _(
                "{folder} is not empty and holds no earlier copy: name a new folder, or empty it.",
                folder=folder,
            )
        )


def _is_copy(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / MARKER).read_text("utf-8"))["format"] == FORMAT)
    except (OSError, ValueError, LookupError, TypeError):
        return False


@contextmanager
def made_whole(folder: Path, *, keep: bool) -> Iterator[Path]:
    """A folder to fill, which takes the place of `folder` when the block ends well; with `keep` false it goes."""
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        if keep:
            _replace(folder, unfinished)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _replace(folder: Path, made: Path) -> None:
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    made.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def mark(folder: Path, said: dict[str, Any]) -> None:
    """Write down what the copy is of."""
    text = json.dumps({"format": FORMAT, **said}, indent=2, ensure_ascii=False) + "\n"
    (folder / MARKER).write_text(text, "utf-8", newline="")


def lead_on(folder: Path, languages: Sequence[str]) -> None:
    """Where no language of the copy stands at its top, a page there that leads to the first."""
    if (folder / PAGE).exists():
        return
    text = TOP.format(lang=language_tag(languages[0]), way=f"{languages[0]}/")
    (folder / PAGE).write_text(text, "utf-8", newline="")
