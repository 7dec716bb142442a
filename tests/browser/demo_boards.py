"""What the demo's competition is besides bets: tips, a pool, a question, and standings."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.service import refreshing
from app.plumbing.db import Database
from tests.acceptance.game import Market
from tests.acceptance.settlement.ground import Ground

ROUND = "Group A"

FORETELL = """
    insert into prediction (tenant_id, entry_id, competition_id, event_tenant_id, event_id, round,
                            first_score, second_score, predicted_at, locks_at)
    select n.tenant_id, n.id, n.competition_id, e.tenant_id, e.id, e.round, %s, %s,
           e.locks_at - interval '3 days', e.locks_at
    from entry n, event e
    where n.id = %s and e.id = %s
"""


def foretell(ground: Ground, entry_id: UUID, tips: Mapping[UUID, tuple[int, int]]) -> None:
    """Days before each event, all of one round."""
    for event_id, (first, second) in tips.items():
        ground.change("update event set round = %s where id = %s", ROUND, event_id)
        ground.change(FORETELL, first, second, entry_id, event_id)


def add_pastimes(ground: Ground, competition_id: UUID, market: Market) -> None:
    """A pool that nobody has joined yet, and a question that nobody has answered."""
    ground.game.pool(competition_id, market)
    ground.game.bonus_question(competition_id)


def rank(ground: Ground, competition_id: UUID) -> None:
    """Standings as a worker would make them by now."""

    async def use(database: Database) -> None:
        async with database.tenant(ground.tenant_id) as tx:
            await _rank(tx, competition_id)

    ground.run(use)


async def _rank(tx: AsyncConnection, competition_id: UUID) -> None:
    await refreshing.refresh(tx, competition_id)
    await refreshing.refresh_community(tx)
