"""Bets as they are kept: reading them, and what happens to them after they were placed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetResult, BetState, PlacedBet, PlacedLeg
from app.betting.tables import bets, legs

LEG_COLUMNS = [legs.c[name] for name in PlacedLeg.__slots__]
BET_COLUMNS = [bets.c[name] for name in PlacedBet.__slots__ if name != "legs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which bets of a player; None leaves a question open."""

    player_id: UUID
    entry_id: UUID | None = None
    competition_id: UUID | None = None
    event_id: UUID | None = None
    state: BetState | None = None
    result: BetResult | None = None
    since: datetime | None = None
    until: datetime | None = None


async def find_bet(tx: AsyncConnection, bet_id: UUID, *, player_id: UUID) -> PlacedBet | None:
    found = await _read(
        tx, select(*BET_COLUMNS).where(bets.c.id == bet_id, bets.c.player_id == player_id)
    )
    return found[0] if found else None


async def list_bets(
    tx: AsyncConnection, wanted: Wanted, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[PlacedBet]:
    """The newest first."""
    return await _read(tx, bets_query(wanted, after=after, limit=limit))


def bets_query(wanted: Wanted, *, after: tuple[datetime, UUID] | None, limit: int) -> Select[Any]:
    query = (
        select(*BET_COLUMNS)
        .where(*_conditions(wanted))
        .order_by(bets.c.accepted_at.desc(), bets.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(bets.c.accepted_at, bets.c.id) < after)
    return query


def _conditions(wanted: Wanted) -> Iterable[Any]:
    yield bets.c.player_id == wanted.player_id
    for column, value in (
        (bets.c.entry_id, wanted.entry_id),
        (bets.c.competition_id, wanted.competition_id),
        (bets.c.state, wanted.state),
        (bets.c.result, wanted.result),
    ):
        if value is not None:
            yield column == value
    if wanted.event_id is not None:
        yield bets.c.id.in_(select(legs.c.bet_id).where(legs.c.event_id == wanted.event_id))
    if wanted.since is not None:
        yield bets.c.accepted_at >= wanted.since
    if wanted.until is not None:
        yield bets.c.accepted_at < wanted.until


async def _read(tx: AsyncConnection, query: Select[Any]) -> list[PlacedBet]:
    found = (await tx.execute(query)).mappings().all()
    legs_of = await _legs_of(tx, [row["id"] for row in found])
    return [_bet(row, legs_of[row["id"]]) for row in found]


async def _legs_of(
    tx: AsyncConnection, bet_ids: Sequence[UUID]
) -> defaultdict[UUID, list[PlacedLeg]]:
    query = (
        select(legs.c.bet_id, *LEG_COLUMNS)
        .where(legs.c.bet_id.in_(bet_ids))
        .order_by(legs.c.bet_id, legs.c.number)
    )
    legs_of = defaultdict(list)
    for row in (await tx.execute(query)).mappings():
        facts = dict(row)
        legs_of[facts.pop("bet_id")].append(PlacedLeg(**facts))
    return legs_of


def _bet(row: RowMapping, of_bet: Sequence[PlacedLeg]) -> PlacedBet:
    words = {
        "state": BetState(row["state"]),
        "result": BetResult(row["result"]) if row["result"] else None,
    }
    return PlacedBet(**dict(row) | words, legs=tuple(of_bet))
