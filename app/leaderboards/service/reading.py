"""Leaderboards as players see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.competitions.rules.entries import NoSuchEntry
from app.competitions.rules.settings import Standing
from app.competitions.service import leagues
from app.leaderboards.rules.boards import (
    Around,
    DayRank,
    NoLeaderboardYet,
    NotInLeaderboard,
    Row,
    Scope,
    order_by,
)
from app.leaderboards.store import boards as boards_store
from app.leaderboards.store import history
from app.leaderboards.store import reading as store
from app.leaderboards.store.boards import Board
from app.plumbing.access import Actor
from app.plumbing.pipelines import Pipeline
from app.tenants import service as tenants
from app.tenants.rules import Community


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Some rows of a leaderboard, and by what it is ranked."""

    board: Board
    order: Sequence[Standing]
    rows: Sequence[Row]


async def list_rows(
    tx: AsyncConnection, scope: Scope, by: Standing | None, *, after: int = 0, limit: int
) -> Excerpt:
    if by is None and scope.is_whole:
        found = await store.list_kept(tx, scope.board_id, after=after, limit=limit)
        if found:
            return _of_board(*found)
    board, query = await _prepare(tx, scope, by)
    rows = await store.list_rows(tx, query, after=after, limit=limit)
    return Excerpt(board=board, order=query.order, rows=rows)


async def show_own(
    tx: AsyncConnection, scope: Scope, by: Standing | None, *, player_id: UUID, neighbours: int
) -> Excerpt:
    """A player's own place with those around it, in any order."""
    board, query = await _prepare(tx, scope, by)
    rows = await store.list_around(tx, query, player_id, neighbours=neighbours)
    if not rows:
        raise NotInLeaderboard
    return Excerpt(board=board, order=query.order, rows=rows)


async def league_scope(
    tx: AsyncConnection, league_id: UUID, *, by: Actor, in_round: str | None, sport_id: UUID | None
) -> Scope:
    """A private league, for those who are in it, and for admins."""
    league = await leagues.get_league(tx, league_id, by=by)
    return Scope(
        board_id=league.competition_id, league_id=league.id, round=in_round, sport_id=sport_id
    )


def whole(competition_id: UUID) -> Scope:
    return Scope(board_id=competition_id)


def valued(excerpt: Excerpt) -> list[tuple[str, str, int]]:
    """Rank, name and what the leaderboard goes by first, row by row."""
    first = excerpt.order[0]
    return [
        (str(row.rank or "-"), row.player, getattr(row, first.value) or 0) for row in excerpt.rows
    ]


async def get_community(tx: AsyncConnection) -> Community:
    return await tenants.get_current(tx)


async def get_row(tx: AsyncConnection, competition_id: UUID, entry_id: UUID) -> Row:
    row = await store.find_row(tx, competition_id, entry_id)
    if row is None:
        raise NoSuchEntry(id=entry_id)
    return row


async def list_days(tx: AsyncConnection, competition_id: UUID, entry_id: UUID) -> list[DayRank]:
    row = await get_row(tx, competition_id, entry_id)
    days = await history.list_days(tx, competition_id, [row.player_id])
    return days.get(row.player_id, [])


async def list_rounds(tx: AsyncConnection, competition_id: UUID) -> list[str]:
    await competitions.get_competition(tx, competition_id)
    return await store.list_rounds(tx, competition_id)


async def _prepare(
    tx: AsyncConnection, scope: Scope, by: Standing | None
) -> tuple[Board, store.Query]:
    board = await get_board(tx, scope.board_id)
    order = order_by(by, board.ranked_by, scope)
    return board, store.Query(scope=scope, order=order, bets_min=board.bets_min)


async def list_around(
    pipeline: Pipeline, tenant_id: UUID, asked: Sequence[Around]
) -> dict[Around, Excerpt]:
    """The own places of many players at once, in the order that is kept."""
    found = await store.find_around(pipeline, tenant_id, asked)
    return {each: _of_board(*excerpt) for each, excerpt in found.items()}


def _of_board(board: Board, rows: Sequence[Row]) -> Excerpt:
    return Excerpt(board=board, order=board.ranked_by, rows=rows)


async def get_board(tx: AsyncConnection, board_id: UUID) -> Board:
    board = await boards_store.find_board(tx, board_id)
    if board is None:
        if board_id != (await tenants.get_current(tx)).id:
            await competitions.get_shown(tx, board_id, in_the_making=False)
        raise NoLeaderboardYet
    return board
