"""What players chose to be told of, and where."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.notifications.rules.kinds import Channel, Kind

FIND = "select kind, channel, wanted from preference where player_id = %(player)s"

SAVE = """
    insert into preference (player_id, kind, channel, wanted)
    select %(player)s, * from unnest(%(kinds)s::text[], %(channels)s::text[], %(wanted)s::boolean[])
    on conflict on constraint preference_pk do update set wanted = excluded.wanted
    where preference.wanted <> excluded.wanted
"""

EXISTS = "select exists (select from player where id = %(player)s)"


async def find_chosen(tx: AsyncConnection, player_id: UUID) -> dict[tuple[Kind, Channel], bool]:
    rows = await tx.exec_driver_sql(FIND, {"player": player_id})
    return {(Kind(row.kind), Channel(row.channel)): row.wanted for row in rows}


async def save(
    tx: AsyncConnection, player_id: UUID, chosen: Mapping[tuple[Kind, Channel], bool]
) -> None:
    await tx.exec_driver_sql(
        SAVE,
        {
            "player": player_id,
            "kinds": [str(kind) for kind, _ in chosen],
            "channels": [str(channel) for _, channel in chosen],
            "wanted": list(chosen.values()),
        },
    )


async def is_player(tx: AsyncConnection, player_id: UUID) -> bool:
    return bool((await tx.exec_driver_sql(EXISTS, {"player": player_id})).scalar_one())
