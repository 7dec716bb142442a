"""A statement's lines in the players' words."""

from uuid import UUID

from app.ledger.rules.positions import StatementLine
from app.ledger.rules.transfers import TransferKind
from app.plumbing.languages import sentence

WORDS = {
    TransferKind.GRANT: sentence("Points for you"),
    TransferKind.ADJUSTMENT: sentence("An admin adjusted your points"),
    TransferKind.TAKE_BACK: sentence("Points taken back"),
    TransferKind.DEBT: sentence("Lent by the house, as your balance fell short"),
    TransferKind.REPAYMENT: sentence("Debt repaid"),
    TransferKind.STAKE: sentence("Staked on a bet"),
    TransferKind.PAYOUT: sentence("A bet paid out"),
    TransferKind.REFUND: sentence("A stake came back"),
    TransferKind.CASH_OUT: sentence("A bet cashed out"),
    TransferKind.WITHDRAWAL: sentence("Given back by you"),
    TransferKind.CORRECTION: sentence("A result was corrected"),
}
# Reasons that Pointsbook itself gives; all others are somebody's own words.
REASONS = {
    "to begin with": sentence("Starting points"),
    "deposit by admin": sentence("Points that you asked for"),
    "deposit by voucher": sentence("A voucher"),
    "withdrawal by ledger": WORDS[TransferKind.WITHDRAWAL],
}
OF_BETS = frozenset({
    TransferKind.STAKE,
    TransferKind.PAYOUT,
    TransferKind.REFUND,
    TransferKind.CASH_OUT,
    TransferKind.CORRECTION,
})  # fmt: skip


def words_of(line: StatementLine) -> str:
    return REASONS.get(line.reason or "") or WORDS.get(line.kind, line.kind.replace("_", " "))


def reason_of(line: StatementLine) -> str | None:
    """What somebody wrote, where the line's words do not say it already."""
    return None if line.reason in REASONS else line.reason


def bet_of(line: StatementLine) -> UUID | None:
    return line.reference if line.kind in OF_BETS else None
