"""The floor: an ASGI function that sends the bytes of a file, and does nothing else."""

import json
import os
from pathlib import Path
from typing import Any

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()
STATUS = int(os.environ.get("BENCH_STATUS", "200"))
LENGTH = [["content-type", "application/octet-stream"], ["content-length", str(len(BODY))]]
TOLD = json.loads(os.environ.get("BENCH_HEADERS", "[]")) or LENGTH
HEADERS = [(name.encode(), value.encode()) for name, value in TOLD]


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send the body."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": STATUS, "headers": HEADERS})
        await send({"type": "http.response.body", "body": BODY})
