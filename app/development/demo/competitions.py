"""The demo's competitions: founded once with their entries, then played on what is added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.competitions import service as competitions
from app.competitions.rules.competitions import (
    Competition,
    CompetitionState,
    NoSuchCompetition,
)
from app.competitions.rules.entries import EntryState
from app.competitions.rules.settings import (
    CompetitionSettings,
    Every,
    JoinPolicy,
    Mode,
    PoolSettings,
    Standing,
    TopUp,
)
from app.competitions.service import leagues
from app.development.demo.cast import Cast
from app.development.demo.tours import FOOTBALL, OFFICE, RACING, TENNIS, Tour
from app.development.seed import BY, DEMO, HARBOUR

LASTS = timedelta(days=366)
ENTRIES_MAX = 500
DAILY = TopUp(points=200, every=Every.DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A competition of the demo; `league` is the name of the friends' league within it."""

    slug: str
    name: str
    description: str
    tour: Tour
    settings: CompetitionSettings
    league: str | None = None


PLANS = {
    DEMO.id: (
        Plan(
            slug="meadow-football",
            name="Meadow football",
            description="Bet at odds, stake in pools, foretell the scores. One game locks soon.",
            tour=FOOTBALL,
            settings=CompetitionSettings(top_up=DAILY, same_event_combos=True),
            league="Friday table",
        ),
        Plan(
            slug="clay-court",
            name="Clay court",
            description="Tennis, at odds only, ranked by what each has won.",
            tour=TENNIS,
            settings=CompetitionSettings(
                modes=frozenset({Mode.FIXED_ODDS}),
                top_up=DAILY,
                standing=(Standing.NET_POINTS, Standing.EARLIEST_ENTRY),
            ),
        ),
        Plan(
            slug="garden-cup",
            name="Garden Cup",
            description="Snails, each-way, and a pool on every winner.",
            tour=RACING,
            settings=CompetitionSettings(
                modes=frozenset({Mode.FIXED_ODDS, Mode.POOL}),
                top_up=DAILY,
                pools=PoolSettings(takeout=50),
            ),
        ),
        Plan(
            slug="office",
            name="Around the office",
            description="Our own questions, decided by whoever was there.",
            tour=OFFICE,
            settings=CompetitionSettings(modes=frozenset({Mode.FIXED_ODDS}), starting_points=500),
        ),
    ),
    HARBOUR.id: (
        Plan(
            slug="harbour-football",
            name="Football on the quay",
            description="The same games as next door, with a code at the door.",
            tour=FOOTBALL,
            settings=CompetitionSettings(
                join_policy=JoinPolicy.CODE, starting_points=2_000, top_up=DAILY
            ),
        ),
    ),
}


async def ensure_competition(
    tx: AsyncConnection, community_id: UUID, plan: Plan, cast: Cast, *, now: datetime
) -> tuple[Competition, bool]:
    """The competition, and whether it was founded just now."""
    competition_id = uuid5(community_id, plan.slug)
    try:
        return await competitions.get_competition(tx, competition_id), False
    except NoSuchCompetition:
        pass
    wanted = Competition(
        id=competition_id,
        slug=plan.slug,
        name=plan.name,
        description=plan.description,
        state=CompetitionState.DRAFT,
        starts_at=now,
        ends_at=now + LASTS,
        join_code=competitions.new_code(),
        settings=plan.settings,
    )
    await competitions.create_competition(tx, wanted, by=BY)
    running = await competitions.set_state(
        tx, competition_id, CompetitionState.RUNNING, by=BY, now=now
    )
    for player_id in [*cast.signing_in, *cast.invented]:
        await competitions.ask_to_join(
            tx,
            competition_id,
            player_id=player_id,
            code=running.join_code,
            bot=player_id in cast.bots,
            now=now,
        )
    if plan.league:
        await _found_league(tx, competition_id, plan.league, cast)
    return running, True


async def play_on(tx: AsyncConnection, competition_id: UUID, tour: Tour) -> list[UUID]:
    """Add what the league has come to hold since; returns those events."""
    sport = await catalogue.get_sport(tx, tour.sport)
    league = await catalogue.get_league(tx, sport, tour.league)
    return await competitions.add_league(tx, competition_id, league.id, by=BY)


async def list_entries(
    tx: AsyncConnection, competition_id: UUID, player_ids: Sequence[UUID]
) -> list[tuple[UUID, UUID]]:
    """The entries of these players that may bet, each with its player."""
    found = await competitions.list_entries(
        tx,
        competition_id=competition_id,
        states=frozenset({EntryState.ACTIVE}),
        limit=ENTRIES_MAX,
    )
    entries = {named.entry.player_id: named.entry.id for named in found}
    return [(entries[player], player) for player in player_ids if player in entries]


async def _found_league(tx: AsyncConnection, competition_id: UUID, name: str, cast: Cast) -> None:
    founder, *others = [*cast.signing_in, *cast.invented]
    league = await leagues.found_league(tx, competition_id, name=name, player_id=founder)
    for player_id in others[:6]:
        await leagues.join_league(tx, league.code, player_id=player_id)
