"""Who asked a moment ago: people, sessions and keys as each request must know them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from app.identity.rules.keys import USED_EVERY, Key
from app.identity.rules.players import AskingPlayer, is_in_order
from app.identity.rules.sign_in import SEEN_EVERY, Session
from app.identity.store import keys as keys_store
from app.identity.store import players as players_store
from app.identity.store import sessions as sessions_store
from app.plumbing.actors import Role
from app.plumbing.db import BeginIn
from app.plumbing.pipelines import Pipelines
from app.plumbing.recent import Recent

FoundSession = tuple[Session, AskingPlayer | None]
FoundKey = tuple[Key, AskingPlayer, str, frozenset[Role]]


class RecentPeople:
    """The memory of one process: what changes elsewhere holds here within five seconds.

    Notes of use are remembered like look-ups, so that a crowd behind one session writes one.
    """

    def __init__(self, pipelines: Pipelines, begin: BeginIn, clock: Callable[[], datetime]) -> None:
        self._pipelines = pipelines
        self._begin = begin
        self._clock = clock
        self.players = Recent[str, AskingPlayer](self._players, keeps=is_in_order)
        self.sessions = Recent[bytes, FoundSession](
            self._sessions, keeps=lambda found: is_in_order(found[1])
        )
        self.keys = Recent[UUID, FoundKey](self._keys, keeps=lambda found: is_in_order(found[1]))
        self.seen = Recent[UUID, bool](self._mark_seen)
        self.used = Recent[UUID, bool](self._mark_used)

    def forget(self) -> None:
        """Somebody was changed through this process, which therefore knows at once."""
        for recent in (self.players, self.sessions, self.keys, self.seen, self.used):
            recent.forget_all()

    async def _players(self, tenant_id: UUID, subjects: Sequence[str]) -> dict[str, AskingPlayer]:
        async with self._pipelines.one() as pipeline:
            return await players_store.find_asking_players(pipeline, tenant_id, subjects)

    async def _sessions(
        self, tenant_id: UUID, hashes: Sequence[bytes]
    ) -> dict[bytes, FoundSession]:
        async with self._pipelines.one() as pipeline:
            return await sessions_store.find_sessions(pipeline, tenant_id, hashes)

    async def _keys(self, tenant_id: UUID, key_ids: Sequence[UUID]) -> dict[UUID, FoundKey]:
        async with self._pipelines.one() as pipeline:
            return await keys_store.find_keys(pipeline, tenant_id, key_ids)

    async def _mark_seen(self, tenant_id: UUID, session_ids: Sequence[UUID]) -> dict[UUID, bool]:
        now = self._clock()
        async with self._begin(tenant_id) as tx:
            await sessions_store.mark_seen(tx, session_ids, now=now, unless_since=now - SEEN_EVERY)
        return dict.fromkeys(session_ids, True)

    async def _mark_used(self, tenant_id: UUID, key_ids: Sequence[UUID]) -> dict[UUID, bool]:
        now = self._clock()
        async with self._begin(tenant_id) as tx:
            await keys_store.mark_used(tx, key_ids, now=now, unless_since=now - USED_EVERY)
        return dict.fromkeys(key_ids, True)
