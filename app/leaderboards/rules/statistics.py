"""What a player's settled bets say of how they bet.  Rates are in ten-thousandths, rounded down."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from app.betting.rules.bets import BetResult

WHOLE = 10_000
THOUSAND = 1_000
BEST_SHOWN = 5
# Calibration is told in tenths: of what was given 60 to 70 %, how much came?
BIN = 100
# The upper ends of odds, in thousandths; whatever pays more is in the last band.
BANDS = (1_500, 2_000, 3_000, 5_000, 10_000)
DECIDED = frozenset({BetResult.WON, BetResult.LOST, BetResult.PART_LOST})

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledBet:
    """`odds` are what a stake would have been paid at; a pool has none.  Of a combo over several
    markets or sports, there is no one kind or sport."""

    id: UUID
    competition_id: UUID
    stake: int
    payout: int
    result: BetResult
    odds: int | None
    market_kind: str | None
    sport: str | None
    own_probability: int | None

    @property
    def net(self) -> int:
        return self.payout - self.stake

    @property
    def is_won(self) -> bool:
        return self.result is BetResult.WON


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What some bets came to; void ones are left out."""

    bets: int
    won: int
    lost: int
    staked: int
    paid: int

    @property
    def win_rate(self) -> int | None:
        decided = self.won + self.lost
        return self.won * WHOLE // decided if decided else None

    @property
    def roi(self) -> int | None:
        return (self.paid - self.staked) * WHOLE // self.staked if self.staked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """How often bets should have won if their odds were fair, and how often they did."""

    bets: int
    expected: int | None
    actual: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Bets that their player gave a chance from `lowest`, and below that of the next bin."""

    lowest: int
    bets: int
    forecast: int
    actual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`brier` is the mean square of what forecasts missed by: the lower, the better."""

    bets: int
    brier: int | None
    bins: Sequence[Bin]


@dataclass(frozen=True, slots=True, kw_only=True)
class Streaks:
    current: int
    best: int
    worst: int


def record_of(bets: Iterable[SettledBet]) -> Record:
    counted = [bet for bet in bets if bet.result is not BetResult.VOID]
    decided = decided_of(counted)
    won = sum(bet.is_won for bet in decided)
    return Record(
        bets=len(counted),
        won=won,
        lost=len(decided) - won,
        staked=sum(bet.stake for bet in counted),
        paid=sum(bet.payout for bet in counted),
    )


def records_by(
    bets: Iterable[SettledBet], key: Callable[[SettledBet], Key | None]
) -> dict[Key, Record]:
    """A record for each key; bets without one are in none."""
    groups: defaultdict[Key, list[SettledBet]] = defaultdict(list)
    for bet in bets:
        if (found := key(bet)) is not None:
            groups[found].append(bet)
    return {found: record_of(group) for found, group in groups.items()}


def band_of(bet: SettledBet) -> int | None:
    """The upper end of the band of the bet's odds; 0 for those beyond the last."""
    if bet.odds is None:
        return None
    return next((highest for highest in BANDS if bet.odds <= highest), 0)


def expectation_of(bets: Iterable[SettledBet]) -> Expectation:
    decided = [bet for bet in decided_of(bets) if bet.odds]
    if not decided:
        return Expectation(bets=0, expected=None, actual=None)
    expected = sum(WHOLE * THOUSAND // bet.odds for bet in decided if bet.odds)
    won = sum(bet.is_won for bet in decided)
    count = len(decided)
    return Expectation(bets=count, expected=expected // count, actual=won * WHOLE // count)


def calibration_of(bets: Iterable[SettledBet]) -> Calibration:
    """Of bets whose player said how likely they were; certainty is in the highest bin."""
    said = [
        (bet.own_probability, bet.is_won)
        for bet in decided_of(bets)
        if bet.own_probability is not None
    ]
    bins: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    for chance, won in said:
        bins[min(chance, THOUSAND - 1) // BIN].append((chance, won))
    missed = sum((chance - THOUSAND * won) ** 2 for chance, won in said)
    return Calibration(
        bets=len(said),
        brier=missed * WHOLE // (len(said) * THOUSAND**2) if said else None,
        bins=[_bin(number, bins[number]) for number in sorted(bins)],
    )


def streaks_of(bets: Sequence[SettledBet]) -> Streaks:
    """Won in a row at the end, won and lost in a row at most; bets in the order of settlement."""
    current = best = worst = lost = 0
    for bet in decided_of(bets):
        current, lost = (current + 1, 0) if bet.is_won else (0, lost + 1)
        best, worst = max(best, current), max(worst, lost)
    return Streaks(current=current, best=best, worst=worst)


def best_of(bets: Iterable[SettledBet]) -> list[SettledBet]:
    """Those that won the most points."""
    return sorted((bet for bet in bets if bet.net > 0), key=lambda bet: (-bet.net, bet.id))[
        :BEST_SHOWN
    ]


def worst_of(bets: Iterable[SettledBet]) -> list[SettledBet]:
    """Those that lost the most points."""
    return sorted((bet for bet in bets if bet.net < 0), key=lambda bet: (bet.net, bet.id))[
        :BEST_SHOWN
    ]


def decided_of(bets: Iterable[SettledBet]) -> list[SettledBet]:
    return [bet for bet in bets if bet.result in DECIDED]


def _bin(number: int, said: Sequence[tuple[int, bool]]) -> Bin:
    count = len(said)
    return Bin(
        lowest=number * BIN * WHOLE // THOUSAND,
        bets=count,
        forecast=sum(chance for chance, _ in said) * WHOLE // (count * THOUSAND),
        actual=sum(won for _, won in said) * WHOLE // count,
    )
