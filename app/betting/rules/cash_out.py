"""What an open single or combo is worth, should its player want the points now."""

from collections.abc import Sequence
from dataclasses import replace
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
    return _value(ticket, odds_now, margin=margin)


def corrected_cash_out(
    ticket_then: Ticket,
    ticket_now: Ticket,
    odds_now: Sequence[Fraction | None],
    *,
    margin: Fraction,
) -> Points:
    """What a cash-out comes to, since some of the legs that were graded before it changed.

    `odds_now` are the prices that the offer rested on, None where a leg was graded.  What became
    of the legs that were open then is the bargain; a graded one that is open again counts as
    before until it is graded anew.
    """
    legs = [
        now if not then.open and not now.open else then
        for then, now in zip(ticket_then.legs, ticket_now.legs, strict=True)
    ]
    return _value(replace(ticket_then, legs=legs), odds_now, margin=margin)


def _value(ticket: Ticket, odds_now: Sequence[Fraction | None], *, margin: Fraction) -> Points:
    factors = [
        leg.win.odds / now if leg.open and now else leg.win.multiplier
        for leg, now in zip(ticket.legs, odds_now, strict=True)
    ]
    value = floor(ticket.stake * prod(factors, start=ONE) * (1 - margin))
    return Points(min(value, ticket.payout))
