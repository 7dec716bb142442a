"""A player's bets: in words, with why they pay what they pay, and what can still be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetState, PlacedBet
from app.betting.rules.ending import CashOutOffer
from app.betting.rules.tickets import LEGS_MAX
from app.betting.service import ending
from app.betting.service import reading as betting
from app.identity.rules.players import player_id_of
from app.pages.service.playing import BetShown, list_bets
from app.pages.store import playing as store
from app.plumbing.actors import Actor
from app.plumbing.refusals import Refusal
from app.settlement.rules.explaining import BetExplanation
from app.settlement.service import explaining
from app.tenants.rules import CommunitySettings, Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class BetList:
    """`played` are the competitions that may be chosen."""

    bets: Sequence[BetShown]
    played: dict[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a bet can be cashed out for at this moment, or why it cannot."""

    bet: PlacedBet
    offer: CashOutOffer | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeBet:
    """`cancel_until` is there while the bet may be taken back."""

    bet: PlacedBet
    legs: Sequence[store.NamedLeg]
    competition: str
    explanation: BetExplanation
    cancel_until: datetime | None
    offered: Offered | None

    @property
    def topics(self) -> list[str]:
        """What to follow while the bet is open; beside these there is room for one."""
        waiting = [leg.event_id for leg in self.legs if leg.outcome is None]
        return [f"event:{event_id}" for event_id in dict.fromkeys(waiting)][: LEGS_MAX - 1]


async def list_own(
    tx: AsyncConnection,
    wanted: betting.Wanted,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> BetList:
    """One bet more than `limit`, the newest first."""
    return BetList(
        bets=await list_bets(tx, wanted, after=after, limit=limit),
        played=await store.list_played(tx, wanted.player_id),
    )


async def show_bet(
    tx: AsyncConnection, bet_id: UUID, *, by: Actor, community: CommunitySettings
) -> WholeBet:
    player_id = player_id_of(by)
    bet = await betting.get_bet(tx, bet_id, player_id=player_id)
    open_still = bet.state is BetState.ACCEPTED
    legs = await store.list_legs(tx, [bet_id])
    played = await store.list_played(tx, player_id)
    return WholeBet(
        bet=bet,
        legs=legs.get(bet_id, ()),
        competition=played.get(bet.competition_id, ""),
        explanation=await explaining.explain_bet(tx, bet_id, by=by),
        cancel_until=await ending.find_cancel_time(tx, bet_id, player_id=player_id),
        offered=await show_offer(tx, bet_id, by=by, community=community) if open_still else None,
    )


async def show_offer(
    tx: AsyncConnection, bet_id: UUID, *, by: Actor, community: CommunitySettings
) -> Offered | None:
    """None where this community has no cash-outs."""
    if Feature.CASH_OUT not in community.features:
        return None
    player_id = player_id_of(by)
    bet = await betting.get_bet(tx, bet_id, player_id=player_id)
    try:
        offer = await ending.get_cash_out_offer(
            tx, bet_id, player_id=player_id, community=community
        )
    except Refusal as refusal:
        return Offered(bet=bet, offer=None, refusal=refusal)
    return Offered(bet=bet, offer=offer, refusal=None)
