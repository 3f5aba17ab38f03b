"""A copy of a small record, made once, and a plain file server that has it in a folder of its site."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.ledger.change import changing
from app.sheets.loader import load_folder
from app.site.make import Made, Wanted, make_copy
from tests.conftest import copy_of, open_sqlite
from tests.support.loops import apart

TODAY = date(2013, 3, 1)
SHEETS = {
    "operations.csv": (
        "code,name,kind,summary,theatre,started_on,opens_on,covered_until\n"
        "serval,Operation Serval,combat,French operation.,MLI,2013-01-11,2013-01-17,2013-02-15\n"
    ),
    "categories.csv": (
        "code,name,group,unit,sort\ntroops,Troops,personnel,people,1\ntransport,Transport,aircraft,aircraft,2\n"
    ),
    "pledges.csv": (
        "pledge,operation,contributor,category,on,status,quantity,evidence,source_title,source_publisher\n"
        "fra,serval,FRA,troops,2013-01-14,committed,2500,2500 <b>soldiers</b>,Mali: who?,The Guardian\n"
        "fra,,,,2013-01-16,deployed,1400,1400 there,Mali: who?,The Guardian\n"
        "dnk,serval,DNK,transport,2013-01-15,committed,,a plane or two,Denmark,Politiken\n"
    ),
}
# Countries without a pledge make pages like each other: two are enough.
FEWER = "DELETE FROM contributor WHERE code NOT IN ('FRA', 'DNK', 'MLI', 'XKX')"


@dataclass(frozen=True)
class Copied:
    """A copy, and what it was made of."""

    folder: Path
    settings: Settings
    made: Made

    def read(self, place: str) -> str:
        return (self.folder / place).read_text()


def copy_to(folder: Path, settings: Settings, **wanted: Any) -> Made:
    """Make a copy, which begins an event loop of its own."""
    return apart(lambda: make_copy(settings, Wanted(folder, TODAY, **wanted), lambda *_told: None))


class Quiet(SimpleHTTPRequestHandler):
    """A web host that knows nothing but files."""

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def small_record(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One operation, three pledges: to read only."""
    folder = tmp_path_factory.mktemp("small")
    for name, text in SHEETS.items():
        (folder / name).write_text(text)
    path = copy_of(empty_file, folder)
    with sqlite3.connect(path) as store:
        store.execute(FEWER)
    store.close()
    database = open_sqlite(path)
    with changing(database, "seed") as change:
        load_folder(change, folder, lambda _rows: None)
    database.close()
    return path


@pytest.fixture(scope="session")
def small_settings(small_record: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{small_record}", featured="serval", _env_file=None)


@pytest.fixture(scope="session")
def copied(small_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    folder = tmp_path_factory.mktemp("host") / "news" / "mali"
    made = copy_to(folder, small_settings)
    return Copied(folder, small_settings, made)


@pytest.fixture(scope="session")
def host(copied: Copied) -> Iterator[str]:
    """The address of the copy, two folders below the top of a host."""
    top = copied.folder.parent.parent
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(top))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/news/mali/"
        server.shutdown()
        thread.join()
