"""What bots look at, made by hand."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from app.development.replay.matches import Match
from app.development.replay.offers import Choice, Fixture, Offer
from app.markets.rules.questions import MarketKind, TieRule

NAMES = UUID(int=0)


def choice(name: str, odds: int | None) -> Choice:
    return Choice(id=uuid5(NAMES, name), key=name.rpartition(" ")[2], odds=odds, odds_version=1)


def fixture(
    number: int = 1, *, odds: tuple[int, int, int] = (1_500, 4_000, 6_000), pool: bool = False
) -> Fixture:
    """Its favourite is `1`, unless the odds say otherwise."""
    keys = ("1", "draw", "2")
    winner = Offer(
        id=uuid5(NAMES, f"market {number}"),
        kind=MarketKind.WINNER,
        period="full_time",
        line=None,
        places=None,
        tie_rule=TieRule.PUSH,
        state="open",
        selections=tuple(
            choice(f"{number} {key}", each) for key, each in zip(keys, odds, strict=True)
        ),
    )
    kick_off = datetime(2026, 11, 21, tzinfo=UTC)
    return Fixture(
        match=Match(
            number=number,
            round="Group A",
            teams=("Ghana", "Mali"),
            kick_off=kick_off,
            scores={"half_time": (0, 0), "full_time": (1, 0)},
        ),
        event_id=uuid5(NAMES, f"event {number}"),
        slug=f"match-{number}",
        kick_off=kick_off,
        offers=(winner,),
        pool_id=uuid5(NAMES, f"pool {number}") if pool else None,
    )
