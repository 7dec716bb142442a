"""What was looked up a moment ago, for what every request must know.

Whoever asks while a look-up is under way is in the next one, together with all others: however many
ask, a community's look-ups hold one connection.  What is found stays true for some seconds; what is
not in order is never remembered, so that putting it in order is felt at once, in every process.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextvars import Context
from typing import Generic, TypeVar
from uuid import UUID

# Together with a slow look-up below the five seconds in which a revocation holds everywhere.
MEMORY_SECONDS = 4.0
REMEMBERED_MAX = 10_000
KEYS_AT_ONCE = 500

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")

Look = Callable[[UUID, Sequence[Key]], Awaitable[Mapping[Key, Found]]]


class Recent(Generic[Key, Found]):
    """One kind of look-up in one process.  `keeps` says what may be remembered."""

    def __init__(
        self,
        look: Look[Key, Found],
        *,
        keeps: Callable[[Found], bool] = lambda _: True,
        remembered_max: int = REMEMBERED_MAX,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look = look
        self._keeps = keeps
        self._max = remembered_max
        self._clock = clock
        # The oldest first.
        self._said: dict[tuple[UUID, Key], tuple[float, Found]] = {}
        self._asked: dict[tuple[UUID, Key], asyncio.Future[Found | None]] = {}
        self._waiting: dict[UUID, list[tuple[Key, asyncio.Future[Found | None]]]] = {}
        self._work: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._said)

    async def find(self, tenant_id: UUID, key: Key) -> Found | None:
        said = self._said.get((tenant_id, key))
        if said and self._clock() < said[0]:
            return said[1]
        asked = self._asked.get((tenant_id, key)) or self._ask(tenant_id, key)
        # Shielded, because others wait for the same answer when this request is cancelled.
        return await asyncio.shield(asked)

    def ask(self, tenant_id: UUID, key: Key) -> None:
        """Have it looked up, or done, without waiting for it."""
        said = self._said.get((tenant_id, key))
        if (said is None or self._clock() >= said[0]) and (tenant_id, key) not in self._asked:
            self._ask(tenant_id, key)

    def forget(self, tenant_id: UUID, key: Key) -> None:
        """Look again for whoever asks from now on; a look-up under way does not count."""
        self._said.pop((tenant_id, key), None)
        self._asked.pop((tenant_id, key), None)

    def forget_all(self) -> None:
        self._said.clear()
        self._asked.clear()

    def _ask(self, tenant_id: UUID, key: Key) -> asyncio.Future[Found | None]:
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[Found | None] = loop.create_future()
        self._asked[tenant_id, key] = asked
        if tenant_id in self._waiting:
            self._waiting[tenant_id].append((key, asked))
        else:
            self._waiting[tenant_id] = [(key, asked)]
            # A task of its own, nobody's request.
            task = loop.create_task(self._answer_all(tenant_id), context=Context())
            self._work.add(task)
            task.add_done_callback(self._work.discard)
        return asked

    async def _answer_all(self, tenant_id: UUID) -> None:
        while waiting := self._waiting[tenant_id]:
            self._waiting[tenant_id] = waiting[KEYS_AT_ONCE:]
            await self._answer(tenant_id, waiting[:KEYS_AT_ONCE])
        del self._waiting[tenant_id]

    async def _answer(
        self, tenant_id: UUID, waiting: Sequence[tuple[Key, asyncio.Future[Found | None]]]
    ) -> None:
        until = self._clock() + MEMORY_SECONDS
        try:
            found = await self._look(tenant_id, list(dict.fromkeys(key for key, _ in waiting)))
        except Exception as error:  # noqa: BLE001 - whatever it was, each who asked is told
            for key, asked in waiting:
                self._is_newest(tenant_id, key, asked)
                asked.set_exception(error)
                # Whoever asked may be gone by now.
                asked.exception()
            return
        for key, asked in waiting:
            thing = found.get(key)
            if self._is_newest(tenant_id, key, asked) and thing is not None and self._keeps(thing):
                self._remember((tenant_id, key), until, thing)
            asked.set_result(thing)

    def _is_newest(self, tenant_id: UUID, key: Key, asked: asyncio.Future[Found | None]) -> bool:
        """Close the question; it was forgotten if somebody had to ask it again, or nobody did."""
        if self._asked.get((tenant_id, key)) is not asked:
            return False
        del self._asked[tenant_id, key]
        return True

    def _remember(self, place: tuple[UUID, Key], until: float, thing: Found) -> None:
        self._said.pop(place, None)
        now = self._clock()
        while self._said:
            oldest = next(iter(self._said))
            if len(self._said) < self._max and now < self._said[oldest][0]:
                break
            del self._said[oldest]
        self._said[place] = until, thing
