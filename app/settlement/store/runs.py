"""Runs: made, overtaken, finished."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.runs import Cause

# Those who begin runs on one event wait for each other: each then sees what it overtakes.
LOCK_EVENT = """
    select pg_advisory_xact_lock(hashtextextended(
        'settlement ' || current_setting('app.tenant_id') || %(event_id)s::text, 0))
"""

FIND_CAUSE = """
    select event_tenant_id, event_id, market_id, tenant_id as ruling_tenant_id, id as ruling_id,
           reason
    from ruling
    where (tenant_id, id) = (%(tenant_id)s, %(id)s) and state = 'confirmed'
"""

FIND_RUN_OF = """
    select id from settlement_run
    where (ruling_tenant_id, ruling_id) = (%(ruling_tenant_id)s, %(ruling_id)s)
    and event_id = %(event_id)s
"""

INSERT_RUN = """
    insert into settlement_run (id, kind, event_tenant_id, event_id, question_id, ruling_tenant_id,
                                ruling_id, reason, counts_with)
    values (%(run_id)s, %(kind)s, %(event_tenant_id)s, %(event_id)s, %(question_id)s,
            %(ruling_tenant_id)s, %(ruling_id)s, %(reason)s, %(run_id)s)
"""

OVERTAKE = """
    with overtaken as (
        update settlement_run
        set state = 'overtaken', finished_at = clock_timestamp(), counts_with = %(run_id)s
        where (event_tenant_id, event_id) = (%(event_tenant_id)s, %(event_id)s)
        and state = 'running' and id <> %(run_id)s
        returning id
    ), before as (
        update settlement_run
        set counts_with = %(run_id)s
        where counts_with in (select id from overtaken) and state = 'overtaken'
    )
    select id from overtaken
"""

FIND_COMMUNITY = "select nullif(current_setting('app.tenant_id'), '')::uuid"

# Counting and telling goes over all bets of a run in one statement, and nobody waits for it.
BE_PATIENT = """
    select set_config('lock_timeout', '60s', true), set_config('statement_timeout', '60s', true)
"""

LOCK_RUN = "select id from settlement_run where id = %(run_id)s for no key update"

IS_DONE = """
    select r.state = 'running' and not exists (
        select from settlement_part p where p.run_id = r.id and p.finished_at is null
    )
    from settlement_run r
    where r.id = %(run_id)s
"""

FINISH_RUN = """
    update settlement_run set state = 'finished', finished_at = clock_timestamp()
    where id = %(run_id)s
    returning extract(epoch from finished_at - created_at)::float as seconds,
              (select extract(epoch from clock_timestamp() - decided_at)::float from ruling
               where (tenant_id, id) = (ruling_tenant_id, ruling_id)) as lag
"""


# What the whole run, with those that it overtook, made of each player's bets: nobody is told of
# what came and went within it.  A bet that was over before the run is corrected by it.
INSERT_MESSAGES = """
    insert into outbox_message (topic, recipient, key, body)
    select case when told.again then 'bets.corrected' else 'bets.settled' end, told.player_id,
           'settlement ' || %(run_id)s || ' ' || told.player_id,
           jsonb_strip_nulls(jsonb_build_object(
               'run_id', %(run_id)s::uuid, 'bets', told.bets, 'points', told.points,
               'reason', case when told.again then r.reason end))
    from (
        select e.player_id, count(distinct s.bet_id) as bets,
               count(distinct s.bet_id)
                   > count(distinct s.bet_id) filter (where s.payout_before is null) as again,
               sum(coalesce(s.payout, 0) - coalesce(s.payout_before, 0)) as points
        from settlement s
        join entry e on (e.tenant_id, e.id) = (s.tenant_id, s.entry_id)
        where s.run_id in (select id from settlement_run where counts_with = %(run_id)s)
        group by e.player_id
    ) as told
    join settlement_run r on r.id = %(run_id)s
    on conflict on constraint outbox_message_is_written_once do nothing
