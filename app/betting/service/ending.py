"""Ending open bets: lock, look, decide, write, under the locks that placing takes."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetState, PlacedBet
from app.betting.rules.ending import (
    CashOutOffer,
    OpenBet,
    Versions,
    cancel_until,
    check_cancel,
    check_fresh,
    offer_cash_out,
    pay_cash_out,
    refund,
)
from app.betting.rules.entering import FeatureSwitchedOff
from app.betting.service import measuring
from app.betting.service.reading import get_bet
from app.betting.store import ending as store
from app.ledger import service as ledger
from app.plumbing.db import read_clock
from app.plumbing.refusals import Refusal
from app.tenants.rules import CommunitySettings, Feature

log = structlog.get_logger()


async def cancel_bet(
    tx: AsyncConnection, bet_id: UUID, *, player_id: UUID, community: CommunitySettings
) -> PlacedBet:
    """Give the stake back.  A bet that was taken back before stays so."""
    bet = await _lock(tx, bet_id, player_id=player_id)
    if bet.state is BetState.CANCELLED:
        return bet

    open_bet = await _look(tx, bet)
    check_cancel(open_bet)

    await ledger.transfer(tx, refund(bet))
    await store.end_bet(tx, bet, BetState.CANCELLED, payout=bet.stake, at=open_bet.now)
    await store.take_stake_of_day(tx, bet, zone=community.time_zone)
    measuring.count_ended(BetState.CANCELLED, paid=bet.stake)
    log.info("bet cancelled", bet_id=bet.id, points=bet.stake)
    return await get_bet(tx, bet_id, player_id=player_id)


async def find_cancel_time(
    tx: AsyncConnection, bet_id: UUID, *, player_id: UUID
) -> datetime | None:
    """Until when a bet may be taken back; None where it is too late, or cannot be."""
    open_bet = await _look(tx, await get_bet(tx, bet_id, player_id=player_id))
    try:
        check_cancel(open_bet)
    except Refusal:
        return None
    return cancel_until(open_bet)


async def get_cash_out_offer(
    tx: AsyncConnection, bet_id: UUID, *, player_id: UUID, community: CommunitySettings
) -> CashOutOffer:
    _check_switched_on(community.features)
    bet = await get_bet(tx, bet_id, player_id=player_id)
    return offer_cash_out(await _look(tx, bet))


async def cash_out(
    tx: AsyncConnection,
    bet_id: UUID,
    *,
    points: int,
    versions: Versions,
    player_id: UUID,
    community: CommunitySettings,
) -> PlacedBet:
    """Pay what was offered, if that is still the offer.  Sent again, it changes nothing."""
    _check_switched_on(community.features)
    bet = await _lock(tx, bet_id, player_id=player_id)
    if bet.state is BetState.CASHED_OUT and points == await store.get_cash_out(tx, bet_id):
        return bet

    open_bet = await _look(tx, bet)
    offer = offer_cash_out(open_bet)
    check_fresh(offer, points=points, versions=versions)

    now = open_bet.now
    await ledger.post_many(tx, pay_cash_out(bet, points))
    await store.end_bet(tx, bet, BetState.CASHED_OUT, payout=points, at=now)
    await store.insert_cash_out(tx, bet.id, offer, at=now)
    await store.add_return_of_day(tx, bet, points, at=now, zone=community.time_zone)
    measuring.count_ended(BetState.CASHED_OUT, paid=points)
    log.info("bet cashed out", bet_id=bet.id, points=points)
    return await get_bet(tx, bet_id, player_id=player_id)


async def change_note(
    tx: AsyncConnection, bet_id: UUID, note: str | None, *, player_id: UUID
) -> PlacedBet:
    await get_bet(tx, bet_id, player_id=player_id)
    await store.save_note(tx, bet_id, note)
    return await get_bet(tx, bet_id, player_id=player_id)


async def _lock(tx: AsyncConnection, bet_id: UUID, *, player_id: UUID) -> PlacedBet:
    """Markets, limits, accounts, and then the bet, whose state is read once it is held."""
    bet = await get_bet(tx, bet_id, player_id=player_id)
    await store.lock_markets_and_limits(tx, bet_id)
    await ledger.lock_balance(tx, bet.entry_id)
    await store.lock_bet(tx, bet_id)
    return await get_bet(tx, bet_id, player_id=player_id)


async def _look(tx: AsyncConnection, bet: PlacedBet) -> OpenBet:
    legs = await store.find_legs_now(tx, bet.id)
    settings = await store.get_settings(tx, bet)
    return OpenBet(bet=bet, legs=legs, settings=settings, now=await read_clock(tx))


def _check_switched_on(features: AbstractSet[Feature]) -> None:
    if Feature.CASH_OUT not in features:
        raise FeatureSwitchedOff(feature=Feature.CASH_OUT)
