"""Pages of leaderboards that somebody asked for a moment ago: many ask for the same ones.

All players of a community see the same page, so one answer serves all who ask within a second,
and those who ask meanwhile wait for it together.  What is for some eyes only never comes here.
"""

import asyncio
import time
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass
from uuid import UUID

from app.competitions.rules.settings import Standing
from app.leaderboards.rules.boards import Around, Scope
from app.leaderboards.service.reading import Excerpt, list_around, list_rows, show_own
from app.plumbing.db import BeginIn
from app.plumbing.pipelines import Pipelines
from app.plumbing.recent import Recent

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

    def __init__(
        self, reading: BeginIn, pipelines: Pipelines, *, pages_max: int = PAGES_MAX
    ) -> None:
        self._reading = reading
        self._pipelines = pipelines
        # Everybody's own is asked for anew, but together with all who ask meanwhile.
        self._own = Recent[Around, Excerpt](self._look_around, keeps=lambda _: False)
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

    async def show_own(
        self,
        tenant_id: UUID,
        scope: Scope,
        by: Standing | None,
        *,
        player_id: UUID,
        neighbours: int,
    ) -> Excerpt:
        """A player's own place, in the order that is kept or in another."""
        if by is None and scope.is_whole:
            own = Around(board_id=scope.board_id, player_id=player_id, neighbours=neighbours)
            if found := await self._own.find(tenant_id, own):
                return found
        async with self._reading(tenant_id) as tx:
            return await show_own(tx, scope, by, player_id=player_id, neighbours=neighbours)

    def forget(self) -> None:
        self._pages.clear()

    async def _look_around(self, tenant_id: UUID, asked: Sequence[Around]) -> dict[Around, Excerpt]:
        async with self._pipelines.one() as pipeline:
            return await list_around(pipeline, tenant_id, asked)

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
