"""What states and results of bets are called."""

from app.betting.rules.bets import BetResult, BetState
from app.plumbing.languages import sentence

BET_STATES = {
    BetState.ACCEPTED: sentence("Open"),
    BetState.CANCELLED: sentence("Taken back"),
    BetState.CASHED_OUT: sentence("Cashed out"),
    BetState.SETTLED: sentence("Settled"),
}
BET_RESULTS = {
    BetResult.WON: sentence("Won"),
    BetResult.PART_LOST: sentence("Part lost"),
    BetResult.RETURNED: sentence("Returned"),
    BetResult.LOST: sentence("Lost"),
    BetResult.VOID: sentence("Void"),
}
TRANSFERS = {
    "stake": sentence("Stake"),
    "payout": sentence("Payout"),
    "refund": sentence("Refund"),
    "cash_out": sentence("Cash-out"),
    "correction": sentence("Correction"),
    "repayment": sentence("Repayment of a debt"),
    "debt": sentence("Debt"),
}


def word_of(state: str, result: str | None) -> str:
    """The one word that says how a bet stands."""
    if state == BetState.SETTLED and result:
        return BET_RESULTS[BetResult(result)]
    return BET_STATES[BetState(state)]
