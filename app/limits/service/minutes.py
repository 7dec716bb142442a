"""How long players play: each minute in which they did something, written off the critical path."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.identity.rules.players import today_in
from app.limits.rules.sittings import PAUSE
from app.limits.store import play as store
from app.plumbing.db import Database
from app.tenants.rules import Community

log = structlog.get_logger()

WRITE_EVERY_SECONDS = 5.0
# A database that is away must not fill our memory.
WAITING_MAX = 100_000

Noted = tuple[UUID, date, datetime]


class Minutes:
    """The minutes that this process has seen and not written yet."""

    def __init__(self) -> None:
        self._last: dict[UUID, datetime] = {}
        self._waiting: dict[UUID, dict[tuple[UUID, datetime], Noted]] = defaultdict(dict)

    def note(self, player_id: UUID, community: Community, now: datetime) -> None:
        """Remember that the player does something: the first time in a minute, and then no more."""
        minute = now.replace(second=0, microsecond=0)
        if self._last.get(player_id) == minute:
            return
        if len(self._last) >= WAITING_MAX:
            self._last.clear()
        self._last[player_id] = minute
        waiting = self._waiting[community.id]
        if len(waiting) < WAITING_MAX:
            day = today_in(community.settings.time_zone, minute)
            waiting[player_id, minute] = (player_id, day, minute)

    async def write(self, database: Database) -> None:
        """Each community's minutes in one statement a minute; what fails is tried again."""
        for tenant_id in list(self._waiting):
            noted = self._waiting.pop(tenant_id)
            try:
                await self._write_community(database, tenant_id, noted.values())
            except (SQLAlchemyError, OSError) as error:
                self._waiting[tenant_id] = noted | self._waiting[tenant_id]
                log.warning("play time not written", error=type(error).__name__)

    @staticmethod
    async def _write_community(database: Database, tenant_id: UUID, noted: Iterable[Noted]) -> None:
        by_minute: dict[datetime, list[Noted]] = defaultdict(list)
        for one in noted:
            by_minute[one[2]].append(one)
        async with database.tenant(tenant_id) as tx:
            for minute in sorted(by_minute):
                await store.add_minutes(tx, by_minute[minute], pause=PAUSE)

    @asynccontextmanager
    async def written(self, database: Database) -> AsyncIterator[None]:
        """Write from time to time, and once more at the end."""
        writing = asyncio.create_task(self._write_forever(database))
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            await self.write(database)

    async def _write_forever(self, database: Database) -> None:
        while True:
            await asyncio.sleep(WRITE_EVERY_SECONDS)
            await self.write(database)
