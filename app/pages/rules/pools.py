"""A pool as its page shows it: what each choice would return, one's own stakes, how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from app.pools.rules.pools import Chance, Pool, PoolMarket, PoolState


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStake:
    pool_id: UUID
    selection_id: UUID
    staked: int
    paid: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How a pool was shared out: what a point on each right selection paid."""

    refunded: bool
    carried_out: int
    dividends: Mapping[UUID, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A selection; `dividend` is what a point returns, or would if this alone were right.

    `share` is the part of all stakes, `staked` one's own.
    """

    id: UUID
    name: str
    withdrawn: bool
    total: int
    share: float
    dividend: Fraction | None
    own: int
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSeen:
    pool: Pool
    market: PoolMarket
    now: datetime
    choices: Sequence[Choice]
    shared: Shared | None
    paid: int | None

    @property
    def total(self) -> int:
        return sum(choice.total for choice in self.choices)

    @property
    def own(self) -> int:
        return sum(choice.own for choice in self.choices)

    @property
    def takes_stakes(self) -> bool:
        return self.pool.state is PoolState.OPEN and self.market.takes_stakes(self.now)


def seen(
    pool: Pool,
    market: PoolMarket,
    chances: Sequence[Chance],
    *,
    own: Sequence[OwnStake],
    shared: Shared | None,
    now: datetime,
) -> PoolSeen:
    total = sum(chance.staked.staked for chance in chances)
    staked = {stake.selection_id: stake.staked for stake in own}
    payouts = [stake.paid for stake in own if stake.paid is not None]
    return PoolSeen(
        pool=pool,
        market=market,
        now=now,
        choices=[_choice(chance, total, staked, shared) for chance in chances],
        shared=shared,
        paid=sum(payouts) if payouts else None,
    )


def _choice(chance: Chance, total: int, own: Mapping[UUID, int], shared: Shared | None) -> Choice:
    each = chance.staked
    return Choice(
        id=each.selection_id,
        name=each.name,
        withdrawn=each.withdrawn,
        total=each.staked,
        share=each.staked / total if total else 0.0,
        dividend=shared.dividends.get(each.selection_id) if shared else chance.dividend,
        own=own.get(each.selection_id, 0),
        right=bool(shared and each.selection_id in shared.dividends),
    )
