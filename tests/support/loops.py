"""Running what is asynchronous, whatever this thread is at: a browser of the tests may keep a loop in it."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

Found = TypeVar("Found")


def run(work: Coroutine[Any, Any, Found]) -> Found:
    """What a coroutine gives, from a loop of its own."""
    return apart(lambda: asyncio.run(work))


def apart(work: Callable[[], Found]) -> Found:
    """What a call gives that may begin a loop, from a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(copy_context().run, work).result()
