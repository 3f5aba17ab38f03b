"""Asking the application itself, in this process: no server, no socket, the same answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

# Whoever makes a copy sits at the record's own machine: nothing is counted against a limit.
HERE = ("127.0.0.1", 0)
HOST = "127.0.0.1:8000"


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int = 0
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""

    @property
    def kind(self) -> str:
        """Its media type."""
        return self.headers.get("content-type", "").partition(";")[0]


async def ask(app: ASGIApp, address: str) -> Answer:
    """GET an address of the record, as a reader without an account."""
    parts = urlsplit(address)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", HOST.encode())],
        "client": HERE,
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    answer = Answer()
    chunks: list[bytes] = []

    nobody_leaves = asyncio.Event()
    sent: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not sent:
            # An answer that watches whether its reader went away waits here until it is finished.
            await nobody_leaves.wait()
        return sent.pop()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], Headers(raw=message["headers"])
        else:
            chunks.append(message.get("body", b""))

    await app(scope, receive, send)
    answer.body = b"".join(chunks)
    return answer
