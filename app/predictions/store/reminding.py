"""Who has not predicted what locks soon."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import DateTime, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.events import EventStatus
from app.competitions.rules.settings import Mode
from app.predictions.rules.predicting import WITH_SCORES
from app.predictions.store.predictions import PLAYED_EVENTS

LIST_ZONES = text("select distinct time_zone from player")

REMIND = text(f"""
    insert into outbox_message (topic, recipient, key, body)
    select 'predictions.open', player_id,
           concat_ws(' ', 'predictions', min(locks_at at time zone time_zone)::date, entry_id),
           jsonb_build_object('competition_id', competition_id, 'competition', competition,
                              'events', count(*), 'locks_at', min(locks_at))
    from (
        select e.id as entry_id, e.player_id, p.time_zone, c.id as competition_id,
               c.name as competition, shown.locks_at
        from competition c
        join entry e on (e.tenant_id, e.competition_id) = (c.tenant_id, c.id)
        join player p on (p.tenant_id, p.id) = (e.tenant_id, e.player_id)
        join unnest(:zones, :latest) as awake (zone, latest) on awake.zone = p.time_zone
        cross join lateral ({PLAYED_EVENTS.replace(":competition_id", "c.id")}) as shown
        where c.state = 'running' and c.ends_at > :now
        and (c.settings -> 'modes' is null or c.settings -> 'modes' ? :mode)
        and e.state = 'active' and not e.bot and p.suspended_at is null
        and cardinality(shown.participants) = 2 and shown.scheme = any(:schemes)
        and shown.status = :status and shown.locks_at > :now and shown.locks_at <= awake.latest
        and not exists (
            select from prediction made
            where (made.entry_id, made.event_id) = (e.id, shown.id)
        )
    ) as missing
    group by entry_id, player_id, competition_id, competition
    on conflict on constraint outbox_message_is_written_once do nothing
""").bindparams(  # noqa: S608 - our own words
    bindparam("zones", type_=ARRAY(Text)),
    bindparam("latest", type_=ARRAY(DateTime(timezone=True))),
    bindparam("schemes", type_=ARRAY(Text)),
)


async def list_zones(tx: AsyncConnection) -> Sequence[str]:
    """Where the community's players live."""
    return (await tx.execute(LIST_ZONES)).scalars().all()


async def remind(tx: AsyncConnection, until: Mapping[str, datetime], *, now: datetime) -> None:
    """Write to those in these zones who have not predicted what locks until then."""
    await tx.execute(
        REMIND,
        {
            "zones": list(until),
            "latest": list(until.values()),
            "schemes": sorted(WITH_SCORES),
            "status": EventStatus.SCHEDULED,
            "mode": Mode.PREDICTION,
            "now": now,
        },
    )
