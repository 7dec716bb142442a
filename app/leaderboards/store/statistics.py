"""A player's settled bets, as far as they are counted, and what two players share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetResult
from app.leaderboards.rules.duels import Meeting
from app.leaderboards.rules.statistics import SettledBet

# The newest counted settlement of each bet, in the order of settlement.
BETS = """
    select b.id, b.competition_id, b.stake, now.payout, now.result, b.own_probability,
           b.potential_payout * 1000 / b.stake as odds, leg.market_kind, leg.sport
    from entry e
    join bet b on b.entry_id = e.id
    join lateral (
        select (array_agg(s.state order by s.number desc))[1] as state,
               (array_agg(s.result order by s.number desc))[1] as result,
               (array_agg(s.payout order by s.number desc))[1] as payout,
               (array_agg(s.run_id order by s.number desc)
                filter (where s.state = 'settled' and s.state_before <> 'settled'))[1] as run_id
        from settlement s
        join counted_run c on (c.competition_id, c.run_id) = (s.competition_id, s.run_id)
        where s.bet_id = b.id
    ) as now on now.state = 'settled'
    cross join lateral (
        select case when min(m.kind) = max(m.kind) then min(m.kind) end as market_kind,
               case when min(t.slug) = max(t.slug) then min(t.slug) end as sport
        from leg l
        join market m on (m.tenant_id, m.id) = (l.selection_tenant_id, l.market_id)
        join event v on (v.tenant_id, v.id) = (m.event_tenant_id, m.event_id)
        join sport t on (t.tenant_id, t.id) = (v.sport_tenant_id, v.sport_id)
        where l.bet_id = b.id
    ) as leg
    where e.player_id = :player_id
    order by now.run_id desc, b.id desc
    limit :limit
"""

# Where both play: their places, and in how many rounds one of them won more than the other.
MEETINGS = """
    select c.id as competition_id, c.name as competition, own.rank, their.rank as their_rank,
           own.net_worth, their.net_worth as their_net_worth,
           own.net_points, their.net_points as their_net_points,
           own.prediction_points, their.prediction_points as their_prediction_points,
           rounds.won as rounds_won, rounds.lost as rounds_lost, rounds.level as rounds_level
    from entry e
    join competition c on c.id = e.competition_id
    join standing own on own.board_id = c.id and own.player_id = :player_id
    join standing their on their.board_id = c.id and their.player_id = :other_id
    cross join lateral (
        select count(*) filter (where net > their_net) as won,
               count(*) filter (where net < their_net) as lost,
               count(*) filter (where net = their_net) as level
        from (
            select sum(paid - staked) filter (where entry_id = own.entry_id) as net,
                   sum(paid - staked) filter (where entry_id = their.entry_id) as their_net
            from tally
            where entry_id in (own.entry_id, their.entry_id) and round is not null and bets > 0
            group by round
        ) as one
    ) as rounds
    where e.player_id = :player_id
    order by c.id desc
    limit :limit
"""

NAME = "select display_name from player where id = :player_id"


async def find_name(tx: AsyncConnection, player_id: UUID) -> str | None:
    found = (await tx.execute(text(NAME), {"player_id": player_id})).scalar_one_or_none()
    return None if found is None else str(found)


async def list_bets(tx: AsyncConnection, player_id: UUID, *, limit: int) -> list[SettledBet]:
    """The newest so many, the oldest of them first."""
    found = await tx.execute(text(BETS), {"player_id": player_id, "limit": limit})
    return [_bet(row) for row in found.mappings()][::-1]


async def list_meetings(
    tx: AsyncConnection, player_id: UUID, other_id: UUID, *, limit: int
) -> list[Meeting]:
    found = await tx.execute(
        text(MEETINGS), {"player_id": player_id, "other_id": other_id, "limit": limit}
    )
    return [Meeting(**row) for row in found.mappings()]


def _bet(row: Mapping[Any, Any]) -> SettledBet:
    return SettledBet(**{**row, "result": BetResult(row["result"])})
