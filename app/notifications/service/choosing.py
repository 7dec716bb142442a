"""What players want to be told of, and where."""

from collections.abc import Mapping
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.notifications.rules.kinds import Channel, Kind, may_choose, usual
from app.notifications.rules.letters import LinkNotOurs
from app.notifications.store import preferences as store

log = structlog.get_logger()


async def find_wishes(tx: AsyncConnection, player_id: UUID) -> dict[tuple[Kind, Channel], bool]:
    """For each kind and channel, what the player chose or what is usual."""
    chosen = await store.find_chosen(tx, player_id)
    return {
        (kind, channel): chosen.get((kind, channel), usual(kind, channel))
        for kind in Kind
        for channel in Channel
    }


async def choose(
    tx: AsyncConnection, player_id: UUID, wishes: Mapping[tuple[Kind, Channel], bool]
) -> None:
    theirs = {key: wanted for key, wanted in wishes.items() if may_choose(key[0])}
    await store.save(tx, player_id, theirs)
    log.info("preferences changed", player_id=player_id)


async def unsubscribe(tx: AsyncConnection, player_id: UUID, kind: Kind) -> None:
    """No more mails of this kind.  Asking again changes nothing."""
    if not await store.is_player(tx, player_id):
        raise LinkNotOurs
    await store.save(tx, player_id, {(kind, Channel.MAIL): False})
    log.info("preferences changed", player_id=player_id)
