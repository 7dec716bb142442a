"""Moving points within a pipeline of somebody else's: the ledger's statements as steps of it.

The order is the caller's promise: hold the balances, look at the books in a later statement, enter.
"""

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from app.ledger.rules.books import Books, post
from app.ledger.rules.transfers import Transfer
from app.ledger.store import books as store
from app.plumbing.pipelines import Row, Statement, Step, array, texts

LOCK_BALANCES = Statement(store.LOCK_BALANCES)
FIND_BOOKS = Statement(store.FIND_BOOKS)
INSERT_TRANSFERS = Statement(store.INSERT_TRANSFERS)

FREE_TEXTS = frozenset({"reason", "key"})


def lock_balances(owners: Iterable[UUID]) -> Step:
    return LOCK_BALANCES.with_values(owners=array(owners))


def find_books(owners: Iterable[UUID]) -> Step:
    return FIND_BOOKS.with_values(owners=array(owners))


def read_books(rows: Sequence[Row]) -> Books:
    return store.books_of(rows)


def enter(transfers: Iterable[Transfer], books: Books) -> Step:
    """Enter new transfers in their order, by the books as they are while the balances are held."""
    columns = store.columns(post(transfers, books), books)
    return INSERT_TRANSFERS.with_values(
        **{
            name: texts(cast("list[str | None]", values)) if name in FREE_TEXTS else array(values)
            for name, values in columns.items()
        }
    )
