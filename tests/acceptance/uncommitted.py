"""A transaction that another process keeps open for a while."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.db import Database
from tests.acceptance.world import World


@contextmanager
def uncommitted(
    world: World, tenant_id: UUID, act: Callable[[AsyncConnection], Awaitable[object]]
) -> Iterator[None]:
    """What `act` does is committed once the block has ended."""
    done, commit = threading.Event(), threading.Event()

    async def hold() -> None:
        database = Database(world.settings)
        try:
            async with database.tenant(tenant_id) as tx:
                await act(tx)
                done.set()
                await asyncio.to_thread(commit.wait, 20)
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(lambda: asyncio.run(hold()))
        try:
            assert done.wait(20), "the act does not end"
            yield
        finally:
            commit.set()
        holding.result()
