"""The SDK's own client, talking to a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent, Tool

from app.db import Database
from tests.support.listening import listening
from tests.support.loops import run

Row = dict[str, Any]
# Assistants of today ask one way, those of 2025 another: both are answered.
ERAS = ("2026-07-28", "legacy")


@pytest.fixture(scope="package")
def server(seeded: Database) -> Iterator[str]:
    with listening(seeded) as address:
        yield address


def tools_of(server: str, era: str = "auto") -> list[Tool]:
    async def ask() -> list[Tool]:
        async with Client(f"{server}/mcp", mode=era) as client:
            return (await client.list_tools()).tools

    return run(ask())


def results(server: str, *calls: tuple[str, Row], era: str = "auto") -> list[CallToolResult]:
    """What each call gives, over one connection. The client checks each answer against the schema that was promised."""

    async def ask() -> list[CallToolResult]:
        async with Client(f"{server}/mcp", mode=era) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return run(ask())


def answers(server: str, *calls: tuple[str, Row], era: str = "auto") -> list[Row]:
    found = results(server, *calls, era=era)
    for result in found:
        assert not result.is_error, text_of(result)
        assert json.loads(text_of(result)) == result.structured_content
    return [dict(result.structured_content) for result in found]


def answer(server: str, name: str, **arguments: Any) -> Row:
    [found] = answers(server, (name, arguments))
    return found


def text_of(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


def fetched(address: str) -> Any:
    """What an address of the API answers."""
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
        return json.loads(answer.read())
