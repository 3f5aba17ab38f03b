"""Work on sheets that were sent: one at a time in a thread of its own, so that a page can say how far it is."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

from app.config import Settings
from app.db import Database
from app.errors import MusterError
from app.i18n import _
from app.sheets.cleaning.mapping import NO_MAP, read_map
from app.sheets.importing import ALL, TRY, Outcome, names_of, run
from app.sheets.outcome import outcome_row
from app.sheets.prepare import Prepared, prepare
from app.sheets.uploads import Upload, Uploads

logger = logging.getLogger("muster")
# How long a request waits for work that is nearly always done by then; and how often it is told how far it is.
PATIENCE, STEP = 4.0, 0.5
SENT, RUNNING, DONE, FAILED, STOPPED = "sent", "running", "done", "failed", "stopped"


class Importer:
    """Tries and loads sheets for the pages."""

    def __init__(self, settings: Settings) -> None:
        self.uploads = Uploads.of(settings)
        self._url = settings.database_url
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="import")

    def start(self, upload: Upload, actor: str, way: str) -> None:
        """Begin to try or load a sheet, unless somebody works on it or it was loaded; wait for it a little."""
        release = upload.lock()
        if release is None:
            return
        if is_loaded(upload.state()):
            release()
            return
        upload.tell({"phase": RUNNING, "way": way, "rows": 0, "of": 0})
        # In the reader's language, which the thread would not know.
        work_here = copy_context().run
        job: Future[None] = self._threads.submit(work_here, self._work, upload, actor, way, release)
        wait([job], PATIENCE)

    def _work(self, upload: Upload, actor: str, way: str, release: Callable[[], None]) -> None:
        try:
            upload.tell(self._done(upload, actor, way))
        except MusterError as error:
            upload.tell({"phase": FAILED, "way": way, "message": str(error)})
        except (OSError, DBAPIError):
            logger.exception("an import could not be stored")
            message = _("The record cannot be written now. Nothing was stored: please try again later.")
            upload.tell({"phase": FAILED, "way": way, "message": message})
        except Exception:
            logger.exception("an import failed")
            message = _("Something went wrong here, and is written in the log. Nothing was stored.")
            upload.tell({"phase": FAILED, "way": way, "message": message})
        finally:
            release()

    def _done(self, upload: Upload, actor: str, way: str) -> dict[str, Any]:
        # A connection of its own: requests keep theirs.
        database = Database(self._url, 1)
        try:
            prepared, outcome = work(database, upload, actor, way)
            database.know_sizes()
        finally:
            database.close()
        row = outcome_row(outcome, prepared, dry_run=way == TRY)
        return {"phase": DONE, "way": way, "header": prepared.header, "outcome": row}

    def close(self) -> None:
        """Finish what is under way."""
        self._threads.shutdown()


def work(database: Database, upload: Upload, actor: str, way: str) -> tuple[Prepared, Outcome]:
    """Prepare a sheet that was sent, and try or load it."""
    shutil.rmtree(upload.made, ignore_errors=True)
    upload.made.mkdir(mode=0o700)
    how = read_map(upload.map.read_bytes()) if upload.map.exists() else NO_MAP
    with database.reading() as reader:
        known = names_of(reader)
    prepared = prepare(upload.sheet, upload.about()["name"], upload.made, how, known)
    outcome = run(database, actor, prepared, way, Progress(upload, way, 2 * prepared.rows).add)
    if way == ALL and not outcome.stored:
        # The record has changed since it was tried: what would come of it now is shown.
        outcome = run(database, actor, prepared, TRY, Progress(upload, TRY, 2 * prepared.rows).add)
    return prepared, outcome


@dataclass(slots=True)
class Progress:
    """Tells how far work is, now and then."""

    upload: Upload
    way: str
    of: int
    rows: int = 0
    told: float = 0.0

    def add(self, rows: int) -> None:
        """So many more rows."""
        self.rows = min(self.of, self.rows + rows)
        if time.monotonic() >= self.told + STEP:
            self.told = time.monotonic()
            self.upload.tell({"phase": RUNNING, "way": self.way, "rows": self.rows, "of": self.of})


def is_loaded(state: dict[str, Any]) -> bool:
    """Whether the sheet is in the record."""
    return state["phase"] == DONE and bool(state["outcome"]["stored"])


def phase_of(upload: Upload) -> dict[str, Any]:
    """How far it is; STOPPED where the process that worked on it is gone, and with it all that it had begun."""
    state = upload.state()
    if state["phase"] in (SENT, RUNNING) and not upload.is_worked_on():
        # It may have finished between the two looks.
        state = upload.state()
        if state["phase"] in (SENT, RUNNING):
            return {**state, "phase": STOPPED}
    return state
