"""The files of backups: written beside their place, closed to others, named when whole, told by a checksum."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import mkstemp

from app.backups.contents import NotSound
from app.i18n import _

MOMENT = "%Y%m%dT%H%M%S%fZ"
A_MOMENT = "[0-9]" * 8 + "T" + "[0-9]" * 12 + "Z"


def stamp() -> str:
    """The moment (UTC) as names of files have it, to the microsecond."""
    return datetime.now(UTC).strftime(MOMENT)


def dated(file: Path) -> Path:
    """FILE with this moment in its name."""
    return file.with_name(f"{file.stem}-{stamp()}{file.suffix}")


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """An empty file beside `file`, for its owner alone; gone at the end unless it was renamed."""
    # It is for its owner alone: a copy holds the hashes of passwords and tokens.
    handle, made = mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(handle)
    beside = Path(made)
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def name(written: Path, file: Path) -> None:
    """Give what was written its name, with its checksum beside it. The checksum comes last: it says "verified"."""
    settle(written)
    with unfinished(checksum_of(file)) as told:
        told.write_text(f"{digest(written)}  {file.name}\n", encoding="utf-8")
        settle(told)
        written.replace(file)
        told.replace(checksum_of(file))
    settle(file.parent)


def checksum_of(file: Path) -> Path:
    """Where its checksum is: a file that `sha256sum -c` reads."""
    return file.with_name(f"{file.name}.sha256")


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def compare_checksum(file: Path, copied: Path | None = None) -> bool:
    """Whether there is a checksum to compare with. NotSound where `copied` (else `file` itself) does not have it."""
    beside = checksum_of(file)
    if not beside.exists():
        return False
    said = beside.read_text(encoding="utf-8").split()[:1]
    if said != [digest(copied or file)]:
        raise NotSound(_("{file} is not what was written: its checksum is another.", file=file))
    return True


def verified_copies(folder: Path) -> list[Path]:
    """The copies in a folder that have their checksum, the newest first."""
    found = [told.with_suffix("") for told in folder.glob("*.sha256")] if folder.is_dir() else []
    return sorted(
        (file for file in found if file.is_file()), key=lambda file: file.stat().st_mtime, reverse=True
    )


def drop_older(file: Path, keep: int, made: Path) -> list[Path]:
    """Remove all but the newest `keep` of the dated copies of `file`; those that went.

    The one just `made` stays, even where the clock was set back and the others are named for a later moment.
    """
    pattern = f"{_plain(file.stem)}-{A_MOMENT}{_plain(file.suffix)}"
    others = (path for path in file.parent.glob(pattern) if path.name != made.name)
    older = sorted(others, reverse=True)[keep - 1 :]
    for old in older:
        checksum_of(old).unlink(missing_ok=True)
        old.unlink()
    return older


def _plain(part: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in part)
