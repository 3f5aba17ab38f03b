"""Requests handed to an application itself, many at once, and what it takes to hold one of them up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from httpx2 import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import Settings
from app.frozen import today
from app.web.keeping import Keeping, mark_of
from app.web.shelf import Shelf

HOST = (b"host", b"muster.example")
MB = 1024 * 1024
PUBLIC = {"cache-control": "no-cache", "etag": '"1-a"'}


@dataclass(slots=True)
class Answer:
    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        return dict(self.headers).get(name.encode(), b"").decode()


async def ask(app: ASGIApp, path: str = "/pledges", method: str = "GET", **headers: str) -> Answer:
    """One request of a reader from elsewhere; `headers` with underscores for hyphens."""
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    path, _mark, query = path.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "scheme": "http",
        "headers": [HOST, *named],
        "client": ("192.0.2.7", 1),
        "server": ("muster.example", 80),
        "http_version": "1.1",
        "app": SimpleNamespace(state=SimpleNamespace(settings=Settings(_env_file=None))),
    }
    answer = Answer()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        else:
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer


class Maker:
    """An application that makes answers as it is told, counts them, and waits at a gate where there is one."""

    def __init__(self, body: bytes = b"made", status: int = 200, headers: Mapping[str, str] = PUBLIC) -> None:
        self.body, self.status = body, status
        self.headers = {**PUBLIC, **headers}
        self.is_marked, self.is_streamed = True, False
        self.made = 0
        self.state = "1"
        self.day: Callable[[], date] = today
        self.gate: asyncio.Event | None = None
        self.shelf = Shelf(MB)
        self.app = Keeping(self, self.newest, self.shelf)

    async def newest(self) -> str | None:
        return self.state

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.made += 1
        if self.is_marked:
            mark_of(scope).moment = (self.state, self.day())
        if self.gate:
            await self.gate.wait()
        headers = {**self.headers, "content-length": str(len(self.body))}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        await send({"type": "http.response.body", "body": self.body, "more_body": self.is_streamed})
        if self.is_streamed:
            await send({"type": "http.response.body", "body": b" and more"})


async def until(is_so: Callable[[], bool]) -> None:
    """Let the others go on until something is so."""
    while not is_so():  # noqa: ASYNC110 - no event tells of it: what is watched is the application's own
        await asyncio.sleep(0)


def head_of(answer: Response) -> dict[str, str]:
    """The headers of an answer but for its request's own id."""
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}
