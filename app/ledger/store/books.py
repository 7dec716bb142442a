"""Accounts and transfers, set-based: as many statements for one transfer as for five hundred.

The texts are psycopg's own, so that a caller with a plain connection can send the same ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.books import AccountState, Books, Entry
from app.ledger.rules.transfers import Account, AccountKind, KeyReused, Transfer, TransferKind
from app.plumbing.points import Points

# One account an (owner, kind), however often it is opened.
OPEN_ACCOUNTS = """
    insert into account (owner, bank, kind)
    select %(owner)s, %(bank)s, kind from unnest(%(kinds)s::text[]) as wanted (kind)
    on conflict on constraint account_owner_key do nothing
"""

# Whoever holds the row of a balance holds its owner's debt too.  Sums are held by nobody.
LOCK_BALANCES = """
    select id from account
    where kind = 'balance' and owner = any(%(owners)s::uuid[])
    order by id
    for no key update
"""

LOCK_BALANCES_WITH = """
    select id from account where kind = 'balance' and bank = %(bank)s order by id for no key update
"""

FIND_BOOKS = """
    select id, owner, kind, bank, balance, sequence
    from account
    where owner in (
        select unnest(%(owners)s::uuid[])
        union
        select bank from account where kind = 'balance' and owner = any(%(owners)s::uuid[])
    )
"""

FIND_POSTED = """
    select t.kind, t.points, t.reference, t.reason, t.key,
           debit.owner as debit_owner, debit.kind as debit_kind,
           credit.owner as credit_owner, credit.kind as credit_kind
    from transfer t
    join account debit on (debit.tenant_id, debit.id) = (t.tenant_id, t.debit_account)
    join account credit on (credit.tenant_id, credit.id) = (t.tenant_id, t.credit_account)
    where t.key = any(%(keys)s::text[])
"""

# The trigger `move_balances` takes the balances along, in one more statement for all of them.
INSERT_TRANSFERS = """
    insert into transfer (
        kind, debit_account, debit_kind, credit_account, credit_kind, points,
        account_sequence, balance_after, reference, reason, key
    )
    select * from unnest(
        %(kind)s::text[], %(debit_account)s::uuid[], %(debit_kind)s::text[],
        %(credit_account)s::uuid[], %(credit_kind)s::text[], %(points)s::bigint[],
        %(account_sequence)s::bigint[], %(balance_after)s::bigint[],
        %(reference)s::uuid[], %(reason)s::text[], %(key)s::text[]
    )
"""


async def open_accounts(
    tx: AsyncConnection, owner: UUID, *, bank: UUID, kinds: Iterable[AccountKind]
) -> None:
    await tx.exec_driver_sql(OPEN_ACCOUNTS, {"owner": owner, "bank": bank, "kinds": sorted(kinds)})


async def lock_balances(tx: AsyncConnection, owners: Iterable[UUID]) -> None:
    """Hold the owners' balances, ascending by account.  What they are is for a later statement."""
    await tx.exec_driver_sql(LOCK_BALANCES, {"owners": list(owners)})


async def lock_balances_with(tx: AsyncConnection, bank: UUID) -> None:
    await tx.exec_driver_sql(LOCK_BALANCES_WITH, {"bank": bank})


async def find_books(tx: AsyncConnection, owners: Iterable[UUID]) -> Books:
    """Every account of the owners and of their banks."""
    rows = await tx.exec_driver_sql(FIND_BOOKS, {"owners": list(owners)})
    return books_of(rows)


def books_of(rows: Iterable[Sequence[Any]]) -> Books:
    """The accounts, from rows in the order of FIND_BOOKS."""
    return {
        Account(owner=owner, kind=AccountKind(kind)): AccountState(
            id=account_id, bank=bank, balance=Points(balance), sequence=sequence
        )
        for account_id, owner, kind, bank, balance, sequence in rows
    }


async def find_posted(tx: AsyncConnection, keys: Sequence[str]) -> list[Transfer]:
    rows = await tx.exec_driver_sql(FIND_POSTED, {"keys": list(keys)})
    return [_transfer(row) for row in rows.mappings()]


async def insert_transfers(tx: AsyncConnection, entries: Sequence[Entry], books: Books) -> None:
    """Write the entries; the balances move with them.  Only `post_many` may call this."""
    try:
        await tx.exec_driver_sql(INSERT_TRANSFERS, columns(entries, books))
    except IntegrityError as error:
        if _constraint(error) == "transfer_key_key":
            # Somebody posted it since we looked, between accounts that nobody locks.
            raise KeyReused from error
        raise


def columns(entries: Sequence[Entry], books: Books) -> dict[str, list[object]]:
    """The entries as INSERT_TRANSFERS wants them: a list a column."""
    transfers = [entry.transfer for entry in entries]
    return {
        "kind": [t.kind for t in transfers],
        "debit_account": [books[t.debit].id for t in transfers],
        "debit_kind": [t.debit.kind for t in transfers],
        "credit_account": [books[t.credit].id for t in transfers],
        "credit_kind": [t.credit.kind for t in transfers],
        "points": [t.points for t in transfers],
        "account_sequence": [entry.sequence for entry in entries],
        "balance_after": [entry.balance_after for entry in entries],
        "reference": [t.reference for t in transfers],
        "reason": [t.reason for t in transfers],
        "key": [t.key for t in transfers],
    }


def _transfer(row: Mapping[Any, Any]) -> Transfer:
    return Transfer(
        kind=TransferKind(row["kind"]),
        debit=Account(owner=row["debit_owner"], kind=AccountKind(row["debit_kind"])),
        credit=Account(owner=row["credit_owner"], kind=AccountKind(row["credit_kind"])),
        points=Points(row["points"]),
        reference=row["reference"],
        reason=row["reason"],
        key=row["key"],
    )


def _constraint(error: IntegrityError) -> str | None:
    cause = error.orig
    return cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
