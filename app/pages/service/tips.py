"""Everybody's tips, once nobody can change them any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.rules.boards import NoLeaderboardYet, NotInLeaderboard, Row, Scope
from app.leaderboards.service.recent import RecentPages, Wanted
from app.pages.rules.sheets import neighbours
from app.pages.rules.tips import Ending, TipsOf, lines_of
from app.pages.service.sheets import Whose, list_lines
from app.pages.store import sheets as store
from app.predictions import service as predictions
from app.predictions.rules.predicting import Event
from app.predictions.rules.rounds import Round
from app.predictions.rules.showing import EventPredictions

LINES = 50
TIPS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTips:
    """`tips` by their points, the best first."""

    seen: EventPredictions
    ending: Ending | None
    tips: Sequence[tuple[UUID, str, str, bool, int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTips:
    rounds: Sequence[Round]
    round: Round | None
    previous: Round | None
    next: Round | None
    events: Sequence[Event]
    hidden: int
    endings: Mapping[UUID, Ending]
    lines: Sequence[TipsOf]
    following: int | None


async def of_round(
    tx: AsyncConnection, pages: RecentPages, whose: Whose, *, tenant_id: UUID, after: int
) -> RoundTips:
    """As many players as a page of the leaderboard has, in its order, and whoever asks."""
    found = await list_lines(tx, whose)
    events = [line.event for line in found.lines if line.event.is_shown(found.now)]
    rows, following = await _rows(pages, whose, tenant_id, after)
    ids = [event.id for event in events]
    entries = [row.entry_id for row in rows if row.entry_id]
    tips = await store.list_tips(tx, whose.competition.id, ids, entries)
    points = await store.find_points(tx, whose.competition.id, ids, entries=entries)
    before, next_ = neighbours(found.rounds, found.round)
    return RoundTips(
        rounds=found.rounds,
        round=found.round,
        previous=before,
        next=next_,
        events=events,
        hidden=len(found.lines) - len(events),
        endings=await store.find_endings(tx, ids),
        lines=lines_of(rows, tips, points, own=whose.entry.player_id),
        following=following,
    )


async def of_event(tx: AsyncConnection, competition_id: UUID, event_id: UUID) -> EventTips:
    seen = await predictions.list_predictions(tx, competition_id, event_id, limit=TIPS_MAX)
    shown = [event_id] if seen.shown else []
    points = await store.find_points(tx, competition_id, shown)
    tips = [
        (
            each.entry_id,
            each.player,
            f"{each.prediction.score.first}:{each.prediction.score.second}",
            each.prediction.joker,
            points.get((event_id, each.entry_id)),
        )
        for each in seen.items
    ]
    endings = await store.find_endings(tx, shown)
    tips.sort(key=lambda tip: (-(tip[4] or 0), tip[1].casefold()))
    return EventTips(seen=seen, ending=endings.get(event_id), tips=tips)


async def _rows(
    pages: RecentPages, whose: Whose, tenant_id: UUID, after: int
) -> tuple[list[Row], int | None]:
    scope = Scope(board_id=whose.competition.id)
    try:
        page = await pages.get(
            Wanted(tenant_id=tenant_id, scope=scope, by=None, after=after, limit=LINES + 1)
        )
        own = await pages.show_own(
            tenant_id, scope, None, player_id=whose.entry.player_id, neighbours=0
        )
    except (NoLeaderboardYet, NotInLeaderboard):
        return [], None
    rows = list(page.rows[:LINES])
    following = rows[-1].place if len(page.rows) > LINES else None
    there = {row.player_id for row in rows}
    return [*(row for row in own.rows if row.player_id not in there), *rows], following
