"""Whether somebody may play, for whatever is played outside the batches of bets."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import today_in
from app.limits.rules.checking import Limit, Play, TakingABreak, check_limits, limits_of
from app.limits.rules.periods import Period
from app.limits.service import measuring
from app.limits.store import breaks, limits, locks, play
from app.plumbing.refusals import Refusal
from app.tenants.rules import CommunitySettings


async def check_may_play(
    tx: AsyncConnection, player_id: UUID, *, settings: CommunitySettings, stake: int = 0
) -> None:
    """Refuse what a break or a limit forbids, and hold the player until the transaction ends.

    Comes after the locks of markets and before those of accounts.
    """
    now = await locks.lock_for_play(tx, player_id)
    found = await find_play(tx, player_id, settings=settings, now=now)
    try:
        check_limits(found, stake=stake, today=today_in(settings.time_zone, now))
    except Refusal as refusal:
        measuring.count_refused([refusal])
        raise


async def refuse_in_a_break(tx: AsyncConnection, player_id: UUID) -> None:
    """For what is no play yet leads to it, such as asking for points."""
    now = await locks.lock_for_play(tx, player_id)
    if taken := await breaks.find_break(tx, player_id, now):
        raise TakingABreak(until=taken.ends_at)


async def find_play(
    tx: AsyncConnection, player_id: UUID, *, settings: CommunitySettings, now: datetime
) -> Play:
    in_force = await limits.find_in_force(tx, player_id, now)
    own = [
        Limit(kind=kind, period=period, amount=change.amount)
        for (kind, period), change in in_force.items()
        if change.amount is not None
    ]
    taken = await breaks.find_break(tx, player_id, now)
    since = first_day(today_in(settings.time_zone, now))
    return Play(
        limits=[*own, *limits_of(settings.caps)],
        break_until=taken.ends_at if taken else None,
        days=await play.find_days(tx, player_id, since=since),
        time_zone=settings.time_zone,
    )


def first_day(today: date) -> date:
    """The first day that any limit still counts."""
    return min(period.begins(today) for period in Period)
