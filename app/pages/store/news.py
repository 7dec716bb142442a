"""What happened of late to a player, and what waits for them: a statement for each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetResult
from app.competitions.rules.announcements import AnnouncementKind
from app.pages.rules.news import BetEnded, NewsItem, OpenSheet
from app.predictions.rules.predicting import WITH_SCORES

ENDED = """
    with ended as (
        select * from bet
        where player_id = :player_id and state in ('settled', 'cashed_out')
        order by settled_at desc, id desc
        limit :limit
    )
    select b.id, c.name as competition, e.name as event, s.name as pick,
           (select count(*) from leg each
            where (each.tenant_id, each.bet_id) = (b.tenant_id, b.id)) as legs,
           b.stake, b.payout, b.result, b.settled_at as ended_at
    from ended b
    join competition c on (c.tenant_id, c.id) = (b.tenant_id, b.competition_id)
    join leg on (leg.tenant_id, leg.bet_id, leg.number) = (b.tenant_id, b.id, 1)
    join selection s on (s.tenant_id, s.id) = (leg.selection_tenant_id, leg.selection_id)
    join event e on e.id = leg.event_id
    order by b.settled_at desc, b.id desc
"""

NEWS = """
    select a.id, a.competition_id, c.name as competition, a.kind, a.facts, a.at, (
        select name from event where id = cast(coalesce(
            a.facts ->> 'event_id', a.facts -> 'event_ids' ->> 0) as uuid)
    ) as event
    from announcement a
    join competition c on (c.tenant_id, c.id) = (a.tenant_id, a.competition_id)
"""
NEWS_OF_PLAYER = f"""
    {NEWS}
    join entry mine on mine.competition_id = a.competition_id
    where mine.player_id = :player_id and mine.state = 'active' and a.at >= :since
    order by a.id desc
    limit :limit
"""
NEWS_OF_COMPETITION = f"""
    {NEWS}
    where a.competition_id = :competition_id
    order by a.id desc
    limit :limit
"""

# As the sheet has it: between two, in a sport with scores, and not hidden here.
OPEN_SHEETS = """
    select c.id as competition_id, c.name as competition, count(*) as events,
           min(e.locks_at) as locks_at
    from entry mine
    join competition c on c.id = mine.competition_id and c.state = 'running'
    join competition_event played on played.competition_id = c.id
    join event e on (e.tenant_id, e.id) = (played.event_tenant_id, played.event_id)
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join event_config ec on (ec.event_tenant_id, ec.event_id) = (e.tenant_id, e.id)
    left join sport_config sc on (sc.sport_tenant_id, sc.sport_id) = (s.tenant_id, s.id)
    where mine.player_id = :player_id and mine.state = 'active'
    and c.settings -> 'modes' ? 'prediction'
    and e.status = 'scheduled' and e.locks_at > :now and e.locks_at <= :until
    and s.scheme = any(:schemes) and s.archived_at is null
    and not coalesce(ec.hidden, false) and not coalesce(sc.hidden, false)
    and not exists (
        select from prediction p where (p.entry_id, p.event_id) = (mine.id, e.id)
    )
    and (select count(*) from event_participant ep
         where (ep.tenant_id, ep.event_id) = (e.tenant_id, e.id)) = 2
    group by c.id, c.name
    order by locks_at
"""


async def list_ended(tx: AsyncConnection, player_id: UUID, *, limit: int) -> list[BetEnded]:
    """The bets that came to their end last."""
    rows = await tx.execute(text(ENDED), {"player_id": player_id, "limit": limit})
    return [_ended(row) for row in rows.mappings()]


async def list_news(
    tx: AsyncConnection, player_id: UUID, *, since: datetime, limit: int
) -> list[NewsItem]:
    """Announcements of all that a player plays in, the newest first."""
    asked = {"player_id": player_id, "since": since, "limit": limit}
    return [_news(row) for row in (await tx.execute(text(NEWS_OF_PLAYER), asked)).mappings()]


async def list_news_of(tx: AsyncConnection, competition_id: UUID, *, limit: int) -> list[NewsItem]:
    asked = {"competition_id": competition_id, "limit": limit}
    return [_news(row) for row in (await tx.execute(text(NEWS_OF_COMPETITION), asked)).mappings()]


async def list_open_sheets(
    tx: AsyncConnection, player_id: UUID, *, now: datetime, until: datetime
) -> list[OpenSheet]:
    asked = {"player_id": player_id, "now": now, "until": until, "schemes": sorted(WITH_SCORES)}
    return [OpenSheet(**row) for row in (await tx.execute(text(OPEN_SHEETS), asked)).mappings()]


def _ended(row: Mapping[Any, Any]) -> BetEnded:
    result = BetResult(row["result"]) if row["result"] else None
    return BetEnded(**dict(row) | {"result": result})


def _news(row: Mapping[Any, Any]) -> NewsItem:
    return NewsItem(**dict(row) | {"kind": AnnouncementKind(row["kind"])})
