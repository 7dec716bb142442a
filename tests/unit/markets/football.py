"""A football match with a market on it, for the tests of the rules."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from app.markets.rules.markets import Market, MarketState, Selection, Terms
from app.markets.rules.odds import Odds
from app.markets.rules.questions import MarketKind
from app.markets.rules.selections import Participant

NOON = datetime(2026, 6, 11, 12, 0, tzinfo=UTC)
GHANA = Participant(number=1, name="Ghana")
MALI = Participant(number=2, name="Mali")
PAIR = [GHANA, MALI]


def selection(number: int, key: str, odds: int | None, *, version: int = 1) -> Selection:
    return Selection(
        id=UUID(int=number),
        market_id=UUID(int=100),
        number=number,
        key=key,
        name=key,
        participant_number=None,
        odds=None if odds is None else Odds(odds),
        odds_version=version if odds else 0,
        withdrawn_at=None,
    )


WINNER = Market(
    id=UUID(int=100),
    own=True,
    event_id=UUID(int=200),
    terms=Terms(kind=MarketKind.WINNER, name="Winner"),
    state=MarketState.OPEN,
    locks_at=None,
    version=1,
    selections=(selection(1, "1", 2_000), selection(2, "draw", 4_000), selection(3, "2", 4_000)),
)
UNPRICED = replace(WINNER, selections=(selection(1, "1", None), selection(2, "2", None)))
