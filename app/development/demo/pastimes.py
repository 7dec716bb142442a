"""What is played in the demo beside bets at odds: pools, and scores foretold."""

from collections.abc import Iterable, Sequence
from random import Random
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.development.demo.slips import Entry
from app.development.seed import BY
from app.markets.rules.markets import Market
from app.markets.rules.questions import MarketKind
from app.plumbing.db import Begin
from app.plumbing.ids import new_id
from app.pools import service as pools
from app.pools.rules.pools import PoolWish
from app.predictions import service as predictions
from app.predictions.rules.predicting import Wish
from app.predictions.rules.scoring import Score

# How often a side is thought to score none, one, two and three.
GOALS = (3, 4, 2, 1)
SHEETS_OF_TEN = 8


async def open_pools(
    tx: AsyncConnection, competition_id: UUID, events: Iterable[Sequence[Market]]
) -> dict[UUID, Market]:
    """A pool on the winner of each event; the markets, each by its pool."""
    opened = {}
    for markets in events:
        for market in markets:
            terms = market.terms
            if terms.kind is MarketKind.WINNER and terms.period == "full_time":
                wish = PoolWish(id=new_id(), competition_id=competition_id, market_id=market.id)
                await pools.open_pool(tx, wish, by=BY)
                opened[wish.id] = market
    return opened


async def foretell(
    begin: Begin, entries: Sequence[Entry], event_ids: Sequence[UUID], random: Random
) -> None:
    """A sheet for most of the entries; what nobody can foretell is left out of it."""
    for number, (entry_id, player_id) in enumerate(entries):
        if number % 10 < SHEETS_OF_TEN:
            wishes = [
                Wish(event_id=event_id, score=_score(random), joker=event_id == event_ids[0])
                for event_id in event_ids
            ]
            async with begin() as tx:
                await predictions.predict_sheet(tx, entry_id, wishes, player_id=player_id)


def _score(random: Random) -> Score:
    first, second = random.choices(range(len(GOALS)), GOALS, k=2)
    return Score(first=first, second=second)
