"""What admins take away of a competition as files for a spreadsheet."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import csv_of
from app.competitions import service as competitions
from app.competitions.rules.entries import NamedEntry
from app.leaderboards.rules.boards import Row
from app.leaderboards.service import reading as boards
from app.pages.store import exports as store
from app.plumbing.access import admins
from app.plumbing.db import Begin
from app.plumbing.web import BeginReading, Reading

PART = 500
ENTRIES = ("id", "player", "state", "bot", "joined_at", "reason")
BETS = (
    "id", "player", "kind", "accepted_at", "stake", "potential_payout", "state", "result",
    "payout", "settled_at",
)  # fmt: skip
STANDINGS = ("rank", "player", "net_worth", "net_points", "bets", "staked", "paid", "outside")
R = TypeVar("R")


class ExportsController(Controller):
    path = "/admin/competitions/{competition_id:uuid}"
    guards = (admins,)

    @get("/entries.csv", media_type="text/csv")
    async def entries(
        self, competition_id: FromPath[UUID], reading: Reading, begin_reading: BeginReading
    ) -> Stream:
        await competitions.get_competition(reading, competition_id)

        async def part(tx: AsyncConnection, last: NamedEntry | None) -> list[NamedEntry]:
            after = last.entry.id if last else None
            return await competitions.list_entries(
                tx, competition_id=competition_id, after=after, limit=PART
            )

        return _file("entries.csv", _lines(begin_reading, ENTRIES, part, _entry))

    @get("/bets.csv", media_type="text/csv")
    async def bets(
        self, competition_id: FromPath[UUID], reading: Reading, begin_reading: BeginReading
    ) -> Stream:
        await competitions.get_competition(reading, competition_id)

        async def part(
            tx: AsyncConnection, last: Sequence[object] | None
        ) -> Sequence[Sequence[object]]:
            after = UUID(str(last[0])) if last else None
            return await store.list_bets(tx, competition_id, after=after, limit=PART)

        return _file("bets.csv", _lines(begin_reading, BETS, part, _plain))

    @get("/standings.csv", media_type="text/csv")
    async def standings(
        self, competition_id: FromPath[UUID], reading: Reading, begin_reading: BeginReading
    ) -> Stream:
        await competitions.get_competition(reading, competition_id)
        await boards.get_board(reading, competition_id)

        async def part(tx: AsyncConnection, last: Row | None) -> Sequence[Row]:
            after = last.place if last else 0
            scope = boards.whole(competition_id)
            return (await boards.list_rows(tx, scope, None, after=after, limit=PART)).rows

        return _file("standings.csv", _lines(begin_reading, STANDINGS, part, _standing))


async def _lines(
    begin: Begin,
    header: Sequence[str],
    part: Callable[[AsyncConnection, R | None], Awaitable[Sequence[R]]],
    cells: Callable[[R], Sequence[object]],
) -> AsyncGenerator[str, None]:
    """A transaction for each part: a slow reader must not hold a connection."""
    yield csv_of(*header)
    rows: Sequence[R] = ()
    while True:
        async with begin() as tx:
            rows = await part(tx, rows[-1] if rows else None)
        yield "".join(csv_of(*cells(row)) for row in rows)
        if len(rows) < PART:
            return


def _file(name: str, lines: AsyncGenerator[str, None]) -> Stream:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Stream(lines, media_type="text/csv", headers=headers)


def _entry(named: NamedEntry) -> Sequence[object]:
    entry = named.entry
    joined = entry.joined_at.isoformat() if entry.joined_at else None
    return entry.id, named.name.player, entry.state, entry.bot, joined, entry.reason


def _standing(row: Row) -> Sequence[object]:
    return (
        row.rank, row.player, row.net_worth, row.net_points, row.bets, row.staked, row.paid,
        row.outside,
    )  # fmt: skip


def _plain(row: Sequence[object]) -> Sequence[object]:
    return [cell.isoformat() if isinstance(cell, datetime) else cell for cell in row]
