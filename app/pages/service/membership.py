"""Private leagues for a page."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.pages.rules.membership import LeagueSeen, Member
from app.pages.store import membership as store

LEAGUES_MAX = 100
MEMBERS_MAX = 200


async def list_leagues(
    tx: AsyncConnection, competition_id: UUID, player_id: UUID | None
) -> list[LeagueSeen]:
    if player_id is None:
        return []
    return await store.list_leagues(tx, competition_id, player_id, limit=LEAGUES_MAX)


async def list_members(tx: AsyncConnection, league_id: UUID) -> list[Member]:
    """Whoever asks for them has been let in to the league before."""
    return await store.list_members(tx, league_id, limit=MEMBERS_MAX)
