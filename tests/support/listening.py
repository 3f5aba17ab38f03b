"""A real server in a thread, on a record that is there: for clients that cannot be handed an application."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn

from app.config import Settings
from app.db import Database
from app.main import create_app
from app.web.connections import Patient


@contextmanager
def listening(database: Database, buffer: int = 0, **settings: Any) -> Iterator[str]:
    """Where it is. The port is open before the thread begins, so whoever asks too early only waits.

    `buffer`: what the system keeps for a reader who does not take it, in bytes at most; 0: as it likes.
    """
    app = create_app(Settings(database_url=database.url, _env_file=None, **settings))
    with socket.socket() as listener:
        if buffer:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        server = uvicorn.Server(uvicorn.Config(app, http=Patient, log_config=None, access_log=False))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
