"""A player's bets, under the name that existing clients know."""

from datetime import datetime
from uuid import UUID

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.api.dependencies import wanted_bets
from app.betting.api.shapes import BetOut
from app.betting.rules.bets import PlacedBet
from app.betting.service import reading as service
from app.betting.service.reading import Wanted
from app.plumbing import etags
from app.plumbing.access import Actor, players
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import Reading


@get(
    "/api/users/betting-history",
    guards=[players],
    dependencies={"wanted": Provide(wanted_bets, sync_to_thread=False)},
)
async def show_history(
    request: Request[Actor | None, None, State],
    reading: Reading,
    wanted: NamedDependency[Wanted],
    after: After = None,
    limit: Limit = ITEMS_USUAL,
) -> Response[Page[BetOut]]:
    """Your bets, the newest first: the same as `GET /api/bets`."""
    return await bets_page(request, reading, wanted, after=after, limit=limit)


async def bets_page(
    request: Request[Actor | None, None, State],
    tx: AsyncConnection,
    wanted: Wanted,
    *,
    after: str | None,
    limit: int,
) -> Response[Page[BetOut]]:
    key = key_of(after, tuple[datetime, UUID])
    found = await service.list_bets(tx, wanted, after=key, limit=limit)
    return etags.answer(request, page_of(found, limit, key=_key, show=BetOut.of))


def _key(bet: PlacedBet) -> tuple[datetime, UUID]:
    return bet.accepted_at, bet.id
