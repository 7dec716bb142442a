"""Messages to those who have reached a limit of their own."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits.rules.periods import Period

# Once a limit and period, since the key names the day on which the period began.
TELL_REACHED = """
    insert into outbox_message (topic, recipient, key, body)
    select 'limits.reached', player_id,
           concat_ws(' ', 'limit', kind, period, begins, player_id),
           jsonb_build_object('limit', kind, 'period', period, 'amount', amount)
    from (
        select l.player_id, l.kind, l.period, l.amount, p.begins, case l.kind
            when 'minutes' then (
                select sum(t.minutes) from play_time t
                where t.player_id = l.player_id and t.day >= p.begins)
            when 'stake' then (
                select sum(d.staked) from play_day d
                where d.player_id = l.player_id and d.day >= p.begins)
            else (
                select sum(d.staked - d.returned) from play_day d
                where d.player_id = l.player_id and d.day >= p.begins)
            end as used
        from (
            select distinct on (player_id, kind, period) player_id, kind, period, amount
            from player_limit
            where in_force_at <= clock_timestamp()
            order by player_id, kind, period, created_at desc, id desc
        ) as l
        join unnest(%(periods)s::text[], %(begins)s::date[]) as p (period, begins)
            on p.period = l.period
        where l.amount > 0
    ) as counted
    where used >= amount
    on conflict on constraint outbox_message_is_written_once do nothing
"""


async def tell_reached(tx: AsyncConnection, begins: Mapping[Period, date]) -> None:
    values = {"periods": [str(period) for period in begins], "begins": list(begins.values())}
    await tx.exec_driver_sql(TELL_REACHED, values)
