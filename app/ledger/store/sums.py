"""Balances that are not kept but summed: rolled up to a horizon, then added from there.

A horizon is a transaction id below which every transaction has ended, so nothing can still appear
behind it.  "The last id seen" would not do: it misses what commits late.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.transfers import AccountKind

LOCK_ROLLUPS = """
    select pg_advisory_xact_lock(
        hashtextextended('ledger.account_rollup ' || current_setting('app.tenant_id'), 0))
"""

# Transaction ids begin anew in another cluster.  After a restore, horizons ahead of the present
# mean nothing, and the sums begin anew too.
FORGET_ROLLUPS_OF_ANOTHER_CLUSTER = """
    delete from account_rollup
    where exists (
        select from account_rollup where horizon > pg_snapshot_xmin(pg_current_snapshot())
    )
"""

# An account that no transfer touched since its own horizon lacks none up to the newest one either,
# so the newest horizon serves all accounts of the community.
ROLL_UP = """
    with span as materialized (
        select coalesce(max(horizon), '0'::xid8) as since,
               pg_snapshot_xmin(pg_current_snapshot()) as horizon
        from account_rollup
    )
    insert into account_rollup (account_id, balance, horizon)
    select side.account_id, sum(side.points), span.horizon
    from span
    join transfer t on t.xid >= span.since and t.xid < span.horizon
    cross join lateral (values
        (t.debit_account, t.debit_kind, -t.points),
        (t.credit_account, t.credit_kind, t.points)
    ) as side (account_id, kind, points)
    where side.kind not in ('balance', 'debt')
    group by side.account_id, span.horizon
    on conflict on constraint account_rollup_pk do update
    set balance = account_rollup.balance + excluded.balance, horizon = excluded.horizon
"""

FIND_SUMS = """
    with since as materialized (
        select coalesce(max(horizon), '0'::xid8) as horizon from account_rollup
    ), recent as (
        select side.account_id, sum(side.points) as points
        from since
        join transfer t on t.xid >= since.horizon
        cross join lateral (values
            (t.debit_account, -t.points), (t.credit_account, t.points)
        ) as side (account_id, points)
        group by side.account_id
    )
    select a.kind, coalesce(rolled.balance, 0) + coalesce(recent.points, 0) as balance
    from account a
    left join account_rollup rolled
        on (rolled.tenant_id, rolled.account_id) = (a.tenant_id, a.id)
    left join recent on recent.account_id = a.id
    where a.owner = %(bank)s and a.bank = a.owner
"""


async def roll_up(tx: AsyncConnection) -> None:
    """Bring the community's sums up to the present.  One at a time; a second one waits."""
    await tx.exec_driver_sql(LOCK_ROLLUPS)
    await tx.exec_driver_sql(FORGET_ROLLUPS_OF_ANOTHER_CLUSTER)
    await tx.exec_driver_sql(ROLL_UP)


async def find_sums(tx: AsyncConnection, bank: UUID) -> dict[AccountKind, int]:
    rows = await tx.exec_driver_sql(FIND_SUMS, {"bank": bank})
    return {AccountKind(row.kind): int(row.balance) for row in rows}
