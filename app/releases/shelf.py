"""The releases that lie in the folder of releases: what /data lists and serves."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import NotFound
from app.i18n import _
from app.releases.freeze import SUMS, digest_of

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release: its name in it, its size in bytes, its SHA-256."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its folder, the data version and the moment of its last revision, its files."""

    folder: Path
    version: int
    at: datetime
    files: tuple[File, ...]

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.folder.name


def releases_in(folder: Path) -> list[Release]:
    """Every release in a folder, the newest record first. What is no release, or is unfinished, is passed over."""
    if not folder.is_dir():
        return []
    found = [release for path in folder.iterdir() if (release := _release(path))]
    return sorted(found, key=lambda release: (release.version, release.name), reverse=True)


def file_of(folder: Path, release: str, name: str) -> tuple[Path, str]:
    """Where a file of a release lies, and its SHA-256. NotFound for what is not one of its files."""
    found = _release(folder / release) if _NAME.fullmatch(release) else None
    for file in found.files if found else ():
        if found and file.name == name:
            return found.folder / name, file.digest
    raise NotFound(_("There is nothing at this address."))


def _release(path: Path) -> Release | None:
    if not _NAME.fullmatch(path.name):
        return None
    try:
        package = json.loads((path / "datapackage.json").read_text(encoding="utf-8"))
        lines = (path / SUMS).read_text(encoding="utf-8").splitlines()
        sums = [(name, digest) for digest, _space, name in (line.partition("  ") for line in lines)]
        sums.append((SUMS, digest_of(path / SUMS)))
        files = tuple(File(name, (path / name).stat().st_size, digest) for name, digest in sums)
        return Release(path, int(package["version"]), datetime.fromisoformat(package["created"]), files)
    except (OSError, ValueError, KeyError, TypeError):
        return None
