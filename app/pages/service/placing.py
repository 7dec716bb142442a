"""Placing what stands on a slip, through the counter that all bets go through."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from app.betting.rules.placing import Bet, BetIdReused
from app.betting.rules.slips import Slip, check_slip
from app.betting.service.reading import get_bet
from app.pages.rules.slips import Draft, slips_of
from app.pages.service.playing import BetShown, named
from app.pages.service.slips import Counter, possible, see
from app.pages.store.offers import find_offers
from app.plumbing.points import Points
from app.plumbing.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of the slips: bets, and refusals of those that are not."""

    bet_ids: Sequence[UUID]
    selection_ids: Sequence[UUID]
    refusals: Sequence[Refusal]

    @property
    def names_taken(self) -> bool:
        """Whether this form has placed another bet before."""
        return any(isinstance(refusal, BetIdReused) for refusal in self.refusals)


async def place(counter: Counter, competition_id: UUID, draft: Draft, *, bet_id: UUID) -> Placed:
    """Place each of the slip's bets, in their order, as if each had been sent alone."""
    seen = await see(counter, competition_id, draft)
    draft, slips = possible(draft, seen.offers), []
    if seen.entry and draft.stake:
        slips = slips_of(
            draft,
            Points(draft.stake),
            bet_id=bet_id,
            player_id=counter.player_id,
            entry_id=seen.entry.id,
        )
    verdicts = await asyncio.gather(*(_place_one(counter, slip) for slip in slips))
    placed = [(v, slip) for v, slip in zip(verdicts, slips, strict=True) if isinstance(v, UUID)]
    return Placed(
        bet_ids=[bet for bet, _ in placed],
        selection_ids=[leg.selection_id for _, slip in placed for leg in slip.legs],
        refusals=[verdict for verdict in verdicts if isinstance(verdict, Refusal)],
    )


async def list_placed(counter: Counter, bet_ids: Sequence[UUID]) -> list[BetShown]:
    async with counter.begin() as tx:
        bets = [await get_bet(tx, each, player_id=counter.player_id) for each in bet_ids]
        return await named(tx, bets)


async def odds_now(counter: Counter, draft: Draft) -> Draft:
    """The slip at the odds of this moment: what a player agrees to who was shown them."""
    async with counter.begin() as tx:
        offers = await find_offers(tx, draft.selection_ids)
    now = {offer.selection_id: offer.odds for offer in offers.values()}
    picks = tuple(
        msgspec.structs.replace(pick, odds=now.get(pick.selection_id) or pick.odds)
        for pick in draft.picks
    )
    return msgspec.structs.replace(draft, picks=picks)


async def _place_one(counter: Counter, slip: Slip) -> UUID | Refusal:
    try:
        check_slip(slip)
        placed = await counter.batches.place(slip, counter.community)
    except Refusal as refusal:
        return refusal
    return placed.slip.id if isinstance(placed, Bet) else placed.bet_id
