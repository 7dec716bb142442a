"""Batches: bets that arrive while one is in flight form the next.  A lone bet waits for nobody."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from contextvars import Context
from uuid import UUID

import psycopg
import structlog
from opentelemetry.trace import SpanContext, get_current_span
from psycopg import errors

from app.betting.rules.placing import Bet, Quote, Retry, Verdict
from app.betting.rules.slips import Slip
from app.betting.service import measuring
from app.betting.service.placing import Placing
from app.plumbing.pipelines import Pipelines
from app.plumbing.problems import DatabaseAway
from app.plumbing.refusals import Unavailable
from app.plumbing.settings import Settings
from app.tenants.rules import Community

log = structlog.get_logger()

BATCH_MAX = 500
WAITING_MAX = 2_000
CONNECTIONS = 4
# Bets of a failed batch are tried one by one for as long.
PATIENCE_SECONDS = 2.0

Waiting = tuple[Slip, asyncio.Future[Bet | Retry], SpanContext]


class TooManyBets(Unavailable):
    """More bets arrive at this moment than can be placed.  Please try again in a moment."""


class Batches:
    """The bets of one process."""

    def __init__(self, settings: Settings) -> None:
        self._pipelines = Pipelines(settings, size=CONNECTIONS)
        self._queues: dict[UUID, Queue] = {}

    async def place(self, slip: Slip, community: Community) -> Bet | Retry:
        """The bet, once it is on the disk, or the refusal that says why not."""
        return await self._queue_of(community).place(slip)

    async def quote(self, slip: Slip, community: Community) -> Quote:
        placing = self._queue_of(community).placing
        async with self._pipelines.one() as pipeline:
            return await placing.quote(pipeline, slip)

    async def close(self) -> None:
        """Let what is in flight land."""
        for queue in self._queues.values():
            await queue.empty()
        await self._pipelines.close()

    def _queue_of(self, community: Community) -> "Queue":
        queue = self._queues.get(community.id)
        if queue is None:
            queue = self._queues[community.id] = Queue(Placing(community), self._pipelines)
        queue.placing.community = community
        return queue


class Queue:
    """The bets of one community."""

    def __init__(self, placing: Placing, pipelines: Pipelines) -> None:
        self.placing = placing
        self._pipelines = pipelines
        self._waiting: deque[Waiting] = deque()
        self._work: asyncio.Task[None] | None = None

    async def place(self, slip: Slip) -> Bet | Retry:
        if len(self._waiting) >= WAITING_MAX:
            measuring.count_turned_away()
            raise TooManyBets(retry_after=1)
        loop = asyncio.get_running_loop()
        verdict: asyncio.Future[Bet | Retry] = loop.create_future()
        self._waiting.append((slip, verdict, get_current_span().get_span_context()))
        if self._work is None or self._work.done():
            # A task of its own, nobody's request: when who asked goes away, their batch goes on.
            self._work = loop.create_task(self._place_batches(), context=Context())
        return await verdict

    async def empty(self) -> None:
        if self._work is not None:
            await self._work

    async def _place_batches(self) -> None:
        while self._waiting:
            # Whatever the loop has read already is let in first, which waits for nobody.
            await asyncio.sleep(0)
            batch = [self._waiting.popleft() for _ in range(min(BATCH_MAX, len(self._waiting)))]
            started = time.perf_counter()
            with measuring.traced([asked for _, _, asked in batch]):
                verdicts = await self._verdicts([slip for slip, _, _ in batch])
                measuring.report(verdicts, seconds=time.perf_counter() - started)
            for (_, waiting, _), verdict in zip(batch, verdicts, strict=True):
                _tell(waiting, verdict)

    async def _verdicts(self, slips: Sequence[Slip]) -> Sequence[Verdict | Exception]:
        try:
            return await self._try(slips)
        except Exception as error:  # noqa: BLE001 - whatever it was, each caller gets an answer
            log.warning("batch failed", count=len(slips), error=type(error).__name__)
            if len(slips) > 1 and _is_passing(error):
                return await self._again(slips)
            return await self._one_by_one(slips)

    async def _again(self, slips: Sequence[Slip]) -> Sequence[Verdict | Exception]:
        """After a deadlock or with a new connection.  A commit whose answer was lost is found."""
        try:
            return await self._try(slips)
        except Exception:  # noqa: BLE001
            return await self._one_by_one(slips)

    async def _one_by_one(self, slips: Sequence[Slip]) -> Sequence[Verdict | Exception]:
        """So that one poisoned bet harms nobody else."""
        until = time.monotonic() + PATIENCE_SECONDS
        verdicts: list[Verdict | Exception] = []
        for slip in slips:
            try:
                if time.monotonic() > until:
                    raise DatabaseAway  # noqa: TRY301
                verdicts += await self._try([slip])
            except Exception as error:  # noqa: BLE001
                verdicts.append(error)
        return verdicts

    async def _try(self, slips: Sequence[Slip]) -> list[Verdict]:
        async with self._pipelines.one() as pipeline:
            return await self.placing.place(pipeline, slips)


def _is_passing(error: Exception) -> bool:
    """A time-out is not: whoever waited in vain would wait again."""
    timed_out = isinstance(error, errors.LockNotAvailable | errors.QueryCanceled)
    return isinstance(error, psycopg.OperationalError) and not timed_out


def _tell(waiting: asyncio.Future[Bet | Retry], verdict: Verdict | Exception) -> None:
    if waiting.done():
        return
    if isinstance(verdict, Exception):
        waiting.set_exception(verdict)
    else:
        waiting.set_result(verdict)
