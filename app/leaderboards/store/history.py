"""Where people stood, for charts and for what has changed since; and what parts there are."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.rules.boards import DayRank
from app.leaderboards.rules.history import Sport

# The days that are over, and then how it is now.
DAYS = """
    select d.player_id, d.day, d.rank, d.net_worth, d.net_points, d.prediction_points
    from standing_day d
    where d.board_id = :board_id and d.player_id = any(:players)
    union all
    select s.player_id, b.day, s.rank, s.net_worth, s.net_points, s.prediction_points
    from standing s
    join board b on b.id = s.board_id
    where s.board_id = :board_id and s.player_id = any(:players)
    order by player_id, day
"""

BEFORE = """
    select distinct on (player_id) player_id, rank
    from standing_day
    where board_id = :board_id and player_id = any(:players)
    order by player_id, day desc
"""

SPORTS = """
    select distinct s.id, s.name
    from tally t
    join sport s on s.id = t.sport_id
    where t.competition_id = :competition_id
    order by s.name, s.id
"""


async def list_days(
    tx: AsyncConnection, board_id: UUID, players: Collection[UUID]
) -> dict[UUID, list[DayRank]]:
    """Day by day, the oldest first."""
    found = await tx.execute(text(DAYS), {"board_id": board_id, "players": list(players)})
    days: defaultdict[UUID, list[DayRank]] = defaultdict(list)
    for row in found.mappings():
        days[row["player_id"]].append(DayRank(**{n: row[n] for n in DayRank.__slots__}))
    return dict(days)


async def find_ranks_before(
    tx: AsyncConnection, board_id: UUID, players: Collection[UUID]
) -> dict[UUID, int | None]:
    """At the end of the last day that is over; whoever was not there yet is left out."""
    found = await tx.execute(text(BEFORE), {"board_id": board_id, "players": list(players)})
    return {row.player_id: row.rank for row in found}


async def list_sports(tx: AsyncConnection, competition_id: UUID) -> list[Sport]:
    """Those in which something was counted."""
    found = await tx.execute(text(SPORTS), {"competition_id": competition_id})
    return [Sport(**row) for row in found.mappings()]
