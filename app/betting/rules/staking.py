"""How much may be staked, and what it may win."""

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from app.betting.rules.offers import Offer
from app.betting.rules.picking import odds_of
from app.betting.rules.slips import Slip
from app.betting.rules.tickets import BetKind, Leg, Side, Ticket, check_payout
from app.competitions.rules.settings import StakeLimits
from app.markets.rules.odds import THOUSANDTHS, as_fraction, place_odds
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict


class StakeBelowMinimum(Conflict):
    """The stake is below the least that this competition takes."""


class StakeAboveMaximum(Conflict):
    """The stake is above the most that this competition takes."""


class PayoutAboveLimit(Conflict):
    """This bet could pay more than this competition pays for one."""


class ShareOfBankrollPassed(Conflict):
    """This is more of your bankroll than this competition lets you stake on one bet."""


class DayShareOfBankrollPassed(Conflict):
    """This is more of your bankroll than this competition lets you stake in a day."""


def can_be_reckoned(slip: Slip, offers: Sequence[Offer]) -> bool:
    """Whether all that the payout depends on is known, whatever else speaks against the slip."""
    if len(offers) < len(slip.legs):
        return False
    if slip.kind is None:
        return True
    placed = not slip.each_way or all(offer.place_divisor for offer in offers)
    return placed and all(offer.odds is not None for offer in offers)


def potential_payout(slip: Slip, offers: Sequence[Offer]) -> Points | None:
    """What the bet pays if all goes well; nobody knows in a pool."""
    if slip.kind is None:
        return None
    if slip.each_way or slip.kind not in {BetKind.SINGLE, BetKind.COMBO}:
        return ticket_of(slip.kind, slip, offers).payout
    # The ticket's own result, in whole numbers and a tenth of the time: most bets are these.
    odds = prod(odds_of(offer) for offer in offers)
    return check_payout(slip.stake * odds // THOUSANDTHS ** len(offers))


def ticket_of(kind: BetKind, slip: Slip, offers: Sequence[Offer]) -> Ticket:
    return Ticket(
        kind=kind,
        unit_stake=Fraction(slip.stake, slip.lines),
        fold=slip.fold,
        each_way=slip.each_way,
        legs=[_leg(offer, each_way=slip.each_way) for offer in offers],
    )


def _leg(offer: Offer, *, each_way: bool) -> Leg:
    win = as_fraction(odds_of(offer))
    if not each_way or offer.place_divisor is None:
        return Leg(win=Side(odds=win))
    place = place_odds(win, Fraction(1, offer.place_divisor))
    return Leg(win=Side(odds=win), place=Side(odds=place))


def check_stake(stake: int, limits: StakeLimits) -> None:
    if stake < limits.minimum:
        raise StakeBelowMinimum(stake=stake, minimum=limits.minimum)
    if stake > limits.maximum:
        raise StakeAboveMaximum(stake=stake, maximum=limits.maximum)


def check_payout_limit(payout: int | None, limits: StakeLimits) -> None:
    """Refused, never clipped: whoever wins gets what was promised."""
    if payout is not None and payout > limits.maximum_payout:
        raise PayoutAboveLimit(payout=payout, maximum=limits.maximum_payout)


def check_share(stake: int, *, bankroll: int, limits: StakeLimits) -> None:
    """The bankroll is what there is to play with, before today's stakes."""
    if limits.share_of_bankroll is None:
        return
    most = bankroll * limits.share_of_bankroll // THOUSANDTHS
    if stake > most:
        raise ShareOfBankrollPassed(stake=stake, most=most, bankroll=bankroll)


def check_day_share(stake: int, *, bankroll: int, staked: int, limits: StakeLimits) -> None:
    if limits.day_share_of_bankroll is None:
        return
    most = bankroll * limits.day_share_of_bankroll // THOUSANDTHS
    if staked + stake > most:
        raise DayShareOfBankrollPassed(stake=stake, staked=staked, most=most, bankroll=bankroll)
