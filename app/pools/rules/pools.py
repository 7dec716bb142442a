"""Pools: opened by admins on a market of a competition, and what a point in one would return now.

Pure: no clock, no database, no web.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.catalogue.rules.events import EventStatus
from app.competitions.rules.competitions import Competition, check_not_over
from app.competitions.rules.events import NotPlayedOn
from app.competitions.rules.settings import TAKEOUT_MAX, THOUSAND, Mode, PoolSettings
from app.markets.rules.markets import UNDECIDED, MarketState
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing
from app.pools.rules.dividing import NoWinner, PoolTerms, dividends


class NoSuchPool(Missing):
    """There is no such pool."""


class NoMarketForPool(Missing):
    """There is no such market in this competition."""


class PoolsOff(Forbidden):
    """This community has switched pools off."""


class PoolsNotPlayed(Conflict):
    """This competition is not played with pools."""


class PoolExists(Conflict):
    """There is a pool on this market in this competition already."""


class PoolIdReused(Conflict):
    """This id already names a different pool."""


class PoolDecided(Conflict):
    """This pool has been paid out or refunded already."""


class MarketDecided(Conflict):
    """This market takes no more stakes, so nobody could join a pool on it."""


class MarketHalves(Conflict):
    """On this line a stake can win by half, and a pool knows only right and wrong."""


class PoolTakeoutOutOfRange(Invalid):
    """A takeout is 0 to 500 thousandths of the stakes."""


class CarryOverNotPlayed(Conflict):
    """In this competition the stakes of a pool that nobody wins are refunded."""


class NextPoolUnfit(Conflict):
    """A pool carries over to another open one of its competition, and never back to itself."""


class PoolState(StrEnum):
    OPEN = "open"
    SETTLED = "settled"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMarket:
    """What a pool needs to know of its market.  `played` in the competition, and not hidden."""

    tenant_id: UUID
    id: UUID
    name: str
    line: int | None
    state: MarketState
    event_id: UUID
    event_name: str
    event_status: EventStatus
    locks_at: datetime
    played: bool

    def takes_stakes(self, now: datetime) -> bool:
        return (
            self.state is MarketState.OPEN
            and self.event_status is EventStatus.SCHEDULED
            and now < self.locks_at
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolWish:
    """What an admin asks for; what is left out is as the competition says."""

    id: UUID
    competition_id: UUID
    market_id: UUID
    takeout: int | None = None
    minimum_dividend: bool | None = None
    next_pool_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """`takeout` is in thousandths.  `carried_in` came over from a pool that nobody won."""

    id: UUID
    competition_id: UUID
    market_tenant_id: UUID
    market_id: UUID
    takeout: int
    minimum_dividend: bool
    carried_in: int = 0
    next_pool_id: UUID | None = None
    state: PoolState = PoolState.OPEN

    @property
    def terms(self) -> PoolTerms:
        return PoolTerms(
            takeout=Fraction(self.takeout, THOUSAND),
            minimum_dividend=self.minimum_dividend,
            no_winner=NoWinner.CARRY_OVER if self.next_pool_id else NoWinner.REFUND,
            carried_in=self.carried_in,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Staked:
    """A selection with what was staked on it."""

    selection_id: UUID
    key: str
    name: str
    withdrawn: bool
    bets: int
    staked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What a point would return if this selection alone were right and no more were staked.

    `dividend` is that of the points staked now, None without any; `one_more` that of one more.
    """

    staked: Staked
    dividend: Fraction | None
    one_more: Fraction


def check_competition(competition: Competition) -> None:
    check_not_over(competition)
    if Mode.POOL not in competition.settings.modes:
        raise PoolsNotPlayed(modes=sorted(competition.settings.modes))


def check_market(market: PoolMarket) -> None:
    if not market.played:
        raise NotPlayedOn(event_id=market.event_id)
    if market.state not in UNDECIDED:
        raise MarketDecided(market_id=market.id, state=market.state)
    # Quarters: an odd number of them lies between two lines.
    if market.line is not None and market.line % 2:
        raise MarketHalves(market_id=market.id)


def pool_of(wish: PoolWish, market: PoolMarket, settings: PoolSettings) -> Pool:
    takeout = settings.takeout if wish.takeout is None else wish.takeout
    if not 0 <= takeout <= TAKEOUT_MAX:
        raise PoolTakeoutOutOfRange(most=TAKEOUT_MAX)
    least = wish.minimum_dividend
    return Pool(
        id=wish.id,
        competition_id=wish.competition_id,
        market_tenant_id=market.tenant_id,
        market_id=market.id,
        takeout=takeout,
        minimum_dividend=settings.minimum_dividend if least is None else least,
        next_pool_id=wish.next_pool_id,
    )


def check_next(pool: Pool, others: Mapping[UUID, Pool], settings: PoolSettings) -> None:
    """Refuse a next pool that the points could not go on to.

    `others` are the open pools of the competition by their ids.
    """
    if pool.state is not PoolState.OPEN:
        raise PoolDecided(pool_id=pool.id, state=pool.state)
    if pool.next_pool_id is None:
        return
    if not settings.carry_over:
        raise CarryOverNotPlayed(next_pool_id=pool.next_pool_id)
    if pool.next_pool_id not in others or pool.id in _followers(pool.next_pool_id, others):
        raise NextPoolUnfit(next_pool_id=pool.next_pool_id)


def chances(staked: Sequence[Staked], terms: PoolTerms) -> list[Chance]:
    totals = {each.selection_id: each.staked for each in staked}
    return [
        Chance(
            staked=each,
            dividend=_dividend(totals, each.selection_id, terms) if each.staked else None,
            one_more=_dividend(
                totals | {each.selection_id: each.staked + 1}, each.selection_id, terms
            ),
        )
        for each in staked
    ]


def _followers(pool_id: UUID, pools: Mapping[UUID, Pool]) -> Iterator[UUID]:
    """The pool, and those that its points could go on to."""
    following: UUID | None = pool_id
    while following is not None:
        yield following
        pool = pools.get(following)
        following = None if pool is None else pool.next_pool_id


def _dividend(totals: Mapping[UUID, int], selection_id: UUID, terms: PoolTerms) -> Fraction:
    return dividends(totals, {selection_id}, terms)[selection_id]
