"""Running asynchronous code in a test, beside whatever the thread is doing.

Playwright keeps an event loop alive in the thread that opened the browser, where `asyncio.run` refuses.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it to its end in an event loop and a thread of its own; raises what it raises."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
