"""Transfers by the thousand, without Python a row: written into a table that only this connection
sees, and posted from there by one statement.

The trigger `move_balances` is as strict with these as with any others.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.points import Points

# It is empty again after each transaction.  Debts are made and repaid by the ledger alone.
MAKE_PENDING = """
    do $$ begin
        if to_regclass('pg_temp.pending_transfer') is null then
            create temporary table pending_transfer (
                position bigint generated always as identity,
                kind text not null,
                debit_owner uuid not null,
                debit_kind text not null,
                credit_owner uuid not null,
                credit_kind text not null,
                points bigint not null,
                reference uuid,
                check ('debt' not in (debit_kind, credit_kind))
            ) on commit delete rows;
        end if;
    end $$
"""

# Whoever owes, or would, goes through the books line by line.
TAKE_SHORT = """
    with moved as (
        select case when debit_kind = 'balance' then debit_owner else credit_owner end as owner,
               sum(points) filter (where debit_kind = 'balance') as taken
        from pending_transfer
        where 'balance' in (debit_kind, credit_kind)
        group by owner
    ), short as (
        select m.owner
        from moved m
        join account own on (own.owner, own.kind) = (m.owner, 'balance')
        join account debt on (debt.owner, debt.kind) = (m.owner, 'debt')
        where debt.balance < 0 or own.balance < m.taken
    )
    delete from pending_transfer p
    using short
    where short.owner in (p.debit_owner, p.credit_owner)
    returning p.position, p.kind, p.debit_owner, p.debit_kind, p.credit_owner, p.credit_kind,
              p.points, p.reference
"""

COUNT_PENDING = "select count(*) from pending_transfer"

POST_PENDING = """
    with step as (
        select p.position, p.kind, p.points, p.reference,
               debit.id as debit_account, debit.kind as debit_kind,
               credit.id as credit_account, credit.kind as credit_kind,
               case when debit.kind = 'balance' then debit.id
                    when credit.kind = 'balance' then credit.id end as kept,
               case when debit.kind = 'balance' then debit.sequence else credit.sequence end
                   as sequence,
               case when debit.kind = 'balance' then debit.balance else credit.balance end
                   as balance,
               case when debit.kind = 'balance' then -p.points else p.points end as change
        from pending_transfer p
        join account debit on (debit.owner, debit.kind) = (p.debit_owner, p.debit_kind)
        join account credit
            on (credit.owner, credit.kind, credit.bank)
             = (p.credit_owner, p.credit_kind, debit.bank)
    ), posted as (
        insert into transfer (
            kind, debit_account, debit_kind, credit_account, credit_kind, points,
            account_sequence, balance_after, reference
        )
        select kind, debit_account, debit_kind, credit_account, credit_kind, points,
               case when kept is not null then sequence + row_number() over history end,
               case when kept is not null then (balance + sum(change) over history)::bigint end,
               reference
        from step
        window history as (partition by kept order by position)
        returning 1
    )
    select count(*) from posted
"""

FORGET_PENDING = "delete from pending_transfer"


async def make_pending(tx: AsyncConnection) -> None:
    await tx.exec_driver_sql(MAKE_PENDING)


async def take_short(tx: AsyncConnection) -> list[Transfer]:
    """Take out the transfers of those who have a debt or would get one, in their order."""
    rows = await tx.exec_driver_sql(TAKE_SHORT)
    return [_transfer(*row) for _, *row in sorted(tuple(each) for each in rows)]


async def count_pending(tx: AsyncConnection) -> int:
    return int((await tx.exec_driver_sql(COUNT_PENDING)).scalar_one())


async def post_pending(tx: AsyncConnection) -> int:
    """Write what is pending; the balances move with it.  Only `post_set` may call this."""
    posted = int((await tx.exec_driver_sql(POST_PENDING)).scalar_one())
    await tx.exec_driver_sql(FORGET_PENDING)
    return posted


def _transfer(
    kind: str,
    debit_owner: UUID,
    debit_kind: str,
    credit_owner: UUID,
    credit_kind: str,
    points: int,
    reference: UUID | None,
) -> Transfer:
    return Transfer(
        kind=TransferKind(kind),
        debit=Account(owner=debit_owner, kind=AccountKind(debit_kind)),
        credit=Account(owner=credit_owner, kind=AccountKind(credit_kind)),
        points=Points(points),
        reference=reference,
    )
