"""The record of administrative acts: in pages, and the whole of it as a file."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.datastructures import State
from litestar.params import QueryParameter
from litestar.response import Stream
from msgspec import Struct

from app.audit import service
from app.audit.rules import CSV_HEADER, Act, Filter, Row, csv_line, csv_of, json_line
from app.plumbing.access import admins
from app.plumbing.db import Database
from app.plumbing.pages import (
    ITEMS_USUAL,
    After,
    Limit,
    Number,
    Page,
    Since,
    Until,
    cursor_of,
    key_of,
)
from app.plumbing.web import CurrentActor, Reading

Action = Annotated[str | None, QueryParameter(max_length=80)]


class Recorded(Struct, frozen=True):
    seq: int
    at: datetime
    act: Act
    hash: str


class AuditApi(Controller):
    path = "/api/audit"
    guards = (admins,)

    @get()
    async def page(
        self,
        reading: Reading,
        action: Action = None,
        since: Since = None,
        until: Until = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[Recorded]:
        """Acts on record, the newest first.  The chain proves that none was changed or left out."""
        before = key_of(after, Number)
        wanted = Filter(before=before, action=action, since=since, until=until)
        rows, following = await service.page(reading, wanted, limit=limit)
        return Page(
            items=[
                Recorded(seq=row.seq, at=row.at, act=row.act, hash=row.hash.hex()) for row in rows
            ],
            next=None if following is None else cursor_of(following),
        )

    @get("/export.jsonl", media_type="application/jsonl")
    async def export_jsonl(self, actor: CurrentActor, state: State) -> Stream:
        """The whole record, one act a line, as it was hashed."""
        lines = _lines(state.database, actor.tenant_id, json_line)
        return _file(lines, "audit.jsonl", "application/jsonl")

    @get("/export.csv", media_type="text/csv")
    async def export_csv(self, actor: CurrentActor, state: State) -> Stream:
        """The whole record as a table."""
        lines = _lines(state.database, actor.tenant_id, csv_line, csv_of(*CSV_HEADER))
        return _file(lines, "audit.csv", "text/csv")


async def _lines(
    database: Database, tenant_id: UUID, line_of: Callable[[Row], str], header: str = ""
) -> AsyncGenerator[str, None]:
    yield header
    rows: list[Row] = []
    while True:
        # A transaction for each part: a slow reader must not hold a connection.
        async with database.reading(tenant_id) as tx:
            rows = await service.part(tx, tenant_id, after=rows[-1] if rows else None)
        if not rows:
            return
        yield "".join(map(line_of, rows))


def _file(lines: AsyncGenerator[str, None], name: str, media_type: str) -> Stream:
    return Stream(
        lines,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
