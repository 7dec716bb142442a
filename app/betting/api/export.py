"""A player's own bets as a table for a spreadsheet."""

from collections.abc import AsyncGenerator
from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.response import Stream

from app.audit.rules import csv_of
from app.betting.api.dependencies import wanted_bets
from app.betting.rules.bets import PlacedBet
from app.betting.service import reading as service
from app.betting.service.reading import Wanted
from app.plumbing.access import players
from app.plumbing.db import Begin
from app.plumbing.web import BeginReading

PART = 200
HEADER = (
    "id", "entry_id", "competition_id", "kind", "accepted_at", "stake", "lines", "odds",
    "potential_payout", "state", "result", "payout", "settled_at", "note", "own_probability",
    "fold", "each_way", "pool_id", "selection_ids",
)  # fmt: skip


@get(
    "/api/bets.csv",
    media_type="text/csv",
    guards=[players],
    dependencies={"wanted": Provide(wanted_bets, sync_to_thread=False)},
)
async def export_bets(wanted: NamedDependency[Wanted], begin_reading: BeginReading) -> Stream:
    """Your bets, the newest first, for a spreadsheet."""
    return Stream(
        _lines(begin_reading, wanted),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="bets.csv"'},
    )


async def _lines(begin: Begin, wanted: Wanted) -> AsyncGenerator[str, None]:
    yield csv_of(*HEADER)
    after: tuple[datetime, UUID] | None = None
    more = True
    while more:
        # A transaction for each part: a slow reader must not hold a connection.
        async with begin() as tx:
            found = await service.list_bets(tx, wanted, after=after, limit=PART)
        more, part = len(found) > PART, found[:PART]
        if part:
            after = part[-1].accepted_at, part[-1].id
            yield "".join(map(_line, part))


def _line(bet: PlacedBet) -> str:
    return csv_of(
        bet.id,
        bet.entry_id,
        bet.competition_id,
        bet.kind,
        bet.accepted_at.isoformat(),
        bet.stake,
        bet.lines,
        " ".join(str(leg.odds) for leg in bet.legs if leg.odds),
        bet.potential_payout,
        bet.state,
        bet.result,
        bet.payout,
        bet.settled_at.isoformat() if bet.settled_at else None,
        bet.note,
        bet.own_probability,
        bet.fold,
        bet.each_way,
        bet.pool_id,
        " ".join(str(leg.selection_id) for leg in bet.legs),
    )
