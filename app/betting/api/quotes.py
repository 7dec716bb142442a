"""What a slip would become, and what speaks against it."""

from datetime import datetime
from uuid import UUID

from litestar import post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK
from msgspec import Struct

from app.betting.api.dependencies import CurrentBatches
from app.betting.api.shapes import SlipIn
from app.betting.rules.offers import Offer
from app.betting.rules.placing import Quote
from app.identity.rules.players import player_id_of
from app.plumbing.access import players
from app.plumbing.ids import new_id
from app.plumbing.openapi.general import AnyProblem
from app.plumbing.problems import problem_of
from app.plumbing.web import CurrentActor, Provided
from app.tenants.rules import Community


class QuotedLeg(Struct, frozen=True, kw_only=True):
    """A selection as it is offered at this moment; send `odds` with the bet."""

    selection_id: UUID
    market_id: UUID
    event_id: UUID
    market_state: str
    odds: int | None
    odds_version: int
    multiplier_version: int
    locks_at: datetime

    @classmethod
    def of(cls, offer: Offer) -> "QuotedLeg":
        return cls(
            selection_id=offer.selection_id,
            market_id=offer.market_id,
            event_id=offer.event_id,
            market_state=offer.market_state,
            odds=offer.odds,
            odds_version=offer.odds_version,
            multiplier_version=offer.multiplier_version,
            locks_at=offer.locks_at,
        )


class QuoteOut(Struct, frozen=True, kw_only=True):
    """`expires_at` is when the first leg locks: until then, the bet may be placed at these odds
    as long as they do not move.  Each of the `refusals` is the problem that placing it meets."""

    acceptable: bool
    lines: int
    stake: int
    potential_payout: int | None
    legs: list[QuotedLeg]
    refusals: list[AnyProblem]
    quoted_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, quote: Quote) -> "QuoteOut":
        return cls(
            acceptable=not quote.refusals,
            lines=quote.slip.lines,
            stake=quote.slip.stake,
            potential_payout=quote.potential_payout,
            legs=[QuotedLeg.of(offer) for offer in quote.offers],
            refusals=[problem_of(refusal) for refusal in quote.refusals],
            quoted_at=quote.now,
            expires_at=min((offer.locks_at for offer in quote.offers), default=None),
        )


@post("/api/quotes", guards=[players], status_code=HTTP_200_OK)
async def quote(
    data: JSONBody[SlipIn],
    batches: CurrentBatches,
    community: Provided[Community],
    actor: CurrentActor,
) -> QuoteOut:
    """What this bet would be at this moment.  Nothing is placed, and nothing promised."""
    slip = data.as_slip(new_id(), player_id_of(actor))
    return QuoteOut.of(await batches.quote(slip, community))
