"""One loop a process that reads what changed and says it to all who follow it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import psycopg
import structlog

from app.live import store
from app.live.rules.changes import Gathered, Pace
from app.live.rules.messages import PresenceUpdate, Said
from app.live.service.hub import Hub
from app.live.service.saying import say
from app.live.store import Reader
from app.plumbing.ids import new_id
from app.plumbing.settings import Settings

log = structlog.get_logger()

# Nobody notifies us, since that would put all commits into one line.  A look costs a tenth of a
# millisecond, and nobody sees a thirtieth of a second.
TICK_SECONDS = 0.03
# Without anybody who listens we only keep up.
IDLE_TICK_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 15.0
PRESENCE_SECONDS = 5.0
RECONNECT_SECONDS = 1.0


class Ticker:
    def __init__(self, settings: Settings, hub: Hub) -> None:
        self._settings = settings
        self._hub = hub
        self._pace = Pace()
        self._process = new_id()
        self._seen: str | None = None
        self._xmin = 0
        self._kept_alive_at = 0.0
        self._presence_at = 0.0
        self._told: dict[tuple[UUID, str], int] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run_for_ever())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run_for_ever(self) -> None:
        while True:
            try:
                reader = await store.connect(self._settings)
                async with reader:
                    await self._run(reader)
            except psycopg.Error as error:
                # What happens meanwhile is found afterwards: it is read from where we were.
                log.warning("live reader away", error=type(error).__name__)
            except Exception:
                log.error("live reader failed", exc_info=True)  # noqa: G201
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _run(self, reader: Reader) -> None:
        if self._seen is None:
            await self._begin(reader)
        while True:
            await self._tick(reader)
            await asyncio.sleep(TICK_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hub.somebody.wait(), IDLE_TICK_SECONDS)

    async def _begin(self, reader: Reader) -> None:
        beginning = await store.begin(reader)
        self._seen = beginning.since
        self._xmin = beginning.kept
        self._hub.memory.floor = beginning.floor

    async def _tick(self, reader: Reader) -> None:
        assert self._seen is not None  # noqa: S101 - we have begun
        read = await store.read(reader, before=self._seen)
        self._seen, self._xmin = read.snapshot, read.xmin
        self._pace.add(read.changes)
        now = time.monotonic()
        if due := self._pace.take_due(now):
            await self._say(reader, due)
        self._hub.position = min(self._xmin, self._pace.oldest or self._xmin)
        self._hub.memory.forget(now=now)
        await self._look_after(reader, now)

    async def _say(self, reader: Reader, due: list[Gathered]) -> None:
        for each in due:
            self._hub.end(each.subjects.get("ended", ()))
        try:
            news = await say(reader, due, self._hub.players())
        except psycopg.Error:
            self._pace.put_back(due)
            raise
        # First remembered, then said: who comes in between hears it twice rather than not at all.
        self._hub.memory.keep(news, now=time.monotonic())
        await self._hub.spread(news)

    async def _look_after(self, reader: Reader, now: float) -> None:
        if now - self._kept_alive_at >= KEEP_ALIVE_SECONDS:
            self._kept_alive_at = now
            await self._hub.keep_alive()
        if now - self._presence_at >= PRESENCE_SECONDS:
            self._presence_at = now
            await self._tell_presence(reader)

    async def _tell_presence(self, reader: Reader) -> None:
        here = self._hub.watching()
        elsewhere = await store.exchange_presence(
            reader, self._process, here, seconds=3 * PRESENCE_SECONDS
        )
        self._hub.elsewhere = elsewhere
        for topic, tenant_id in self._hub.followed():
            place = tenant_id, str(topic)
            watching = here.get(place, 0) + elsewhere.get(place, 0)
            if self._told.get(place) != watching:
                message = PresenceUpdate(topic=str(topic), watching=watching)
                await self._hub.tell(topic, tenant_id, Said(message))
            here[place] = watching
        self._told = here
