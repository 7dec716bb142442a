"""Bets as tickets with what became of their legs: the same rules that price slips, and the truth
that the set-based way of singles and combos is held against.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from app.betting.rules.tickets import BetKind, Leg, Side, Ticket, TicketState
from app.markets.rules.odds import place_odds
from app.markets.rules.outcomes import Outcome

# Odds after Rule 4 are exact in hundred-thousandths.
PAID_ODDS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LegNow:
    """A leg as the rulings in force have it: a row of the view `leg_now`."""

    decided: bool
    win: int | None
    push: int | None
    divisor: int | None
    place_win: int | None = None
    place_push: int | None = None
    place_divisor: int | None = None
    paid_odds: int
    place_terms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BetNow:
    id: UUID
    kind: BetKind
    fold: int | None
    lines: int
    stake: int
    each_way: bool
    legs: Sequence[LegNow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a bet should be; without a payout it is still open."""

    bet_id: UUID
    payout: int | None
    result: str | None


def judge(bet: BetNow) -> Verdict:
    """Settled when its last leg is, or as soon as it can pay nothing any more."""
    ticket = ticket_of(bet)
    if ticket.state is TicketState.OPEN:
        return Verdict(bet_id=bet.id, payout=None, result=None)
    return Verdict(bet_id=bet.id, payout=ticket.payout, result=ticket.state.value)


def ticket_of(bet: BetNow) -> Ticket:
    return Ticket(
        kind=bet.kind,
        unit_stake=Fraction(bet.stake, bet.lines),
        fold=bet.fold,
        each_way=bet.each_way,
        legs=[_leg(leg, each_way=bet.each_way) for leg in bet.legs],
    )


def _leg(leg: LegNow, *, each_way: bool) -> Leg:
    odds = Fraction(leg.paid_odds, PAID_ODDS)
    win = Side(odds=odds, outcome=_outcome(leg.win, leg.push, leg.divisor))
    if not each_way or leg.place_terms is None:
        return Leg(win=win)
    place = _outcome(leg.place_win, leg.place_push, leg.place_divisor)
    terms = Fraction(1, leg.place_terms)
    return Leg(win=win, place=Side(odds=place_odds(odds, terms), outcome=place))


def _outcome(win: int | None, push: int | None, divisor: int | None) -> Outcome | None:
    if win is None or push is None or divisor is None:
        return None
    return Outcome(Fraction(win, divisor), Fraction(push, divisor))