"""

LIST_COMPETITIONS = """
    select competition_id from settlement
    where run_id in (select id from settlement_run where counts_with = %(run_id)s)
    union
    select competition_id from score
    where run_id in (select id from settlement_run where counts_with = %(run_id)s)
    order by competition_id
"""


async def find_community(tx: AsyncConnection) -> UUID:
    """Whose transaction this is."""
    found: UUID = (await tx.exec_driver_sql(FIND_COMMUNITY)).scalar_one()
    return found


async def lock_event(tx: AsyncConnection, event_id: UUID) -> None:
    await tx.exec_driver_sql(BE_PATIENT)
    await tx.exec_driver_sql(LOCK_EVENT, {"event_id": event_id})


async def find_cause(tx: AsyncConnection, tenant_id: UUID, ruling_id: UUID) -> Cause | None:
    """What a confirmed ruling is about."""
    values = {"tenant_id": tenant_id, "id": ruling_id}
    row = (await tx.exec_driver_sql(FIND_CAUSE, values)).mappings().one_or_none()
    return Cause(**row) if row else None


async def find_run_of(tx: AsyncConnection, cause: Cause) -> UUID | None:
    found: UUID | None = (
        await tx.exec_driver_sql(
            FIND_RUN_OF,
            {
                "ruling_tenant_id": cause.ruling_tenant_id,
                "ruling_id": cause.ruling_id,
                "event_id": cause.event_id,
            },
        )
    ).scalar_one_or_none()
    return found


async def insert_run(tx: AsyncConnection, run_id: UUID, cause: Cause) -> None:
    await tx.exec_driver_sql(
        INSERT_RUN, values_of(run_id, cause) | {"kind": "event", "question_id": None}
    )


async def insert_bonus_run(
    tx: AsyncConnection, run_id: UUID, question_id: UUID, *, reason: str | None
) -> None:
    nothing = dict.fromkeys(("event_tenant_id", "event_id", "ruling_tenant_id", "ruling_id"))
    told = {"run_id": run_id, "kind": "bonus", "question_id": question_id, "reason": reason}
    await tx.exec_driver_sql(INSERT_RUN, nothing | told)


async def overtake(tx: AsyncConnection, run_id: UUID, cause: Cause) -> Sequence[UUID]:
    """End the runs on the same event that still go on; what they moved counts with this one."""
    return (await tx.exec_driver_sql(OVERTAKE, values_of(run_id, cause))).scalars().all()


async def lock_run(tx: AsyncConnection, run_id: UUID) -> None:
    await tx.exec_driver_sql(BE_PATIENT)
    await tx.exec_driver_sql(LOCK_RUN, {"run_id": run_id})


async def is_done(tx: AsyncConnection, run_id: UUID) -> bool:
    """Whether the run goes on although none of its parts does."""
    return bool((await tx.exec_driver_sql(IS_DONE, {"run_id": run_id})).scalar_one())


async def insert_messages(tx: AsyncConnection, run_id: UUID) -> None:
    await tx.exec_driver_sql(INSERT_MESSAGES, {"run_id": run_id})


async def list_competitions(tx: AsyncConnection, run_id: UUID) -> Sequence[UUID]:
    """Whose standings the run moves."""
    return (await tx.exec_driver_sql(LIST_COMPETITIONS, {"run_id": run_id})).scalars().all()


async def finish_run(tx: AsyncConnection, run_id: UUID) -> tuple[float, float | None]:
    """How many seconds it took, and how many it is since the ruling was confirmed."""
    row = (await tx.exec_driver_sql(FINISH_RUN, {"run_id": run_id})).one()
    return row.seconds, row.lag


def values_of(run_id: UUID, cause: Cause) -> dict[str, object]:
    return {
        "run_id": run_id,
        "event_tenant_id": cause.event_tenant_id,
        "event_id": cause.event_id,
        "market_id": cause.market_id,
        "ruling_tenant_id": cause.ruling_tenant_id,
        "ruling_id": cause.ruling_id,
        "reason": cause.reason,
    }
