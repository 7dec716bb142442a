"""Rulings on single markets."""

from uuid import UUID

from litestar import Controller, post
from litestar.params import FromPath, JSONBody

from app.plumbing.access import admins, scorers
from app.plumbing.web import CurrentActor, OwnerTx
from app.settlement.api.shapes import MarksIn, PriceCorrectionsIn, RulingOut, WhyIn
from app.settlement.service import marking


class MarketRulingsApi(Controller):
    path = "/api/markets/{market_id:uuid}"

    @post("/marks", guards=[scorers])
    async def mark(
        self,
        market_id: FromPath[UUID],
        data: JSONBody[MarksIn],
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> RulingOut:
        """Mark the selections of a custom market.  It counts once it is confirmed."""
        ruling = await marking.mark_market(
            owner_tx,
            market_id,
            data.document(),
            wins=data.stated(),
            reason=data.reason,
            by=actor,
        )
        return RulingOut.of(ruling)

    @post("/void", guards=[admins])
    async def void(
        self,
        market_id: FromPath[UUID],
        data: JSONBody[WhyIn],
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> RulingOut:
        """Make a market void, as if it had not been.  Once confirmed, its bets are given back."""
        ruling = await marking.void_market(
            owner_tx, market_id, void=True, reason=data.reason, by=actor
        )
        return RulingOut.of(ruling)

    @post("/lift-void", guards=[admins])
    async def lift_void(
        self,
        market_id: FromPath[UUID],
        data: JSONBody[WhyIn],
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> RulingOut:
        """Take back that a market is void.  Once confirmed, it is graded anew."""
        ruling = await marking.void_market(
            owner_tx, market_id, void=False, reason=data.reason, by=actor
        )
        return RulingOut.of(ruling)

    @post("/price-corrections", guards=[admins])
    async def correct_prices(
        self,
        market_id: FromPath[UUID],
        data: JSONBody[PriceCorrectionsIn],
        owner_tx: OwnerTx,
        actor: CurrentActor,
    ) -> RulingOut:
        """Correct prices that were palpable errors.  Once confirmed, bets are paid by the new ones.

        Bets that were paid already are corrected.
        """
        ruling = await marking.correct_prices(
            owner_tx, market_id, data.prices(), reason=data.reason, by=actor
        )
        return RulingOut.of(ruling)
