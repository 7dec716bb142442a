"""Beginning a break.  Ending one early is nobody's to do, so there is nothing here that does."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.limits.rules.breaks import (
    Break,
    BreakKind,
    ExclusionIdReused,
    PlatformExclusion,
    exclusion,
    time_out,
)
from app.limits.store import breaks as store
from app.limits.store import locks
from app.plumbing.access import Actor
from app.tenants.rules import Community

log = structlog.get_logger()


async def take_time_out(
    tx: AsyncConnection, player_id: UUID, *, hours: int, community: Community
) -> Break:
    """Stop playing for a while.  What lasts longer already goes on."""
    now = await locks.lock_for_change(tx, [community.id])
    return await _begin(tx, player_id, time_out(hours=hours, now=now), now=now)


async def exclude_oneself(
    tx: AsyncConnection, player_id: UUID, *, months: int, community: Community
) -> Break:
    """Stop playing in this community for months or years."""
    now = await locks.lock_for_change(tx, [community.id])
    wanted = exclusion(months=months, now=now, time_zone=community.settings.time_zone)
    return await _begin(tx, player_id, wanted, now=now)


async def exclude_everywhere(
    tx: AsyncConnection,
    exclusion_id: UUID,
    *,
    subject: str,
    months: int,
    reason: str,
    communities: Iterable[UUID],
    by: Actor,
) -> PlatformExclusion:
    """Keep a person from play in all communities.  `tx` is the platform's own transaction."""
    now = await locks.lock_for_change(tx, communities)
    if earlier := await store.find_platform_exclusion(tx, exclusion_id):
        if (earlier.subject, earlier.reason) != (subject, reason):
            raise ExclusionIdReused(id=exclusion_id)
        return earlier
    wanted = exclusion(months=months, now=now, time_zone="UTC", kind=BreakKind.PLATFORM)
    made = PlatformExclusion(
        id=exclusion_id,
        subject=subject,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        reason=reason,
        decided_by=by.subject,
    )
    await store.insert_platform_exclusion(tx, made)
    await audit.record(
        tx,
        actor=by,
        action="person.excluded",
        subject=subject,
        after={"id": exclusion_id, "ends_at": wanted.ends_at.isoformat()},
        reason=reason,
    )
    log.info("person excluded", subject=subject)
    return made


async def list_platform_exclusions(
    tx: AsyncConnection, *, after: UUID | None, limit: int
) -> list[PlatformExclusion]:
    """One more than the limit, where there are more."""
    return await store.list_platform_exclusions(tx, after=after, limit=limit + 1)


async def _begin(tx: AsyncConnection, player_id: UUID, wanted: Break, *, now: datetime) -> Break:
    """The break that lasts longest is the one that counts."""
    await store.insert_break(tx, player_id, wanted)
    log.info("break begun", player_id=player_id, kind=wanted.kind)
    return await store.find_break(tx, player_id, now) or wanted
