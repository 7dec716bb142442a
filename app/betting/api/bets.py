"""Bets over HTTP: placing them, and a player's own.  Nothing is decided here."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from app.betting.api.dependencies import CurrentBatches, CurrentCommunity
from app.betting.api.shapes import BetOut, SlipIn
from app.betting.rules.bets import BetResult, BetState, PlacedBet
from app.betting.rules.placing import Bet, Retry
from app.betting.service import reading as service
from app.betting.service.reading import Wanted, get_bet
from app.identity.rules.players import player_id_of
from app.plumbing import etags
from app.plumbing.access import Actor, players
from app.plumbing.db import BeginIn
from app.plumbing.ids import new_id
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Elsewhere, Reading

IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text of your own that names this bet: sent twice, it counts once.",
    ),
]
Since = Annotated[datetime | None, QueryParameter(name="from", description="The first moment.")]
Until = Annotated[datetime | None, QueryParameter(name="to", description="The moment after.")]


class BetsApi(Controller):
    path = "/api/bets"
    guards = (players,)

    @put("/{bet_id:uuid}")
    async def place(
        self,
        bet_id: FromPath[UUID],
        data: JSONBody[SlipIn],
        batches: CurrentBatches,
        community: CurrentCommunity,
        actor: CurrentActor,
        elsewhere: Elsewhere,
    ) -> Response[BetOut]:
        """Place a bet under an id of your own.  Sent again, it is the same bet."""
        slip = data.as_slip(bet_id, player_id_of(actor))
        return await _answer(await batches.place(slip, community), actor, elsewhere)

    @post()
    async def place_with_key(
        self,
        data: JSONBody[SlipIn],
        idempotency_key: IdempotencyKey,
        batches: CurrentBatches,
        community: CurrentCommunity,
        actor: CurrentActor,
        elsewhere: Elsewhere,
    ) -> Response[BetOut]:
        """Place a bet under a key of your own.  Sent again, it is the same bet."""
        slip = data.as_slip(new_id(), player_id_of(actor), request_key=idempotency_key)
        return await _answer(await batches.place(slip, community), actor, elsewhere)

    @get()
    async def list(
        self,
        request: Request[Actor | None, None, State],
        reading: Reading,
        actor: CurrentActor,
        entry: FromQuery[UUID | None] = None,
        competition: FromQuery[UUID | None] = None,
        bet_state: Annotated[BetState | None, QueryParameter(name="state")] = None,
        result: FromQuery[BetResult | None] = None,
        since: Since = None,
        until: Until = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[BetOut]]:
        """Your bets, the newest first."""
        wanted = Wanted(
            player_id=player_id_of(actor),
            entry_id=entry,
            competition_id=competition,
            state=bet_state,
            result=result,
            since=since,
            until=until,
        )
        found = await service.list_bets(
            reading, wanted, after=key_of(after, tuple[datetime, UUID]), limit=limit
        )
        return etags.answer(request, page_of(found, limit, key=_key, show=BetOut.of))

    @get("/{bet_id:uuid}")
    async def show(
        self,
        request: Request[Actor | None, None, State],
        bet_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[BetOut]:
        bet = await service.get_bet(reading, bet_id, player_id=player_id_of(actor))
        return etags.answer(request, BetOut.of(bet))


async def _answer(placed: Bet | Retry, actor: Actor, elsewhere: BeginIn) -> Response[BetOut]:
    if isinstance(placed, Bet):
        return Response(BetOut.of_new(placed), status_code=HTTP_201_CREATED)
    async with elsewhere(actor.tenant_id) as tx:
        earlier = await get_bet(tx, placed.bet_id, player_id=player_id_of(actor))
    return Response(BetOut.of(earlier), status_code=HTTP_200_OK)


def _key(bet: PlacedBet) -> tuple[datetime, UUID]:
    return bet.accepted_at, bet.id
