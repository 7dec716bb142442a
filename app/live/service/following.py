"""Who may follow what, and what they are told first."""

from collections.abc import Sequence
from itertools import count
from uuid import UUID

from app.live import store
from app.live.rules.messages import BalanceUpdate, BetsUpdate, NotificationUpdate, Said
from app.live.rules.topics import About, NoSuchTopic, Topic
from app.live.service.hub import Hub, Stream
from app.live.service.saying import balance_of, bets_of
from app.plumbing.db import BeginIn
from app.plumbing.recent import Recent

# A topic, and whether drafts and what is hidden are shown to whoever asks.
Asked = tuple[UUID, bool]
# A player; and a number, so that nobody is told what was looked up before they asked.
Asking = tuple[UUID, int]


class Following:
    """One process's look-ups for those who begin to follow, made for many at once."""

    def __init__(self, hub: Hub, begin: BeginIn) -> None:
        self.hub = hub
        self._begin = begin
        self._shown = Recent[Asked, bool](self._find_shown)
        self._own = Recent[Asking, list[tuple[BalanceUpdate, BetsUpdate]]](
            self._find_own, keeps=lambda _: False
        )
        self._numbers = count()

    async def check(self, tenant_id: UUID, topics: frozenset[Topic], *, everything: bool) -> None:
        """Refuse what is not there for whoever asks, or belongs to another community."""
        for topic in topics:
            if topic.about is About.ME:
                continue
            if not await self._shown.find(tenant_id, (topic.id, everything)):
                raise NoSuchTopic(topic=str(topic))

    async def first(self, stream: Stream, position: int | None) -> list[Said]:
        """What players hear of themselves as they begin, or come back."""
        if stream.player_id is None or Topic(About.ME, stream.player_id) not in stream.topics:
            return []
        own = await self._look_up(stream)
        said = [Said(balance) for balance, _ in own]
        if position is not None:
            said += [Said(bets) for _, bets in own]
            said.append(Said(NotificationUpdate()))
        return said

    async def balances(self, stream: Stream) -> list[Said]:
        return [Said(balance) for balance, _ in await self._look_up(stream)]

    async def _look_up(self, stream: Stream) -> list[tuple[BalanceUpdate, BetsUpdate]]:
        if stream.player_id is None:
            return []
        asking = stream.player_id, next(self._numbers)
        return await self._own.find(stream.tenant_id, asking) or []

    async def _find_shown(self, tenant_id: UUID, asked: Sequence[Asked]) -> dict[Asked, bool]:
        found: dict[Asked, bool] = {}
        async with self._begin(tenant_id) as tx:
            for everything in {everything for _, everything in asked}:
                ids = [topic_id for topic_id, all_of_it in asked if all_of_it is everything]
                shown = await store.find_shown(tx, ids, everything=everything)
                found |= {(topic_id, everything): True for topic_id in shown}
        return found

    async def _find_own(
        self, tenant_id: UUID, asking: Sequence[Asking]
    ) -> dict[Asking, list[tuple[BalanceUpdate, BetsUpdate]]]:
        async with self._begin(tenant_id) as tx:
            rows = await store.find_own_balances(tx, {player_id for player_id, _ in asking})
        own: dict[UUID, list[tuple[BalanceUpdate, BetsUpdate]]] = {}
        for row in rows:
            own.setdefault(row["player_id"], []).append((balance_of(row), bets_of(row)))
        return {each: own.get(each[0], []) for each in asking}
