"""Events that competitions are played on, their scores, and the prices of their main market."""

from collections.abc import Collection, Mapping
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.events import EventStatus
from app.markets.rules.markets import MarketState
from app.markets.rules.odds import THOUSANDTHS, Odds, multiplied
from app.pages.rules.fixtures import EventSeen, MarketSeen, PriceSeen, score_of, shortened

TO_COME = frozenset({EventStatus.SCHEDULED, EventStatus.LIVE, EventStatus.POSTPONED})
PAST = frozenset(EventStatus) - TO_COME

COLUMNS = """
    select e.id, c.id as competition_id, c.name as competition, e.name, sp.name as sport,
           l.name as league, e.round, e.starts_at, e.locks_at, e.status, e.score, (
               select document from result
               where (result.tenant_id, result.event_id) = (e.tenant_id, e.id)
               order by version desc limit 1
           ) as result, (
               select coalesce(array_agg(p.name order by ep.number), '{}')
               from event_participant ep
               join participant p
                   on (p.tenant_id, p.id) = (ep.participant_tenant_id, ep.participant_id)
               where (ep.tenant_id, ep.event_id) = (e.tenant_id, e.id)
           ) as sides,
           prediction.first_score, prediction.second_score, (
               select count(distinct bet.id) from leg
               join bet on (bet.tenant_id, bet.id) = (leg.tenant_id, leg.bet_id)
               where bet.entry_id = mine.id and bet.state = 'accepted' and leg.event_id = e.id
           ) as bets
"""
SHOWN = """
    join competition_event played on played.competition_id = c.id
    join event e on (e.tenant_id, e.id) = (played.event_tenant_id, played.event_id)
    join sport sp on (sp.tenant_id, sp.id) = (e.sport_tenant_id, e.sport_id)
    left join league l on (l.tenant_id, l.id) = (e.league_tenant_id, e.league_id)
    left join event_config ec on (ec.event_tenant_id, ec.event_id) = (e.tenant_id, e.id)
    left join sport_config sc on (sc.sport_tenant_id, sc.sport_id) = (sp.tenant_id, sp.id)
    left join prediction on (prediction.entry_id, prediction.event_id) = (mine.id, e.id)
    where sp.archived_at is null and not coalesce(ec.hidden, false)
    and not coalesce(sc.hidden, false) and e.status = any(:statuses)
"""
OF_A_COMPETITION = f"""
    {COLUMNS}
    from competition c
    left join entry mine on mine.competition_id = c.id and mine.player_id = :player_id
    {SHOWN}
    and c.id = :competition_id
    and (cast(:after_id as uuid) is null
         or (e.starts_at, e.id) > (cast(:after_at as timestamptz), :after_id))
    order by e.starts_at, e.id
    limit :limit
"""
BACKWARDS = OF_A_COMPETITION.replace("(e.starts_at, e.id) >", "(e.starts_at, e.id) <").replace(
    "order by e.starts_at, e.id", "order by e.starts_at desc, e.id desc"
)
# An event of two competitions is shown once, where it was found first.
OF_A_PLAYER = f"""
    select * from (
        {COLUMNS.replace("select", "select distinct on (e.locks_at, e.id)", 1)}
        from entry mine
        join competition c on c.id = mine.competition_id and c.state = 'running'
        {SHOWN}
        and mine.player_id = :player_id and mine.state = 'active' and e.locks_at > :after
        order by e.locks_at, e.id, c.id
    ) as mine
    order by locks_at, id
    limit :limit
"""  # noqa: S608 - our own words

# Who wins is asked first; where nobody asks that, the oldest question is.
MAIN_MARKETS = """
    with main as (
        select distinct on (m.event_id) m.tenant_id, m.id, m.event_id, m.name,
               state_here(m.state, mc.suspended) as state
        from market m
        left join market_config mc on (mc.market_tenant_id, mc.market_id) = (m.tenant_id, m.id)
        where m.event_id = any(:events) and m.state <> 'draft'
        order by m.event_id, m.kind <> 'winner', m.kind <> 'outright', m.id
    )
    select main.event_id, main.id, main.name, main.state, s.id as selection_id, s.key,
           s.name as selection, s.odds, coalesce(ec.odds_multiplier, 1000) as multiplier
    from main
    join selection s on (s.tenant_id, s.market_id) = (main.tenant_id, main.id)
    left join event_config ec on ec.event_id = main.event_id
    where s.withdrawn_at is null
    order by main.event_id, s.number
"""


async def list_events(
    tx: AsyncConnection,
    competition_id: UUID,
    player_id: UUID | None,
    *,
    past: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[EventSeen]:
    """Those to come by their beginning, or those that were played, the newest first."""
    asked = {
        "competition_id": competition_id,
        "player_id": player_id,
        "statuses": sorted(PAST if past else TO_COME),
        "after_at": after[0] if after else None,
        "after_id": after[1] if after else None,
        "limit": limit,
    }
    query = BACKWARDS if past else OF_A_COMPETITION
    return [_event(row) for row in (await tx.execute(text(query), asked)).mappings()]


async def list_of_player(
    tx: AsyncConnection,
    player_id: UUID,
    status: EventStatus,
    *,
    locking_after: datetime,
    limit: int,
) -> list[EventSeen]:
    """Events of all that a player plays in, by their lock."""
    asked = {
        "player_id": player_id,
        "statuses": [status],
        "after": locking_after,
        "limit": limit,
    }
    return [_event(row) for row in (await tx.execute(text(OF_A_PLAYER), asked)).mappings()]


async def find_main_markets(
    tx: AsyncConnection, event_ids: Collection[UUID]
) -> dict[UUID, MarketSeen]:
    """The market of each event that most people look at."""
    rows = (await tx.execute(text(MAIN_MARKETS), {"events": list(event_ids)})).mappings()
    return {
        event_id: _market(list(of_event))
        for event_id, of_event in groupby(rows, key=lambda row: row["event_id"])
    }


def _event(row: Mapping[Any, Any]) -> EventSeen:
    told = row["result"] or row["score"]
    kept = ("score", "clock", "predicted", "status", "sides")
    named = {name: row[name] for name in EventSeen.__slots__ if name not in kept}
    predicted = (row["first_score"], row["second_score"])
    return EventSeen(
        **named,
        status=EventStatus(row["status"]),
        sides=tuple(row["sides"]),
        score=score_of(told, len(row["sides"])),
        clock=(row["score"] or {}).get("clock"),
        predicted=None if predicted[0] is None else predicted,
    )


def _market(rows: list[Mapping[Any, Any]]) -> MarketSeen:
    prices = [_price(row) for row in rows]
    shown = shortened(prices)
    return MarketSeen(
        id=rows[0]["id"],
        name=rows[0]["name"],
        state=MarketState(rows[0]["state"]),
        prices=tuple(shown),
        others=len(prices) - len(shown),
    )


def _price(row: Mapping[Any, Any]) -> PriceSeen:
    base, share = row["odds"], Fraction(row["multiplier"], THOUSANDTHS)
    return PriceSeen(
        selection_id=row["selection_id"],
        key=row["key"],
        name=row["selection"],
        odds=None if base is None else multiplied(Odds(base), share),
    )
