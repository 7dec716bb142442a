"""Ending an open bet before it is settled: taking it back, or cashing it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from app.betting.rules.bets import PlacedBet, check_open
from app.betting.rules.cash_out import NoCashOut, cash_out_value
from app.betting.rules.picking import MarketLocked
from app.betting.rules.tickets import BetKind, Leg, Side, Ticket
from app.competitions.rules.settings import CompetitionSettings
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.markets.rules.markets import UNDECIDED, MarketState
from app.markets.rules.odds import THOUSANDTHS, Odds, as_fraction
from app.markets.rules.outcomes import Outcome
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict


class TooLateToCancel(Conflict):
    """A bet can be taken back only shortly after it was placed."""


class NoCashOutNow(Conflict):
    """This bet cannot be cashed out while one of its selections has no odds."""


class CashOutStale(Conflict):
    """The offer has changed since you saw it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegNow:
    """What became of a leg's selection by now; `odds` are None where nobody could bet on it.

    `outcome` is there once the leg is decided, by the market's `grading` unless the leg is void for
    another reason.  `paid_odds` are what the stake is paid at; None in a pool.
    """

    selection_id: UUID
    outcome: Outcome | None
    grading: int | None
    paid_odds: Fraction | None
    odds: Odds | None
    odds_version: int
    multiplier_version: int
    market_state: MarketState
    # The earliest of the lock that the bet was accepted by and the present one.
    locks_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBet:
    """An open bet with what it is judged by, while the locks are held."""

    bet: PlacedBet
    legs: Sequence[LegNow]
    settings: CompetitionSettings
    now: datetime


Versions = Mapping[UUID, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class LegVersions:
    """By which odds a selection counts."""

    selection_id: UUID
    odds_version: int
    multiplier_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CashOutOffer:
    """Good as long as none of the versions, of odds and multiplier, has moved.

    `odds` are the prices that it rests on, a leg each; None where one is decided, by the grading in
    `gradings`.  `multipliers` are what the legs count, open ones as won.
    """

    points: Points
    versions: Versions
    odds: Sequence[Odds | None]
    gradings: Sequence[int | None]
    multipliers: Sequence[Fraction]
    offered_at: datetime
    expires_at: datetime

    @property
    def named_versions(self) -> list[LegVersions]:
        return [LegVersions(leg, *versions) for leg, versions in self.versions.items()]


def cancel_until(open_bet: OpenBet) -> datetime:
    """The end of the grace period, or the first lock of a leg if that comes before."""
    grace = timedelta(seconds=open_bet.settings.cancel_seconds)
    return min(open_bet.bet.accepted_at + grace, *(leg.locks_at for leg in open_bet.legs))


def check_cancel(open_bet: OpenBet) -> None:
    """Within the grace period, and before any leg locks."""
    bet, now = open_bet.bet, open_bet.now
    check_open(bet)
    until = bet.accepted_at + timedelta(seconds=open_bet.settings.cancel_seconds)
    if now >= until:
        raise TooLateToCancel(bet_id=bet.id, until=until)
    _check_unlocked(open_bet.legs, now=now)
    # What became of it may be known, though its time to lock has not come.
    for leg in open_bet.legs:
        if leg.market_state not in UNDECIDED:
            raise MarketLocked(selection_id=leg.selection_id, state=leg.market_state)


def offer_cash_out(open_bet: OpenBet) -> CashOutOffer:
    """A leg that is decided counts by what became of it, an open one by its present odds."""
    bet, legs = open_bet.bet, open_bet.legs
    check_open(bet)
    ticket = _ticket_of(bet, legs)
    waiting = [leg for leg in legs if leg.outcome is None]
    _check_unlocked(waiting, now=open_bet.now)
    if unpriced := [leg.selection_id for leg in waiting if leg.odds is None]:
        raise NoCashOutNow(selection_ids=unpriced)
    odds = [None if leg.outcome else leg.odds for leg in legs]
    margin = Fraction(open_bet.settings.cash_out_margin, THOUSANDTHS)
    prices = [None if each is None else as_fraction(each) for each in odds]
    return CashOutOffer(
        points=cash_out_value(ticket, prices, margin=margin),
        versions={leg.selection_id: (leg.odds_version, leg.multiplier_version) for leg in waiting},
        odds=odds,
        gradings=[leg.grading if leg.outcome else None for leg in legs],
        multipliers=[leg.win.multiplier for leg in ticket.legs],
        offered_at=open_bet.now,
        expires_at=min((leg.locks_at for leg in waiting), default=open_bet.now),
    )


def check_fresh(offer: CashOutOffer, *, points: int, versions: Versions) -> None:
    """Refuse an answer to another offer than the one in force, and name that."""
    if points != offer.points or versions != offer.versions:
        raise CashOutStale(
            points=offer.points,
            versions=offer.named_versions,
            offered_at=offer.offered_at,
            expires_at=offer.expires_at,
        )


def refund(bet: PlacedBet) -> Transfer:
    return Transfer(
        kind=TransferKind.REFUND,
        debit=Account(owner=bet.competition_id, kind=AccountKind.ESCROW),
        credit=Account(owner=bet.entry_id, kind=AccountKind.BALANCE),
        points=Points(bet.stake),
        reference=bet.id,
        key=f"cancel:{bet.id}",
    )


def pay_cash_out(bet: PlacedBet, points: int) -> list[Transfer]:
    """The stake comes out of the escrow, and the house gains or gives the difference."""
    escrow = Account(owner=bet.competition_id, kind=AccountKind.ESCROW)
    house = Account(owner=bet.competition_id, kind=AccountKind.HOUSE)
    balance = Account(owner=bet.entry_id, kind=AccountKind.BALANCE)
    parts = [
        ("stake", escrow, balance, min(points, bet.stake)),
        ("win", house, balance, max(0, points - bet.stake)),
        ("rest", escrow, house, max(0, bet.stake - points)),
    ]
    return [
        Transfer(
            kind=TransferKind.CASH_OUT,
            debit=debit,
            credit=credit,
            points=Points(part),
            reference=bet.id,
            key=f"cash-out:{bet.id}:{name}",
        )
        for name, debit, credit, part in parts
        if part
    ]


def _check_unlocked(legs: Sequence[LegNow], *, now: datetime) -> None:
    for leg in legs:
        if now >= leg.locks_at:
            raise MarketLocked(selection_id=leg.selection_id, locked_at=leg.locks_at)


def _ticket_of(bet: PlacedBet, legs: Sequence[LegNow]) -> Ticket:
    """Only what a cash-out is offered for: one line, not each-way."""
    if bet.kind not in {BetKind.SINGLE, BetKind.COMBO} or bet.each_way:
        raise NoCashOut(bet=bet.kind)
    ticket = Ticket(
        kind=BetKind(bet.kind),
        unit_stake=Fraction(bet.stake),
        legs=[
            Leg(win=Side(odds=leg.paid_odds, outcome=leg.outcome))
            for leg in legs
            if leg.paid_odds is not None
        ],
    )
    # Decided already, and only waiting to be settled.
    if not ticket.open:
        raise NoCashOut(bet=bet.kind)
    return ticket
