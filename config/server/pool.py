"""Threads for what takes time: a few, with a short queue, so that whoever cannot be served soon is told at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

T = TypeVar("T")


class OverloadedError(Exception):
    """There is more to do than can be done soon."""


class Turns:
    """One at a time for each key, and no thread for those who wait."""

    def __init__(self) -> None:
        self.locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, key: str | None, seconds: float) -> AsyncIterator[None]:
        """Wait until nobody else is inside with a key, if there is one; OverloadedError if that takes too long."""
        if key is None:
            yield
            return
        lock = self.locks.setdefault(key, asyncio.Lock())
        try:
            async with asyncio.timeout(seconds):
                await lock.acquire()
        except TimeoutError:
            raise OverloadedError from None
        try:
            yield
        finally:
            lock.release()


class Pool:
    """So many threads; at most `queue` callers wait for one, and none for longer than `seconds`."""

    def __init__(self, name: str, threads: int, queue: int, seconds: float) -> None:
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.free = asyncio.Semaphore(threads)
        self.queue, self.seconds = queue, seconds
        self.waiting = 0

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """What a function gives in a thread; OverloadedError if none is free in time."""
        await self.acquire()
        try:
            return await asyncio.get_running_loop().run_in_executor(self.executor, function, *args)
        finally:
            self.free.release()

    async def acquire(self) -> None:
        if self.waiting >= self.queue:
            raise OverloadedError
        self.waiting += 1
        try:
            async with asyncio.timeout(self.seconds):
                await self.free.acquire()
        except TimeoutError:
            raise OverloadedError from None
        finally:
            self.waiting -= 1
