"""What an open single or combo is worth, should its player want the points now."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor, prod

from app.betting.rules.tickets import ONE, BetKind, Ticket
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict


class NoCashOut(Conflict):
    """Only open singles and combos, not each-way, can be cashed out."""


def cash_out_value(
    ticket: Ticket, odds_now: Sequence[Fraction | None], *, margin: Fraction
) -> Points:
    """The possible return over the live prices, less the margin, never above the potential payout.

    `odds_now` are the open legs' live prices, None where the leg is graded.
    """
    if ticket.kind not in {BetKind.SINGLE, BetKind.COMBO} or ticket.each_way or not ticket.open:
        raise NoCashOut(bet=ticket.kind)
    factors = [
        leg.win.odds / now if leg.open and now else leg.win.multiplier
        for leg, now in zip(ticket.legs, odds_now, strict=True)
    ]
    value = floor(ticket.stake * prod(factors, start=ONE) * (1 - margin))
    return Points(min(value, ticket.payout))
