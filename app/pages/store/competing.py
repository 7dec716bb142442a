"""Competitions with a player's part in each: one statement, whatever the page shows of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.competitions import CompetitionState
from app.competitions.rules.entries import EntryState
from app.competitions.rules.settings import read_document
from app.pages.rules.competing import CompetitionSeen, Part

# The last place of the standings says how many there are, however many there are.
SEEN = """
    with open_bet as (
        select competition_id, count(*) as open_bets, sum(stake)::bigint as open_stakes,
               coalesce(sum(potential_payout), 0)::bigint as possible_payout
        from bet
        where player_id = :player_id and state = 'accepted'
        group by competition_id
    )
    select c.id, c.name, c.description, c.state, c.starts_at, c.ends_at, c.frozen_at, c.settings,
           c.settings_version,
           coalesce((select max(place) from standing where board_id = c.id), 0) as players,
           mine.id as entry_id, mine.state as entry_state, mine.reason, mine.joined_at,
           coalesce(balance.balance, 0) as balance, coalesce(debt.balance, 0) as debt,
           s.rank, coalesce(b.open_bets, 0) as open_bets, coalesce(b.open_stakes, 0) as open_stakes,
           coalesce(b.possible_payout, 0) as possible_payout
    from competition c
    left join entry mine on mine.competition_id = c.id and mine.player_id = :player_id
    left join account balance on balance.owner = mine.id and balance.kind = 'balance'
    left join account debt on debt.owner = mine.id and debt.kind = 'debt'
    left join standing s on s.board_id = c.id and s.player_id = mine.player_id
    left join open_bet b on b.competition_id = c.id
"""
LIST = f"""
    {SEEN}
    where c.state = any(:states) and (mine.id is not null or not :only_mine)
    order by c.ends_at, c.id
    limit :limit
"""
FIND = f"{SEEN} where c.id = :competition_id"


async def list_seen(
    tx: AsyncConnection,
    player_id: UUID | None,
    *,
    states: frozenset[CompetitionState],
    only_mine: bool = False,
    limit: int,
) -> list[CompetitionSeen]:
    """Those that end first come first."""
    asked = {
        "player_id": player_id,
        "states": sorted(states),
        "only_mine": only_mine,
        "limit": limit,
    }
    return [_seen(row) for row in (await tx.execute(text(LIST), asked)).mappings()]


async def find_seen(
    tx: AsyncConnection, competition_id: UUID, player_id: UUID | None
) -> CompetitionSeen | None:
    asked = {"competition_id": competition_id, "player_id": player_id}
    row = (await tx.execute(text(FIND), asked)).mappings().one_or_none()
    return _seen(row) if row else None


def _seen(row: Mapping[Any, Any]) -> CompetitionSeen:
    return CompetitionSeen(
        id=row["id"],
        name=row["name"],
        description=row["description"],
        state=CompetitionState(row["state"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        frozen_at=row["frozen_at"],
        settings=read_document(row["settings"]),
        version=row["settings_version"],
        players=row["players"],
        part=_part(row) if row["entry_id"] else None,
    )


def _part(row: Mapping[Any, Any]) -> Part:
    named = {name: row[name] for name in Part.__slots__ if name != "state"}
    return Part(**named, state=EntryState(row["entry_state"]))
