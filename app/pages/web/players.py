"""How players bet, and how one of them compares with whoever looks."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from app.leaderboards.service import statistics as service
from app.pages.rules import statistics as layout
from app.plumbing.access import role_holders
from app.plumbing.web import CurrentActor, Reading


@get("/players/{player_id:uuid}", guards=[role_holders])
async def player(player_id: FromPath[UUID], reading: Reading, actor: CurrentActor) -> Template:
    """Single bets and forecasts are the player's own."""
    found = await service.show(reading, player_id, by=actor)
    duel = None
    if actor.player_id and actor.player_id != player_id:
        duel = await service.compare(reading, actor.player_id, player_id)
    private = found.private
    context = {
        "found": found,
        "is_own": actor.player_id == player_id,
        "duel": duel,
        "by_sport": layout.by_sport(found.by_sport),
        "by_market_kind": layout.by_market_kind(found.by_market_kind),
        "by_odds": layout.by_odds(found.by_odds),
        "forecasts": layout.forecasts(private.calibration) if private else [],
    }
    return Template("pages/players/player.html", context=context)
