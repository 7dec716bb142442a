"""Pages of leaderboards that somebody asked for a moment ago: many ask for the same ones.

All players of a community see the same page, so one answer serves all who ask within a second,
and those who ask meanwhile wait for it together.  What is for some eyes only never comes here.
"""

import asyncio
import time
from contextvars import Context
from dataclasses import dataclass
from uuid import UUID

from app.competitions.rules.settings import Standing
from app.leaderboards.rules.boards import Scope
from app.leaderboards.service.reading import Excerpt, list_rows
from app.plumbing.db import BeginIn

MEMORY_SECONDS = 1.0
PAGES_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    tenant_id: UUID
    scope: Scope
    by: Standing | None
    after: int
    limit: int


class RecentPages:
    """When full, it begins anew."""

    def __init__(self, reading: BeginIn, *, pages_max: int = PAGES_MAX) -> None:
        self._reading = reading
        self._pages_max = pages_max
        self._pages: dict[Wanted, tuple[float, Excerpt]] = {}
        self._asking: dict[Wanted, asyncio.Task[Excerpt]] = {}

    async def get(self, wanted: Wanted) -> Excerpt:
        until, page = self._pages.get(wanted, (0.0, None))
        if page is not None and until >= time.monotonic():
            return page
        if wanted not in self._asking:
            # Nobody's request: whoever asked first may leave before the answer comes.
            task = asyncio.create_task(self._ask(wanted), context=Context())
            self._asking[wanted] = task
            task.add_done_callback(lambda _: self._asking.pop(wanted))
        return await asyncio.shield(self._asking[wanted])

    def forget(self) -> None:
        self._pages.clear()

    async def _ask(self, wanted: Wanted) -> Excerpt:
        asked_at = time.monotonic()
        async with self._reading(wanted.tenant_id) as tx:
            page = await list_rows(
                tx, wanted.scope, wanted.by, after=wanted.after, limit=wanted.limit
            )
        if len(self._pages) >= self._pages_max:
            self._pages.clear()
        self._pages[wanted] = asked_at + MEMORY_SECONDS, page
        return page
