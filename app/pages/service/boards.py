"""A leaderboard as its page shows it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.settings import Mode, Standing
from app.leaderboards.rules.boards import NotInLeaderboard, Scope
from app.leaderboards.service import history
from app.leaderboards.service import reading as boards
from app.leaderboards.service.reading import Excerpt
from app.leaderboards.service.recent import RecentPages, Wanted
from app.pages.rules.boards import (
    Line,
    Measure,
    OwnPlace,
    charted,
    charts_of,
    lines_of,
    own_place,
    shown,
)
from app.pages.rules.charts import LineChart

LINES = 50
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which leaderboard, by what, after which place; and who looks."""

    tenant_id: UUID
    scope: Scope
    by: Standing | None
    after: int
    modes: Collection[Mode]
    own: UUID | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSeen:
    """`next` is the place after which the next page begins.  `around` are one's own neighbours."""

    measures: Sequence[Measure]
    lines: Sequence[Line]
    next: int | None
    around: Sequence[Line]
    own: OwnPlace | None
    charts: dict[str, LineChart]
    changed_at: datetime | None
    frozen_at: datetime | None


async def look(tx: AsyncConnection, pages: RecentPages, asked: Asked) -> BoardSeen:
    excerpt = await _list(tx, pages, asked)
    around = await _around(tx, pages, asked)
    rows, near = excerpt.rows[:LINES], around.rows if around else ()
    names = charted([*rows, *near], own=asked.own) if _has_history(asked) else {}
    # Of what is ranked when it is asked for, nobody keeps the days before.
    kept = asked.by is None and asked.scope.is_whole
    told = await history.show(
        tx,
        asked.scope.board_id,
        players={row.player_id for row in (*rows, *near)} if kept else set(),
        charted=set(names),
    )
    first = excerpt.order[0]
    measures = shown(first, asked.modes, part=asked.scope.is_part)
    neighbours = lines_of(near, measures, told.before, own=asked.own)
    return BoardSeen(
        measures=measures,
        lines=lines_of(rows, measures, told.before, own=asked.own),
        next=rows[-1].place if len(excerpt.rows) > LINES else None,
        around=neighbours,
        own=own_place(neighbours),
        charts=charts_of(names, told.days, first, asked.zone),
        changed_at=excerpt.board.changed_at,
        frozen_at=excerpt.board.frozen_at,
    )


async def _list(tx: AsyncConnection, pages: RecentPages, asked: Asked) -> Excerpt:
    """What all may see is remembered for all; a private league is for its own."""
    if asked.scope.league_id:
        return await boards.list_rows(tx, asked.scope, asked.by, after=asked.after, limit=LINES + 1)
    return await pages.get(
        Wanted(
            tenant_id=asked.tenant_id,
            scope=asked.scope,
            by=asked.by,
            after=asked.after,
            limit=LINES + 1,
        )
    )


async def _around(tx: AsyncConnection, pages: RecentPages, asked: Asked) -> Excerpt | None:
    if asked.own is None:
        return None
    try:
        if asked.scope.league_id:
            return await boards.show_own(
                tx, asked.scope, asked.by, player_id=asked.own, neighbours=NEIGHBOURS
            )
        return await pages.show_own(
            asked.tenant_id, asked.scope, asked.by, player_id=asked.own, neighbours=NEIGHBOURS
        )
    except NotInLeaderboard:
        return None


def _has_history(asked: Asked) -> bool:
    return asked.by is None and asked.scope.is_whole and not asked.after
