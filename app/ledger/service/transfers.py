"""Moving points.  Nothing else in Pointsbook changes a balance."""

from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.books import Entry, post
from app.ledger.rules.transfers import Transfer, not_yet_posted
from app.ledger.store import books as store

log = structlog.get_logger()


async def transfer(tx: AsyncConnection, wanted: Transfer) -> list[Entry]:
    return await post_many(tx, [wanted])


async def post_many(tx: AsyncConnection, wanted: Sequence[Transfer]) -> list[Entry]:
    """Post the transfers in their order, all or none, in a constant number of statements.

    Those whose key was posted before are left out.  Returns what was entered, the debts that
    came about or were repaid along the way included.
    """
    owners = {side.owner for t in wanted for side in (t.debit, t.credit)}
    await store.lock_balances(tx, owners)

    earlier = await store.find_posted(tx, [t.key for t in wanted if t.key is not None])
    books = await store.find_books(tx, owners)

    entries = post(not_yet_posted(wanted, earlier), books)
    if entries:
        await store.insert_transfers(tx, entries, books)
        log.info("transfers accepted", count=len(entries))
    return entries
