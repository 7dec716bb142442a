"""What would this ticket pay?"""

from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta, Struct

from app.betting.rules.tickets import LEGS_MAX, BetKind, Leg, PlaceTermsMissing, Side, Ticket
from app.calculator.rules.numbers import Typed, exact, share
from app.markets.rules.odds import parse_price, place_odds
from app.markets.rules.outcomes import HALF_LOST, HALF_WON, LOST, VOID, WON, Outcome
from app.markets.rules.rule_4 import reduced
from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Invalid


class LegResult(StrEnum):
    WON = "won"
    PLACED = "placed"
    LOST = "lost"
    VOID = "void"
    HALF_WON = "half_won"
    HALF_LOST = "half_lost"
    OPEN = "open"


# What became of the win bet, and of the place bet.
OUTCOMES: dict[LegResult, tuple[Outcome | None, Outcome | None]] = {
    LegResult.WON: (WON, WON),
    LegResult.PLACED: (LOST, WON),
    LegResult.LOST: (LOST, LOST),
    LegResult.VOID: (VOID, VOID),
    LegResult.HALF_WON: (HALF_WON, None),
    LegResult.HALF_LOST: (HALF_LOST, None),
    LegResult.OPEN: (None, None),
}


class NoPlaces(Invalid):
    """A leg on a quarter line has no places, so it cannot be each-way."""


class StakeTooLarge(Invalid):
    """No ticket has a stake that large."""


class LegQuestion(Struct, frozen=True):
    """`dead_heat` is the share of the stake that wins, `place_dead_heat` that of the place bet."""

    odds: Annotated[Typed, Meta(examples=["5/2"])]
    result: Annotated[LegResult, Meta(examples=["won"])]
    place_terms: Typed | None = None
    dead_heat: Typed = 1
    place_dead_heat: Typed = 1
    rule_4: Annotated[int, Meta(ge=0, le=90)] = 0


class TicketQuestion(Struct, frozen=True):
    bet: Annotated[BetKind, Meta(examples=["single"])]
    unit_stake: Annotated[Typed, Meta(examples=["10"])]
    legs: Annotated[list[LegQuestion], Meta(min_length=1, max_length=LEGS_MAX)]
    fold: int | None = None
    each_way: bool = False

    def answer(self) -> dict[str, Any]:
        """No returns while the ticket is open: nobody knows them yet."""
        ticket = Ticket(
            kind=self.bet,
            unit_stake=exact(self.unit_stake),
            legs=[_leg(leg, each_way=self.each_way) for leg in self.legs],
            fold=self.fold,
            each_way=self.each_way,
        )
        if ticket.stake > POINTS_MAX:
            raise StakeTooLarge(largest=POINTS_MAX)
        points = ticket.payout
        return {
            "lines": ticket.lines,
            "stake": str(ticket.stake),
            "returns_exact": None if ticket.open else str(ticket.returns),
            "points": None if ticket.open else points,
            "state": ticket.state,
        }


def _leg(leg: LegQuestion, *, each_way: bool) -> Leg:
    odds = reduced(parse_price(str(leg.odds)), leg.rule_4)
    won, placed = OUTCOMES[leg.result]
    win = Side(odds=odds, outcome=won and won.shared(share(leg.dead_heat)))
    if not each_way:
        return Leg(win=win)
    if leg.place_terms is None:
        raise PlaceTermsMissing(each_way=True)
    if won and not placed:
        raise NoPlaces(result=leg.result)
    place = Side(
        odds=place_odds(odds, share(leg.place_terms)),
        outcome=placed and placed.shared(share(leg.place_dead_heat)),
    )
    return Leg(win=win, place=place)
