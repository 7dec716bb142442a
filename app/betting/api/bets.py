"""Bets over HTTP: placing them, and a player's own.  Nothing is decided here."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, HeaderParameter, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from app.betting.api.cash_outs import CashOutIn, CashOutOut
from app.betting.api.dependencies import (
    BetCounter,
    CurrentCounter,
    provide_counter,
    wanted_bets,
)
from app.betting.api.history import bets_page
from app.betting.api.shapes import BetOut, NoteIn, SlipIn
from app.betting.rules.placing import Bet
from app.betting.rules.slips import Slip
from app.betting.service import ending
from app.betting.service import reading as service
from app.betting.service.reading import Wanted, get_bet
from app.identity.rules.players import player_id_of
from app.plumbing import etags
from app.plumbing.access import Actor, players
from app.plumbing.ids import new_id
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page
from app.plumbing.web import BeginReading, CurrentActor, Provided, Reading, Tx
from app.tenants.rules import Community

IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text of your own that names this bet: sent twice, it counts once.",
    ),
]

PLACED = {HTTP_201_CREATED: "Placed now.", HTTP_200_OK: "Placed before: the same bet."}


class BetsApi(Controller):
    path = "/api/bets"
    guards = (players,)
    dependencies = {  # noqa: RUF012 - Litestar's own way
        "wanted": Provide(wanted_bets, sync_to_thread=False),
        "counter": Provide(provide_counter, sync_to_thread=False),
    }

    @put("/{bet_id:uuid}", opt={"statuses": PLACED})
    async def place(
        self,
        bet_id: FromPath[UUID],
        data: JSONBody[SlipIn],
        counter: CurrentCounter,
    ) -> Response[BetOut]:
        """Place a bet under an id of your own.  Sent again, it is the same bet."""
        return await _place(data.as_slip(bet_id, counter.player_id), counter)

    @post(opt={"statuses": PLACED})
    async def place_with_key(
        self,
        data: JSONBody[SlipIn],
        idempotency_key: IdempotencyKey,
        counter: CurrentCounter,
    ) -> Response[BetOut]:
        """Place a bet under a key of your own.  Sent again, it is the same bet."""
        slip = data.as_slip(new_id(), counter.player_id, request_key=idempotency_key)
        return await _place(slip, counter)

    @get()
    async def list(
        self,
        request: Request[Actor | None, None, State],
        begin_reading: BeginReading,
        wanted: NamedDependency[Wanted],
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[BetOut]]:
        """Your bets, the newest first."""
        return await bets_page(request, begin_reading, wanted, after=after, limit=limit)

    @get("/{bet_id:uuid}")
    async def show(
        self,
        request: Request[Actor | None, None, State],
        bet_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[BetOut]:
        """Show one of your bets."""
        bet = await service.get_bet(reading, bet_id, player_id=player_id_of(actor))
        return etags.answer(request, BetOut.of(bet))

    @put("/{bet_id:uuid}/cancel")
    async def cancel(
        self, bet_id: FromPath[UUID], tx: Tx, actor: CurrentActor, community: Provided[Community]
    ) -> BetOut:
        """Take a bet back, shortly after it was placed."""
        return BetOut.of(
            await ending.cancel_bet(
                tx, bet_id, player_id=player_id_of(actor), community=community.settings
            )
        )

    @get("/{bet_id:uuid}/cash-out")
    async def offer_cash_out(
        self,
        bet_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> CashOutOut:
        """What you would get now for an open single or combo."""
        return CashOutOut.of(
            await ending.get_cash_out_offer(
                reading, bet_id, player_id=player_id_of(actor), community=community.settings
            )
        )

    @put("/{bet_id:uuid}/cash-out")
    async def cash_out(
        self,
        bet_id: FromPath[UUID],
        data: JSONBody[CashOutIn],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
    ) -> BetOut:
        """Accept an offer.  If it has changed, the new one is named."""
        return BetOut.of(
            await ending.cash_out(
                tx,
                bet_id,
                points=data.points,
                versions=data.as_versions(),
                player_id=player_id_of(actor),
                community=community.settings,
            )
        )

    @put("/{bet_id:uuid}/note")
    async def change_note(
        self, bet_id: FromPath[UUID], data: JSONBody[NoteIn], tx: Tx, actor: CurrentActor
    ) -> BetOut:
        """Write something down about a bet, for yourself."""
        return BetOut.of(
            await ending.change_note(tx, bet_id, data.note, player_id=player_id_of(actor))
        )


async def _place(slip: Slip, counter: BetCounter) -> Response[BetOut]:
    placed = await counter.place(slip)
    if isinstance(placed, Bet):
        return Response(BetOut.of_new(placed), status_code=HTTP_201_CREATED)
    async with counter.begin() as tx:
        earlier = await get_bet(tx, placed.bet_id, player_id=counter.player_id)
    return Response(BetOut.of(earlier), status_code=HTTP_200_OK)
