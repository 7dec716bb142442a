"""A player's own bets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import NoSuchBet, PlacedBet
from app.betting.store import bets as store
from app.betting.store.bets import Wanted

__all__ = ["Wanted", "get_bet", "list_bets"]


async def get_bet(tx: AsyncConnection, bet_id: UUID, *, player_id: UUID) -> PlacedBet:
    bet = await store.find_bet(tx, bet_id, player_id=player_id)
    if bet is None:
        raise NoSuchBet(bet_id=bet_id)
    return bet


async def list_bets(
    tx: AsyncConnection, wanted: Wanted, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[PlacedBet]:
    """One more than `limit`, so that the reader knows whether others follow."""
    return await store.list_bets(tx, wanted, after=after, limit=limit + 1)
