"""Private leagues with their members' standings."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.pages.rules.membership import LeagueSeen, Member

# Members rank among themselves as they do among all: by the place that they have there.
LEAGUES = """
    select league.id, league.name, league.archived_at is not null as archived, (
        select count(*) from private_league_entry m where m.league_id = league.id
    ) as members, (
        select count(*) + 1
        from private_league_entry m
        join standing s on s.board_id = league.competition_id and s.entry_id = m.entry_id
        where m.league_id = league.id and s.rank < own.rank
    ) as ahead, own.rank is not null as ranked
    from private_league league
    join private_league_entry mine on mine.league_id = league.id
    join entry on entry.id = mine.entry_id and entry.player_id = :player_id
    left join standing own
        on own.board_id = league.competition_id and own.player_id = entry.player_id
    where league.competition_id = :competition_id
    order by league.archived_at nulls first, league.id desc
    limit :limit
"""
MEMBERS = """
    select m.entry_id, e.player_id, p.display_name as player,
           case when s.rank is not null then rank() over (order by s.rank nulls last) end as rank,
           s.net_worth, s.net_points, s.prediction_points
    from private_league_entry m
    join entry e on e.id = m.entry_id
    join player p on p.id = e.player_id
    left join standing s on s.board_id = m.competition_id and s.player_id = e.player_id
    where m.league_id = :league_id
    order by s.place nulls last, m.created_at, m.entry_id
    limit :limit
"""

IS_MEMBER = """
    select exists (
        select from private_league_entry m join entry e on e.id = m.entry_id
        where m.league_id = :league_id and e.player_id = :player_id
    )
"""


async def list_leagues(
    tx: AsyncConnection, competition_id: UUID, player_id: UUID, *, limit: int
) -> list[LeagueSeen]:
    """Those the player is in, the newest first, archived ones last."""
    asked = {"competition_id": competition_id, "player_id": player_id, "limit": limit}
    return [
        LeagueSeen(
            id=row["id"],
            name=row["name"],
            members=row["members"],
            rank=row["ahead"] if row["ranked"] else None,
            archived=row["archived"],
        )
        for row in (await tx.execute(text(LEAGUES), asked)).mappings()
    ]


async def list_members(tx: AsyncConnection, league_id: UUID, *, limit: int) -> list[Member]:
    """The best first, and last who is in no standings yet."""
    asked = {"league_id": league_id, "limit": limit}
    return [Member(**row) for row in (await tx.execute(text(MEMBERS), asked)).mappings()]


async def is_member(tx: AsyncConnection, league_id: UUID, player_id: UUID) -> bool:
    asked = {"league_id": league_id, "player_id": player_id}
    return bool((await tx.execute(text(IS_MEMBER), asked)).scalar_one())
