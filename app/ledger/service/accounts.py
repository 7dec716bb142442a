"""Opening accounts, holding them, reading them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.books import NoSuchAccount, OtherBank
from app.ledger.rules.positions import LINES_MAX, Position, Statement, check_page
from app.ledger.rules.transfers import KEPT, OF_A_BANK, Account, AccountKind
from app.ledger.store import books as store
from app.ledger.store import statements, sums


async def open_bank(tx: AsyncConnection, bank: UUID) -> None:
    """Open the accounts that stand behind players' points.  Doing so again changes nothing."""
    await store.open_accounts(tx, bank, bank=bank, kinds=OF_A_BANK)


async def open_accounts(tx: AsyncConnection, owner: UUID, *, bank: UUID) -> None:
    """Open a player's balance and debt with a bank.  Doing so again changes nothing."""
    await store.open_accounts(tx, owner, bank=bank, kinds=KEPT)
    position = await get_position(tx, owner)
    if position.bank != bank:
        raise OtherBank(debit_bank_id=position.bank, credit_bank_id=bank)


async def lock_balance(tx: AsyncConnection, owner: UUID) -> Position:
    """Hold an owner's balance and debt until the transaction ends."""
    await store.lock_balances(tx, [owner])
    return await get_position(tx, owner)


async def lock_balances_with(tx: AsyncConnection, bank: UUID) -> None:
    """Hold everybody's balance with a bank, so that nobody stakes or is paid until we commit."""
    await store.lock_balances_with(tx, bank)


async def get_position(tx: AsyncConnection, owner: UUID) -> Position:
    books = await store.find_books(tx, [owner])
    balance = books.get(Account(owner=owner, kind=AccountKind.BALANCE))
    debt = books.get(Account(owner=owner, kind=AccountKind.DEBT))
    if balance is None or debt is None:
        raise NoSuchAccount(owner_id=owner)
    return Position(owner=owner, bank=balance.bank, balance=balance.balance, debt=debt.balance)


async def statement(
    tx: AsyncConnection, owner: UUID, *, before: int | None = None, limit: int = LINES_MAX
) -> Statement:
    """The lines before the cursor, newest first."""
    check_page(before=before, limit=limit)
    position = await get_position(tx, owner)
    lines = await statements.list_lines(tx, owner, before=before, limit=limit + 1)
    following = lines[limit - 1].sequence if len(lines) > limit else None
    return Statement(position=position, lines=lines[:limit], following=following)


async def list_sums(tx: AsyncConnection, bank: UUID) -> dict[AccountKind, int]:
    """What a bank's accounts come to."""
    return await sums.find_sums(tx, bank)


async def roll_up(tx: AsyncConnection) -> None:
    """Shorten the way to the community's sums.  Any time, by a job; nothing else depends on it."""
    await sums.roll_up(tx)
