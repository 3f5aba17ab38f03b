"""Sheets that wait between preview and loading: in a folder that only this server reads, for an hour, and not many.

Each has a number that cannot be guessed, of which the folder's name is a hash, and belongs to who sent it.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy.engine import make_url

from app.config import ROOT, Settings
from app.errors import NotFound, Unavailable
from app.i18n import _

SECONDS = 3_600
# How many may wait, of one person and in all.
OF_ONE, IN_ALL = 3, 12
BLOCK = 1 << 20
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A sheet that waits, at its address's `token`."""

    token: str
    folder: Path

    @property
    def sheet(self) -> Path:
        """The file as it was sent."""
        return self.folder / "sheet"

    @property
    def map(self) -> Path:
        """The map that was sent with it; there may be none."""
        return self.folder / "map.toml"

    @property
    def made(self) -> Path:
        """Where the prepared sheet stands."""
        return self.folder / "made"

    def about(self) -> State:
        """Whose it is, and what it was called."""
        found: State = orjson.loads((self.folder / "about.json").read_bytes())
        return found

    def state(self) -> State:
        """How far it is."""
        found: State = orjson.loads((self.folder / "state.json").read_bytes())
        return found

    def tell(self, state: State) -> None:
        """Write down how far it is; who reads it sees the whole of one or of the other."""
        new = self.folder / "state.new"
        new.write_bytes(orjson.dumps(state))
        new.replace(self.folder / "state.json")

    def lock(self) -> Callable[[], None] | None:
        """Take it for work, until what is given back is called or this process ends; None where it is taken."""
        handle = os.open(self.folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return lambda: os.close(handle)

    def is_worked_on(self) -> bool:
        """Whether somebody has it."""
        release = self.lock()
        if release:
            release()
        return release is None


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder in which they wait."""

    folder: Path

    @classmethod
    def of(cls, settings: Settings) -> Uploads:
        """Beside the record's file, where it is one; else in data/."""
        url = make_url(settings.database_url)
        beside = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return cls((Path(str(url.database)).parent if beside else ROOT / "data") / "uploads")

    def keep(self, owner: str, name: str, sheet: BinaryIO, how: bytes = b"") -> Upload:
        """Keep a sheet. Unavailable: it cannot be stored now."""
        token = secrets.token_urlsafe(24)
        try:
            self._make_room(owner)
            upload = self._at(token)
            upload.made.mkdir(mode=0o700, parents=True)
            with upload.sheet.open("wb") as target:
                shutil.copyfileobj(sheet, target, BLOCK)
            if how:
                upload.map.write_bytes(how)
            about = {"owner": owner, "name": name, "ends": time.time() + SECONDS}
            (upload.folder / "about.json").write_bytes(orjson.dumps(about))
            upload.tell({"phase": "sent"})
        except OSError as error:
            message = _(
                "The sheet cannot be kept now: {why}. Nothing was stored.", why=error.strerror or error
            )
            raise Unavailable(message) from None
        return upload

    def find(self, owner: str, token: str) -> Upload:
        """Somebody's own sheet. NotFound: there is none, it is another's, or its hour is over."""
        upload = self._at(token)
        try:
            about = upload.about()
        except (OSError, ValueError):
            about = {}
        if about.get("owner") != owner or about["ends"] < time.time():
            raise NotFound(
                _("This sheet is not here any more: sheets wait for an hour. Please choose it again.")
            )
        return upload

    def drop(self, upload: Upload) -> None:
        """It goes away."""
        shutil.rmtree(upload.folder, ignore_errors=True)

    def _at(self, token: str) -> Upload:
        return Upload(token, self.folder / sha256(token.encode()).hexdigest()[:40])

    def _make_room(self, owner: str) -> None:
        """Those whose hour is over go, then the oldest, if there are too many; never one that is worked on."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        kept = []
        for folder in self.folder.iterdir():
            upload = Upload("", folder)
            try:
                kept.append((upload.about(), upload))
            except (OSError, ValueError):
                if folder.stat().st_mtime < time.time() - SECONDS:
                    self.drop(upload)
        kept.sort(key=lambda pair: pair[0]["ends"])
        own = [upload for about, upload in kept if about["owner"] == owner]
        over = {u.folder for about, u in kept if about["ends"] < time.time()}
        over |= {u.folder for u in own[: len(own) - OF_ONE + 1]}
        over |= {u.folder for _about, u in kept[: max(0, len(kept) - IN_ALL + 1)]}
        for _about, upload in kept:
            if upload.folder in over and not upload.is_worked_on():
                self.drop(upload)
