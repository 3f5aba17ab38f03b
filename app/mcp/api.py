"""The address of the Model Context Protocol, for assistants: read-only, open to all, nothing kept between calls."""

from __future__ import annotations

from types import ModuleType
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.i18n import _
from app.web.local import is_loopback
from app.web.problem import problem

PATH = "/mcp"
router = APIRouter(include_in_schema=False)


@router.post(PATH, name="mcp")
async def ask(request: Request) -> Response:
    """Hand the request to the SDK, in this application with all that stands before it."""
    if not is_known(request):
        message = _(
            "This server is not known as {host}. Whoever runs it sets MUSTER_PUBLIC_URL to the address readers use.",
            host=request.headers.get("host", ""),
        )
        return problem(421, message)
    return _ByTheSdk(await run_in_threadpool(_sdk))


def is_known(request: Request) -> bool:
    """Whether the server is asked by its own name: a page that made its name lead here (DNS rebinding) is refused."""
    public = urlsplit(request.app.state.settings.public_url).netloc
    return is_loopback(request.url.hostname or "") or request.headers.get("host", "") == public


def _sdk() -> ModuleType:
    """Most of a second at the first call, which the start of the server need not wait for."""
    from app.mcp import server  # noqa: PLC0415 - see above

    return server


class _ByTheSdk(Response):
    """An answer that the SDK writes itself."""

    def __init__(self, sdk: ModuleType) -> None:
        super().__init__()
        self.sdk = sdk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.sdk.serve(scope, receive, send)
