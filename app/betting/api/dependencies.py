"""What betting's handlers may ask for."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated
from uuid import UUID

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter, SkipValidation

from app.betting.rules.bets import BetResult, BetState
from app.betting.rules.placing import Bet, Retry
from app.betting.rules.slips import Slip
from app.betting.service.batching import Batches
from app.betting.service.reading import Wanted
from app.identity.rules.players import player_id_of
from app.plumbing.access import Actor
from app.plumbing.db import Begin, Database
from app.plumbing.pages import Since, Until
from app.plumbing.web import CurrentActor, provide_actor
from app.tenants.rules import Community

OfState = Annotated[BetState | None, QueryParameter(name="state")]
CurrentBatches = NamedDependency[SkipValidation[Batches]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BetCounter:
    """Where a player places bets.

    One dependency in place of four: Litestar makes a task of each, which costs more than all else
    that it does for a bet.
    """

    batches: Batches
    community: Community
    player_id: UUID
    begin: Begin

    async def place(self, slip: Slip) -> Bet | Retry:
        return await self.batches.place(slip, self.community)


def provide_counter(request: Request[Actor | None, None, State], state: State) -> BetCounter:
    actor = provide_actor(request)
    database: Database = state.database
    return BetCounter(
        batches=state.batches,
        community=request.scope["state"]["community"],
        player_id=player_id_of(actor),
        begin=partial(database.tenant, actor.tenant_id),
    )


CurrentCounter = NamedDependency[SkipValidation[BetCounter]]


def provide_batches(state: State) -> Batches:
    batches: Batches = state.batches
    return batches


def wanted_bets(
    actor: CurrentActor,
    entry_id: FromQuery[UUID | None] = None,
    competition_id: FromQuery[UUID | None] = None,
    bet_state: OfState = None,
    result: FromQuery[BetResult | None] = None,
    since: Since = None,
    until: Until = None,
) -> Wanted:
    """Which of their own bets somebody asks for."""
    return Wanted(
        player_id=player_id_of(actor),
        entry_id=entry_id,
        competition_id=competition_id,
        state=bet_state,
        result=result,
        since=since,
        until=until,
    )
