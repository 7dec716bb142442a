"""Books to play with: two players of one bank, and a stranger's bank."""

from uuid import UUID

from app.ledger.rules.books import AccountState, Books
from app.ledger.rules.transfers import OF_A_BANK, Account, AccountKind, Transfer, TransferKind
from app.plumbing.points import Points

BANK, OTHER_BANK = UUID(int=1), UUID(int=2)
AMA, KOFI = UUID(int=11), UUID(int=12)


def of(owner: UUID, kind: AccountKind) -> Account:
    return Account(owner=owner, kind=kind)


BALANCE = of(AMA, AccountKind.BALANCE)
DEBT = of(AMA, AccountKind.DEBT)
ISSUE = of(BANK, AccountKind.ISSUE)
ESCROW = of(BANK, AccountKind.ESCROW)
HOUSE = of(BANK, AccountKind.HOUSE)

GRANT = Transfer(
    kind=TransferKind.GRANT, debit=ISSUE, credit=BALANCE, points=Points(50), reason="a good start"
)
STAKE = Transfer(kind=TransferKind.STAKE, debit=BALANCE, credit=ESCROW, points=Points(40))
TAKE_BACK = Transfer(
    kind=TransferKind.TAKE_BACK, debit=BALANCE, credit=HOUSE, points=Points(70), reason="wrong"
)


def books(*, balance: int = 0, debt: int = 0) -> Books:
    """Ama with this balance and debt, Kofi with nothing, and two banks."""
    numbers = iter(range(100, 200))

    def state(bank: UUID, points: int = 0) -> AccountState:
        return AccountState(
            id=UUID(int=next(numbers)), bank=bank, balance=Points(points), sequence=0
        )

    players = {of(o, k): state(BANK) for o in (AMA, KOFI) for k in (BALANCE.kind, DEBT.kind)}
    banks = {of(o, k): state(o) for o in (BANK, OTHER_BANK) for k in sorted(OF_A_BANK)}
    return players | banks | {BALANCE: state(BANK, balance), DEBT: state(BANK, debt)}
