"""Cash-outs as they come to be, once legs that were decided before them became something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.betting.rules.cash_out import corrected_cash_out
from app.betting.rules.tickets import Leg, Side, Ticket
from app.markets.rules.outcomes import WON
from app.settlement.rules.tickets import BetNow, Verdict, ticket_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CashedOut:
    """A bet as its legs are now, and what the offer that its player took rested on.

    `odds` are the prices of the legs that were open, None where one was decided; `multipliers` what
    the legs counted, open ones as won.
    """

    bet: BetNow
    odds: Sequence[Fraction | None]
    multipliers: Sequence[Fraction]
    margin: Fraction


def judge_cash_out(cashed_out: CashedOut) -> Verdict:
    """What the offer would have been, had it been known what the decided legs are now."""
    bet = cashed_out.bet
    points = corrected_cash_out(
        _ticket_then(cashed_out), ticket_of(bet), cashed_out.odds, margin=cashed_out.margin
    )
    return Verdict(bet_id=bet.id, payout=points, result=None)


def _ticket_then(cashed_out: CashedOut) -> Ticket:
    """Whatever a decided leg was, it counted like one that won at its multiplier."""
    bet = cashed_out.bet
    return Ticket(
        kind=bet.kind,
        unit_stake=Fraction(bet.stake),
        legs=[
            Leg(win=Side(odds=multiplier, outcome=None if odds else WON))
            for multiplier, odds in zip(cashed_out.multipliers, cashed_out.odds, strict=True)
        ],
    )
