"""Moving points by the thousand: what waits in `pending_transfer` is posted as one set.

The order is the caller's promise: `prepare_set`, hold the balances, look, insert into
`pending_transfer` what should move, `post_set`.
"""

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.books import NoSuchAccount
from app.ledger.service.transfers import post_many
from app.ledger.store import sets as store

log = structlog.get_logger()


async def prepare_set(tx: AsyncConnection) -> None:
    """Make sure that this connection has a table `pending_transfer`."""
    await store.make_pending(tx)


async def post_set(tx: AsyncConnection) -> None:
    """Post all that is pending, all or none, while the caller holds the balances.

    Those who owe, or would, are few; for them it is `post_many`.
    """
    if short := await store.take_short(tx):
        await post_many(tx, short)
    wanted = await store.count_pending(tx)
    if not wanted:
        return
    posted = await store.post_pending(tx)
    if posted != wanted:
        # An account is not there, or belongs to another bank.
        raise NoSuchAccount(missing=wanted - posted)
    log.info("transfers accepted", count=posted)
