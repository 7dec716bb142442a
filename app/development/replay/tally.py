"""What happened in a replay, counted while it happens."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """`placed` by kind, `refused` by reason; `faults` are answers that no request should get."""

    placed: Counter[str] = field(default_factory=Counter)
    staked: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    looks: int = 0
    cancelled: int = 0
    cashed_out: int = 0
    tips: int = 0
    jokers: int = 0
    ticks: int = 0
    results: int = 0
    corrections: int = 0
    second_people: int = 0
    voids: int = 0
    pools: int = 0
    # How long it took to put a match on offer, and how much later than planned one began, at worst.
    offering_seconds: float = 0.0
    late_seconds: float = 0.0
    # From a ruling's confirmation to the end of its settlement.
    lags: list[float] = field(default_factory=list)

    @property
    def bets(self) -> int:
        return sum(self.placed.values())

    @property
    def requests(self) -> int:
        """Of players."""
        played = self.looks + self.bets + self.tips + self.cancelled + 2 * self.cashed_out
        return played + sum(self.refused.values())
