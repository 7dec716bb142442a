"""What is played outside the batches of bets, such as predictions, keeps to limits and breaks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits import service
from app.limits.rules.checking import StakeLimitReached, TakingABreak, TimeLimitReached
from app.plumbing.db import Database
from app.tenants.rules import CommunitySettings, StakeCaps
from tests.acceptance.care import Care

SETTINGS = CommunitySettings()


def within(care: Care, work: Callable[[AsyncConnection, UUID], Awaitable[None]]) -> None:
    """Do some work of Ama's in a transaction."""

    async def begin_and_close() -> None:
        database = Database(care.world.settings)
        try:
            async with database.tenant(care.tenant_id) as tx:
                await work(tx, care.player_id("Ama"))
        finally:
            await database.close()

    asyncio.run(begin_and_close())


def play(care: Care, *, stake: int = 0, settings: CommunitySettings = SETTINGS) -> None:
    async def work(tx: AsyncConnection, player_id: UUID) -> None:
        await service.check_may_play(tx, player_id, settings=settings, stake=stake)

    within(care, work)


def test_nobody_predicts_in_a_break(care: Care) -> None:
    play(care)
    care.ask("Ama", "POST", "/api/limits/time-out", {"hours": 24})

    with pytest.raises(TakingABreak):
        play(care)


def test_nobody_predicts_when_their_time_is_up(care: Care) -> None:
    care.limit("Ama", "minutes", "day", 0)

    with pytest.raises(TimeLimitReached):
        play(care)


def test_stakes_count_and_predictions_do_not(care: Care) -> None:
    care.limit("Ama", "stake", "day", 40)

    play(care, stake=0)
    play(care, stake=40)
    with pytest.raises(StakeLimitReached):
        play(care, stake=41)


def test_caps_count_for_other_play(care: Care) -> None:
    capped = replace(SETTINGS, caps=StakeCaps(month=40))

    play(care, stake=40, settings=capped)
    with pytest.raises(StakeLimitReached):
        play(care, stake=41, settings=capped)
