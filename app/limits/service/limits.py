"""A player's own limits: seeing them, lowering, raising and removing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import today_in
from app.limits.rules.breaks import Break
from app.limits.rules.changing import Standing, plan_change
from app.limits.rules.checking import LimitKind, PlayDay, limits_of, used_of
from app.limits.rules.periods import Period
from app.limits.service.playing import first_day
from app.limits.store import breaks, locks, play
from app.limits.store import limits as store
from app.tenants.rules import Community, CommunitySettings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that holds a player back, or could."""

    limits: Sequence[Standing]
    caps: Sequence[Standing]
    taken: Break | None


async def overview(
    tx: AsyncConnection, player_id: UUID, *, settings: CommunitySettings, now: datetime
) -> Overview:
    today = today_in(settings.time_zone, now)
    days = await play.find_days(tx, player_id, since=first_day(today))
    return Overview(
        limits=await _own(tx, player_id, days, settings=settings, now=now),
        caps=[
            Standing(
                kind=cap.kind,
                period=cap.period,
                amount=cap.amount,
                used=used_of(cap.kind, cap.period, days, today),
                resets_at=cap.period.resets_at(today, settings.time_zone),
                set_by=cap.set_by,
            )
            for cap in limits_of(settings.caps)
        ],
        taken=await breaks.find_break(tx, player_id, now),
    )


async def change_limit(
    tx: AsyncConnection,
    player_id: UUID,
    kind: LimitKind,
    period: Period,
    amount: int | None,
    *,
    community: Community,
) -> Standing:
    """Lower a limit now, or raise it in a day; asking for what is in force takes a raise back."""
    now = await locks.lock_for_change(tx, [community.id])
    in_force = await store.find_in_force(tx, player_id, now)
    pending = await store.find_pending(tx, player_id, now)
    current = in_force.get((kind, period))
    changes = plan_change(
        amount,
        current=current.amount if current else None,
        pending=pending.get((kind, period)),
        now=now,
    )
    await store.insert_changes(tx, player_id, kind, period, changes, now=now)
    log.info("limit changed", player_id=player_id, kind=kind)
    return await _standing(tx, player_id, kind, period, settings=community.settings, now=now)


async def take_back_raise(
    tx: AsyncConnection, player_id: UUID, kind: LimitKind, period: Period, *, community: Community
) -> Standing:
    """Stay with what is in force.  Without a raise that waits, nothing changes."""
    now = await locks.lock_for_change(tx, [community.id])
    current = (await store.find_in_force(tx, player_id, now)).get((kind, period))
    amount = current.amount if current else None
    return await change_limit(tx, player_id, kind, period, amount, community=community)


async def _standing(
    tx: AsyncConnection,
    player_id: UUID,
    kind: LimitKind,
    period: Period,
    *,
    settings: CommunitySettings,
    now: datetime,
) -> Standing:
    days = await play.find_days(tx, player_id, since=first_day(today_in(settings.time_zone, now)))
    own = await _own(tx, player_id, days, settings=settings, now=now)
    return next(one for one in own if (one.kind, one.period) == (kind, period))


async def _own(
    tx: AsyncConnection,
    player_id: UUID,
    days: Sequence[PlayDay],
    *,
    settings: CommunitySettings,
    now: datetime,
) -> list[Standing]:
    """One for each kind and period, set or not, so that a page shows what there is to set."""
    in_force = await store.find_in_force(tx, player_id, now)
    pending = await store.find_pending(tx, player_id, now)
    today = today_in(settings.time_zone, now)
    return [
        Standing(
            kind=kind,
            period=period,
            amount=in_force[kind, period].amount if (kind, period) in in_force else None,
            pending=pending.get((kind, period)),
            used=used_of(kind, period, days, today),
            resets_at=period.resets_at(today, settings.time_zone),
        )
        for kind in LimitKind
        for period in Period
    ]
