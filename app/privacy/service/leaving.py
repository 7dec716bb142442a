"""Leaving: the account is gone at once, and the person at the sign-in service soon after.

The sign-in service may be away, so a job asks it, again and again until it has obeyed.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.competitions import service as competitions
from app.identity.rules.people import PeopleUnavailable
from app.identity.service import leaving as identity
from app.identity.service.provider import Provider
from app.limits import service as limits
from app.plumbing import jobs
from app.plumbing.actors import Actor
from app.plumbing.db import Begin, BeginIn
from app.privacy.rules.leaving import Erasure, Leaving, check_leaving, check_name
from app.privacy.store import leaving as store
from app.tenants import service as tenants
from app.tenants.rules import Community

log = structlog.get_logger()


async def prospect(
    tx: AsyncConnection, player_id: UUID, *, by: Actor, community: Community, now: datetime
) -> Leaving:
    """What stands in the way of leaving."""
    overview = await limits.overview(tx, player_id, settings=community.settings, now=now)
    return Leaving(
        open_bets=await store.count_open_bets(tx, player_id),
        break_until=overview.taken.ends_at if overview.taken else None,
        roles=by.roles,
    )


async def leave(
    tx: AsyncConnection,
    player_id: UUID,
    *,
    typed: str,
    name: str,
    by: Actor,
    community: Community,
    now: datetime,
) -> None:
    """Take the player's name, address and birthday out of everything, for good."""
    check_name(typed, name=name)
    # Withdrawing waits for bets under way and lets no more come: only then are they counted.
    for entry_id in await store.list_entries(tx, player_id):
        await competitions.withdraw(tx, entry_id, player_id=player_id)
    check_leaving(await prospect(tx, player_id, by=by, community=community, now=now))
    await store.erase(tx, player_id, at=now)
    await jobs.enqueue(tx, "privacy.remove_people", queueing_lock="all")
    await audit.record(tx, by, "player.left", f"player {player_id}")
    log.info("player left", player_id=player_id)


async def remove_people(begin_platform: Begin, begin: BeginIn, provider: Provider) -> None:
    """Have the sign-in service forget those who left: all of them, or their roles here."""
    async with begin_platform() as platform_tx:
        waiting = await store.list_erasures(platform_tx, waiting=True)
    away = None
    for erasure in waiting:
        try:
            await _remove(begin_platform, begin, provider, erasure)
        except PeopleUnavailable as no:
            # One who cannot be removed keeps nobody else.
            log.warning("person not removed", player_id=erasure.player_id)
            away = no
    if away:
        raise away


async def _remove(
    begin_platform: Begin, begin: BeginIn, provider: Provider, erasure: Erasure
) -> None:
    async with begin(erasure.tenant_id) as tx:
        community = await tenants.get_current(tx)
    await identity.remove(
        begin_platform,
        provider,
        erasure.subject,
        tenant_id=erasure.tenant_id,
        subdomain=community.subdomain,
    )
    async with begin(erasure.tenant_id) as tx:
        await store.save_removed(tx, erasure.player_id)
    log.info("person removed", player_id=erasure.player_id)


async def list_erasures(platform_tx: AsyncConnection) -> list[Erasure]:
    return await store.list_erasures(platform_tx, waiting=False)


async def erase_again(begin: BeginIn, erasures: Iterable[Erasure]) -> None:
    """After a restore: whoever left since the copy was made leaves again."""
    for erasure in erasures:
        async with begin(erasure.tenant_id) as tx:
            await store.erase(tx, erasure.player_id, at=erasure.at)
            await jobs.enqueue(tx, "privacy.remove_people", queueing_lock="all")
        log.info("player erased again", player_id=erasure.player_id)
