"""What a transfer costs, alone and in a batch."""

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import cycle
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import System
from app.ledger import service
from app.ledger.rules.grants import Grant
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from app.tenants.rules import PLATFORM_ID
from benchmarks.measuring import compare, show

PLAYERS = 500


async def measure(database: Database) -> None:
    bank = new_id()
    async with database.tenant(PLATFORM_ID) as tx:
        await service.open_bank(tx, bank)
        players = [await _player(tx, bank) for _ in range(PLAYERS)]
    stakes = cycle([_stake(player, bank) for player in players])

    async def one_by_one() -> None:
        for _ in range(PLAYERS):
            async with database.tenant(PLATFORM_ID) as tx:
                await service.transfer(tx, next(stakes))

    async def in_batches(size: int) -> None:
        for _ in range(PLAYERS // size):
            async with database.tenant(PLATFORM_ID) as tx:
                await service.post_many(tx, [next(stakes) for _ in range(size)])

    contestants: dict[str, Callable[[], Awaitable[None]]] = {
        "a transaction each": one_by_one,
        "batches of 50": partial(in_batches, 50),
        "batches of 500": partial(in_batches, 500),
    }
    show("A transfer, durably committed", await compare(contestants, per=PLAYERS))


async def _player(tx: AsyncConnection, bank: UUID) -> UUID:
    owner = new_id()
    await service.open_accounts(tx, owner, bank=bank)
    grant = Grant(id=new_id(), owner=owner, points=Points(1_000_000), reason="to play with")
    await service.grant(tx, grant, by=System(name="benchmark"))
    return owner


def _stake(player: UUID, bank: UUID) -> Transfer:
    return Transfer(
        kind=TransferKind.STAKE,
        debit=Account(owner=player, kind=AccountKind.BALANCE),
        credit=Account(owner=bank, kind=AccountKind.ESCROW),
        points=Points(1),
    )
