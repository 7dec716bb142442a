"""Pools: stakes on a market that the winners share."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from app.markets.rules.markets import MarketState
from app.plumbing import etags
from app.plumbing.access import Role, admins, players
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Number, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Reading, Tx
from app.pools import service
from app.pools.rules.pools import Chance, Pool, PoolState, PoolWish
from app.pools.service import ShownPool

# They see what is in a draft, too.
ADMINS = (Role.ADMIN, Role.SUPERADMIN)
# Litestar keeps the name `state` for itself.
InState = Annotated[PoolState | None, QueryParameter(name="state")]
Exact = Annotated[str, Meta(description="An exact fraction of points.", examples=["85/39"])]


class PoolIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The sender chooses `id`: sent twice, it is opened once.

    `takeout` is in thousandths of the stakes.  What is left out is as the competition says.
    """

    id: UUID
    market_id: UUID
    takeout: Annotated[Number, Meta(examples=[150])] | None = None
    minimum_dividend: bool | None = None
    next_pool_id: UUID | None = None

    def wish(self, competition_id: UUID) -> PoolWish:
        return PoolWish(
            id=self.id,
            competition_id=competition_id,
            market_id=self.market_id,
            takeout=self.takeout,
            minimum_dividend=self.minimum_dividend,
            next_pool_id=self.next_pool_id,
        )


class NextPoolIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the points go if nobody is right; null refunds them."""

    next_pool_id: UUID | None


class PoolTermsOut(Struct, frozen=True):
    """What was agreed for a pool.  `carried_in` came over from one that nobody won."""

    id: UUID
    competition_id: UUID
    market_id: UUID
    takeout: int
    minimum_dividend: bool
    carried_in: int
    next_pool_id: UUID | None
    state: PoolState

    @classmethod
    def of(cls, pool: Pool) -> "PoolTermsOut":
        return cls(
            id=pool.id,
            competition_id=pool.competition_id,
            market_id=pool.market_id,
            takeout=pool.takeout,
            minimum_dividend=pool.minimum_dividend,
            carried_in=pool.carried_in,
            next_pool_id=pool.next_pool_id,
            state=pool.state,
        )


class PoolSelectionOut(Struct, frozen=True):
    """What was staked on a selection, and what a point would return if it alone were right.

    `dividend` is that of the points staked now, null without any.  `one_more` is what one more
    point would return.  Both change with each stake.
    """

    id: UUID
    key: str
    name: str
    withdrawn: bool
    bets: int
    staked: int
    dividend: Exact | None
    one_more: Exact

    @classmethod
    def of(cls, chance: Chance) -> "PoolSelectionOut":
        staked = chance.staked
        return cls(
            id=staked.selection_id,
            key=staked.key,
            name=staked.name,
            withdrawn=staked.withdrawn,
            bets=staked.bets,
            staked=staked.staked,
            dividend=None if chance.dividend is None else str(chance.dividend),
            one_more=str(chance.one_more),
        )


class PoolOut(Struct, frozen=True):
    """A pool as it stands.  `takes_stakes` says whether one could join it at this moment."""

    terms: PoolTermsOut
    market: str
    market_state: MarketState
    event_id: UUID
    event: str
    locks_at: datetime
    takes_stakes: bool
    bets: int
    staked: int
    selections: list[PoolSelectionOut]

    @classmethod
    def of(cls, shown: ShownPool) -> "PoolOut":
        market, staked = shown.market, [chance.staked for chance in shown.chances]
        return cls(
            terms=PoolTermsOut.of(shown.pool),
            market=market.name,
            market_state=market.state,
            event_id=market.event_id,
            event=market.event_name,
            locks_at=market.locks_at,
            takes_stakes=shown.pool.state is PoolState.OPEN and market.takes_stakes(shown.now),
            bets=sum(each.bets for each in staked),
            staked=sum(each.staked for each in staked),
            selections=[PoolSelectionOut.of(chance) for chance in shown.chances],
        )


class CompetitionPoolApi(Controller):
    """The pools of a competition."""

    path = "/api/competitions/{competition_id:uuid}/pools"

    @get(guards=[players])
    async def index(
        self,
        request: Request[Any, Any, Any],
        competition_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        in_state: InState = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[PoolOut]]:
        """List a competition's pools with their dividends as they are now."""
        pools = await service.list_shown(
            reading,
            competition_id,
            states=[in_state] if in_state else (),
            drafts=actor.may(*ADMINS),
            after=key_of(after, UUID),
            limit=limit + 1,
        )
        page = page_of(pools, limit, key=lambda shown: shown.pool.id, show=PoolOut.of)
        return etags.answer(request, page)

    @post(guards=[admins])
    async def open(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[PoolIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> PoolTermsOut:
        """Open a pool on a market of an event that the competition is played on."""
        wish = data.wish(competition_id)
        return PoolTermsOut.of(await service.open_pool(tx, wish, by=actor))


class PoolApi(Controller):
    """One pool."""

    path = "/api/pools/{pool_id:uuid}"

    @get(guards=[players])
    async def show(
        self,
        request: Request[Any, Any, Any],
        pool_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[PoolOut]:
        """The pool with its dividends as they are now."""
        shown = await service.get_shown(reading, pool_id, drafts=actor.may(*ADMINS))
        return etags.answer(request, PoolOut.of(shown))

    @put("/next", guards=[admins])
    async def name_next(
        self,
        pool_id: FromPath[UUID],
        data: JSONBody[NextPoolIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> PoolTermsOut:
        """Name the pool that takes over what nobody wins in this one."""
        pool = await service.name_next(tx, pool_id, data.next_pool_id, by=actor)
        return PoolTermsOut.of(pool)
