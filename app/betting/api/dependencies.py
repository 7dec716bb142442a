"""What betting's handlers may ask for."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter, SkipValidation

from app.betting.rules.bets import BetResult, BetState
from app.betting.service.batching import Batches
from app.betting.service.reading import Wanted
from app.identity.rules.players import player_id_of
from app.plumbing.web import CurrentActor
from app.tenants.rules import Community

Since = Annotated[datetime | None, QueryParameter(name="from", description="The first moment.")]
Until = Annotated[datetime | None, QueryParameter(name="to", description="The moment after.")]
OfState = Annotated[BetState | None, QueryParameter(name="state")]
CurrentCommunity = NamedDependency[Community]
CurrentBatches = NamedDependency[SkipValidation[Batches]]


def provide_batches(state: State) -> Batches:
    batches: Batches = state.batches
    return batches


def wanted_bets(
    actor: CurrentActor,
    entry: FromQuery[UUID | None] = None,
    competition: FromQuery[UUID | None] = None,
    bet_state: OfState = None,
    result: FromQuery[BetResult | None] = None,
    since: Since = None,
    until: Until = None,
) -> Wanted:
    """Which of their own bets somebody asks for."""
    return Wanted(
        player_id=player_id_of(actor),
        entry_id=entry,
        competition_id=competition,
        state=bet_state,
        result=result,
        since=since,
        until=until,
    )
