"""When a live connection ends by itself: with its session, or after a while."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from app.identity.rules.sign_in import IDLE_LIFE, Session
from app.identity.service.recent import RecentPeople

# Whoever came with a key or token shows it again after so long.
LIFE_SECONDS = 900.0


class Ending:
    """A session that is used elsewhere goes on; to follow is no use of it."""

    def __init__(
        self, recent: RecentPeople, session: Session | None, clock: Callable[[], datetime]
    ) -> None:
        self._recent = recent
        self._clock = clock
        self._session = session

    async def wait(self, over: asyncio.Event) -> None:
        """Until it is over, or has to end."""
        seconds = self._seconds_left()
        while seconds > 0:
            try:
                async with asyncio.timeout(seconds):
                    await over.wait()
            except TimeoutError:
                seconds = await self._seconds_more()
            else:
                return

    def _seconds_left(self) -> float:
        if self._session is None:
            return LIFE_SECONDS
        ends_at = min(self._session.expires_at, self._session.last_seen_at + IDLE_LIFE)
        return (ends_at - self._clock()).total_seconds()

    async def _seconds_more(self) -> float:
        session = self._session
        if session is None:
            return 0
        self._recent.sessions.forget(session.tenant_id, session.token_hash)
        found = await self._recent.sessions.find(session.tenant_id, session.token_hash)
        if found is None:
            return 0
        self._session = found[0]
        return self._seconds_left()
