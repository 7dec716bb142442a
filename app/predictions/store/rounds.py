"""Which rounds there are to predict."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.predictions.rules.predicting import NOT_BEGUN, WITH_SCORES
from app.predictions.rules.rounds import Round
from app.predictions.store.predictions import PLAYED_EVENTS

ROUNDS = text(f"""
    select round as name,
           case when round is null then (starts_at at time zone :zone)::date end as day,
           count(*) as events, min(starts_at) as starts_at,
           min(locks_at) filter (where status = any(:not_begun) and locks_at > clock_timestamp())
               as next_lock
    from ({PLAYED_EVENTS}) as shown
    where cardinality(participants) = 2 and scheme = any(:schemes)
    group by 1, 2
    order by min(starts_at), 1
""")  # noqa: S608 - our own words


async def list_rounds(tx: AsyncConnection, competition_id: UUID, zone: ZoneInfo) -> list[Round]:
    """By their beginning; days are those of a time zone."""
    rows = await tx.execute(
        ROUNDS,
        {
            "competition_id": competition_id,
            "zone": zone.key,
            "schemes": sorted(WITH_SCORES),
            "not_begun": sorted(NOT_BEGUN),
        },
    )
    return [Round(**row) for row in rows.mappings()]
