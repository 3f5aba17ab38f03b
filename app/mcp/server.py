"""The Model Context Protocol, by its SDK. Importing this takes a while: `app.mcp.api` does it when somebody asks."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Described
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from app import __version__
from app.answers import dumps
from app.errors import Gone, MusterError
from app.i18n import _
from app.mcp.shapes import Answer
from app.mcp.toolbox import INSTRUCTIONS, TOOLS, Tool
from app.reading import reading
from app.web.limits import BODY

logger = logging.getLogger("muster")
# It tells of its beginning and end, which here are those of each request.
logging.getLogger("mcp").setLevel(logging.WARNING)
READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


async def list_tools(_context: Any, _params: Any) -> ListToolsResult:
    """The tools, with what they take and answer as JSON Schema."""
    return ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])


async def call_tool(context: Any, params: CallToolRequestParams) -> CallToolResult:
    """What a tool answers; what cannot be asked is a result that says why, so that the asker can mend it."""
    tool = TOOLS.get(params.name)
    if tool is None:
        names = ", ".join(TOOLS)
        message = _("there is no tool {name!r}: there are {names}", name=params.name, names=names)
        raise MCPError(INVALID_PARAMS, message)
    try:
        return await run_in_threadpool(answer, context.request, tool, params.arguments or {})
    except Exception:
        # Nothing of it is told outside; the number is in the log.
        number = secrets.token_hex(6)
        logger.exception("error %s in the tool %s", number, tool.name)
        return _refused(_("Something went wrong here. It is in the log as {number}.", number=number))


def answer(request: Request, tool: Tool, arguments: Mapping[str, Any]) -> CallToolResult:
    """Ask the record on one connection, and check that the answer has the shape that was promised."""
    try:
        asked = tool.takes.model_validate(arguments)
        with reading(request) as r:
            found = tool.answers.model_validate(tool.make(r, asked)).model_dump(mode="json")
    except ValidationError as error:
        if error.title != tool.takes.__name__:  # our own answer has not its shape
            raise
        return _refused(_faults(tool, error))
    except MusterError as error:
        return _refused(f"{error} {error.reason}" if isinstance(error, Gone) else str(error))
    # What was asked for comes first, what every answer says of itself behind it.
    ordered = dict(sorted(found.items(), key=lambda item: item[0] in Answer.model_fields))
    return CallToolResult(content=[TextContent(text=dumps(ordered).decode())], structured_content=ordered)


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request. Each has a manager of its own: nothing outlives it, so nothing is started or stopped."""
    request = Request(scope)
    known = TransportSecuritySettings(
        allowed_hosts=[request.headers.get("host", "")],
        allowed_origins=[str(request.base_url).rstrip("/")],
    )
    manager = StreamableHTTPSessionManager(
        SERVER, json_response=True, stateless=True, security_settings=known, max_request_body_size=BODY
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)


def _described(tool: Tool) -> Described:
    return Described(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=_bare(tool.takes.model_json_schema()),
        output_schema=_bare(tool.answers.model_json_schema(mode="serialization")),
        annotations=READ_ONLY,
    )


def _bare(schema: Any) -> Any:
    """The schema without the titles that Pydantic makes of names: assistants pay for every word."""
    if isinstance(schema, dict):
        named = {
            key: value for key, value in schema.items() if not (key == "title" and isinstance(value, str))
        }
        return {key: _bare(value) for key, value in named.items()}
    return [_bare(value) for value in schema] if isinstance(schema, list) else schema


def _refused(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=message)], is_error=True)


def _faults(tool: Tool, error: ValidationError) -> str:
    """Each fault with its place, as the API says them."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {_fault(tool, e)}" for e in error.errors())


def _fault(tool: Tool, error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return _("is no parameter here: accepted are {names}", names=", ".join(tool.takes.model_fields))
    return str(error["msg"])


SERVER: Server[Any] = Server(
    "muster",
    version=__version__,
    title="Muster",
    instructions=INSTRUCTIONS,
    on_list_tools=list_tools,
    on_call_tool=call_tool,
)
