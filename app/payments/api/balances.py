"""All that a player has."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from app.identity.rules.players import player_id_of
from app.payments import service
from app.plumbing import etags
from app.plumbing.access import players
from app.plumbing.web import CurrentActor, Reading


class EntryBalanceOut(Struct, frozen=True):
    """What one entry has, owes (zero or below), and has out on bets that have yet to end."""

    entry_id: UUID
    competition_id: UUID
    competition: str
    state: str
    balance: int
    debt: int
    open_stakes: int


class BalancesOut(Struct, frozen=True):
    entries: list[EntryBalanceOut]


@get(
    "/api/users/balance",
    guards=[players],
    response_headers={"Link": '</api/limits>; rel="limits"'},
)
async def show_balances(
    request: Request[Any, Any, Any], reading: Reading, actor: CurrentActor
) -> Response[BalancesOut]:
    """Your entries, with what you have in each."""
    found = await service.list_balances(reading, player_id_of(actor))
    entries = [EntryBalanceOut(**asdict(one)) for one in found]
    return etags.answer(request, BalancesOut(entries=entries))
