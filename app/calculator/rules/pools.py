"""How would this pool be divided?"""

from typing import Annotated, Any

from msgspec import Meta, Struct

from app.calculator.rules.numbers import Typed, exact
from app.plumbing.points import POINTS_MAX
from app.pools.rules.dividing import NoWinner, PoolStake, PoolTerms, divide

SELECTIONS_MAX = 1_000


class PoolQuestion(Struct, frozen=True):
    """`stakes` are those on each selection, together; each is paid as one."""

    stakes: Annotated[
        dict[str, Annotated[int, Meta(ge=0, le=POINTS_MAX)]],
        Meta(min_length=1, max_length=SELECTIONS_MAX, examples=[{"a": 61, "b": 40}]),
    ]
    winners: Annotated[list[str], Meta(max_length=SELECTIONS_MAX, examples=[["b"]])]
    takeout: Annotated[Typed, Meta(examples=["0.15"])] = 0
    minimum_dividend: bool = False
    no_winner: NoWinner = NoWinner.REFUND
    carried_in: Annotated[int, Meta(ge=0, le=POINTS_MAX)] = 0

    def answer(self) -> dict[str, Any]:
        stakes = [PoolStake(name, points) for name, points in self.stakes.items() if points]
        division = divide(
            stakes,
            set(self.winners),
            PoolTerms(
                takeout=exact(self.takeout),
                minimum_dividend=self.minimum_dividend,
                no_winner=self.no_winner,
                carried_in=self.carried_in,
            ),
        )
        paid = zip(stakes, division.payouts, strict=True)
        return {
            "dividends": {name: str(each) for name, each in division.dividends.items()},
            "payouts": {stake.selection: points for stake, points in paid if points},
            "takeout": division.takeout,
            "breakage": division.breakage,
            "house": division.house,
            "carried_out": division.carried_out,
        }
