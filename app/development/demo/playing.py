"""One round of the demo: add what begins soon, let it be played on, and let people bet on it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.slips import Slip
from app.betting.service.batching import Batches
from app.competitions.rules.competitions import Competition, CompetitionState
from app.competitions.rules.settings import Mode
from app.development.demo import competitions, slips
from app.development.demo.cast import Cast, gather
from app.development.demo.competitions import PLANS, Plan
from app.development.demo.events import add_events
from app.development.demo.pastimes import foretell, open_pools
from app.development.demo.tours import OFFICE, SHARED
from app.development.seed import DEMO, HARBOUR
from app.markets import service as markets
from app.markets.rules.markets import Market, MarketState
from app.plumbing.db import Database
from app.plumbing.refusals import Refusal
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from app.tenants.rules import PLATFORM_ID, Community

COMMUNITIES = (DEMO, HARBOUR)
MARKETS_MAX = 200
POOL_STAKES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a round is played with; casts by their community's id."""

    database: Database
    batches: Batches
    casts: dict[UUID, Cast]


async def open_stage(
    database: Database,
    batches: Batches,
    settings: Settings,
    *,
    subjects: frozenset[str],
    now: datetime,
) -> Stage:
    vault = Vault.parse(settings.field_keys)
    casts = {}
    for community in COMMUNITIES:
        async with database.tenant(community.id) as tx:
            casts[community.id] = await gather(tx, vault, community, subjects=subjects, now=now)
    return Stage(database=database, batches=batches, casts=casts)


async def go_on(stage: Stage, *, now: datetime) -> None:
    """A round.  Played again at the same moment, it finds everything there."""
    for tour in SHARED:
        begin = partial(stage.database.tenant, PLATFORM_ID)
        await add_events(begin, tour, owner=PLATFORM_ID, now=now)
    await add_events(partial(stage.database.tenant, DEMO.id), OFFICE, owner=DEMO.id, now=now)
    for community in COMMUNITIES:
        for plan in PLANS[community.id]:
            await _play(stage, community, plan, now=now)


async def _play(stage: Stage, community: Community, plan: Plan, *, now: datetime) -> None:
    cast = stage.casts[community.id]
    async with stage.database.tenant(community.id) as tx:
        competition, founded = await competitions.ensure_competition(
            tx, community.id, plan, cast, now=now
        )
        if competition.state is not CompetitionState.RUNNING or competition.ends_at <= now:
            return
        new = await competitions.play_on(tx, competition.id, plan.tour)
    if new:
        # Whoever signs in plays for themselves, but for the bets that they begin with.
        who = [*cast.signing_in, *cast.invented] if founded else cast.invented
        await _take_part(stage, community, competition, who, new)


async def _take_part(
    stage: Stage,
    community: Community,
    competition: Competition,
    who: Sequence[UUID],
    new: Sequence[UUID],
) -> None:
    """Let these players bet on the new events, stake in pools on them and foretell them."""
    begin, modes = partial(stage.database.tenant, community.id), competition.settings.modes
    async with begin() as tx:
        entries = await competitions.list_entries(tx, competition.id, who)
        on_offer = {event_id: await _list_open(tx, event_id) for event_id in new}
        pools = {}
        if Mode.POOL in modes:
            pools = await open_pools(tx, competition.id, on_offer.values())
    if not entries:
        return
    draw = slips.begin(entries, Random(f"{competition.slug} {len(new)}"))  # noqa: S311 - a game
    stakes = (
        slips.pool_slip(draw, pool_id, market)
        for pool_id, market in pools.items()
        for _ in range(POOL_STAKES)
    )
    await _place(stage, community, [*slips.slips(draw, on_offer), *stakes])
    if Mode.PREDICTION in modes:
        await foretell(begin, entries, new, draw.random)


async def _list_open(tx: AsyncConnection, event_id: UUID) -> list[Market]:
    found = await markets.list_markets(tx, event_id, after=None, limit=MARKETS_MAX)
    return [market for market in found if market.state is MarketState.OPEN]


async def _place(stage: Stage, community: Community, wanted: Sequence[Slip]) -> None:
    """Through the batches that people's bets go through; a refusal is a bet less."""
    verdicts = await asyncio.gather(
        *(stage.batches.place(slip, community) for slip in wanted), return_exceptions=True
    )
    for verdict in verdicts:
        if isinstance(verdict, BaseException) and not isinstance(verdict, Refusal):
            raise verdict
