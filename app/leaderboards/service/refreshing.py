"""Bringing a leaderboard up to date.  Once or ten times, the outcome is the same."""

from datetime import date, datetime, timedelta
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from opentelemetry.metrics import get_meter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.competitions.rules.competitions import IN_THE_MAKING, Competition
from app.competitions.rules.settings import CompetitionSettings
from app.leaderboards.rules.boards import OF_THE_COMMUNITY
from app.leaderboards.store import boards as store
from app.leaderboards.store import counting, streaks
from app.plumbing import jobs
from app.plumbing.db import read_clock
from app.tenants import service as tenants
from app.tenants.rules import Community

log = structlog.get_logger()
meter = get_meter("app")

refresh_seconds = meter.create_histogram(
    "leaderboard.refresh.duration", unit="s", description="How long a refresh took."
)

# An entry or grant may commit this much later than it says: longer than any transaction lasts.
OVERLAP = timedelta(minutes=1)


async def refresh(tx: AsyncConnection, competition_id: UUID) -> None:
    """Count what has not been counted and rank anew, unless standings are frozen."""
    started = perf_counter()
    await counting.lock_board(tx, competition_id)
    competition = await competitions.get_competition(tx, competition_id)
    if competition.state in IN_THE_MAKING or competition.frozen_at:
        return
    counted = await _count(tx, competition_id)
    changed = await _rank(tx, competition)
    if changed:
        await enqueue_community(tx)
    seconds = perf_counter() - started
    refresh_seconds.record(seconds)
    if changed or counted:
        log.info(
            "leaderboard refreshed",
            competition_id=competition_id,
            count=counted,
            duration_ms=round(seconds * 1000, 1),
        )


async def enqueue_community(tx: AsyncConnection) -> None:
    """The community's leaderboard is made of those of its competitions, a moment later."""
    community = await tenants.get_current(tx)
    await jobs.enqueue(
        tx,
        "leaderboards.refresh_community",
        tenant_id=community.id,
        queueing_lock="community",
    )


async def refresh_community(tx: AsyncConnection) -> None:
    """Add up what players have in all competitions."""
    community = await tenants.get_current(tx)
    await counting.lock_board(tx, community.id)
    bets_min = CompetitionSettings().roi_minimum_bets
    await store.open_board(tx, None, OF_THE_COMMUNITY, bets_min=bets_min)
    today = _day(await read_clock(tx), community)
    await store.keep_day(tx, community.id, today=today)
    if await store.rank_players(tx, community.id, OF_THE_COMMUNITY, bets_min=bets_min):
        await store.step(tx, community.id, today=today)


async def find_stale(tx: AsyncConnection) -> list[UUID]:
    """Competitions with entries or points that their leaderboards may not show yet."""
    return await store.find_stale(tx, overlap=OVERLAP)


async def _count(tx: AsyncConnection, competition_id: UUID) -> int:
    if await counting.has_moved(tx, competition_id):
        await counting.forget(tx, competition_id)
    due = await counting.find_due(tx, competition_id)
    if due.runs or due.cash_outs:
        await counting.add(tx, competition_id, due)
        await streaks.bring_up_to_date(tx, competition_id, due.runs)
    return len(due.runs)


async def _rank(tx: AsyncConnection, competition: Competition) -> bool:
    order, bets_min = competition.settings.standing, competition.settings.roi_minimum_bets
    await store.open_board(tx, competition.id, order, bets_min=bets_min)
    today = _day(await read_clock(tx), await tenants.get_current(tx))
    await store.keep_day(tx, competition.id, today=today)
    changed = await store.rank_entries(tx, competition.id, order, bets_min=bets_min)
    if changed:
        await store.step(tx, competition.id, today=today)
    return changed


def _day(now: datetime, community: Community) -> date:
    return now.astimezone(ZoneInfo(community.settings.time_zone)).date()
