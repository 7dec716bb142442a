"""Points for admins' programs: statements, grants and adjustments.  Nothing is decided here."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.competitions.rules.entries import OwnerName
from app.competitions.service import points as service
from app.ledger import service as ledger
from app.ledger.rules.adjustments import Adjustment, AdjustmentRequest, AdjustmentState
from app.ledger.rules.grants import Grant
from app.ledger.rules.positions import Position, Statement, StatementLine
from app.ledger.rules.transfers import TransferKind
from app.plumbing.access import admins
from app.plumbing.pages import (
    ITEMS_USUAL,
    After,
    Limit,
    Number,
    Page,
    cursor_of,
    key_of,
    page_of,
)
from app.plumbing.points import Points
from app.plumbing.web import CurrentActor, Reading, Tx


class Movement(Struct, frozen=True, forbid_unknown_fields=True):
    """The sender chooses `id`: sent twice, it counts once."""

    id: UUID
    entry_id: Annotated[UUID, Meta(description="The entry whose balance it is.")]
    points: Annotated[int, Meta(examples=[250])]
    reason: Annotated[str, Meta(examples=["Prize of the cup"])]


class Decision(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(examples=["Agreed at the meeting of 5 June."])]


class PositionOut(Struct, frozen=True):
    entry_id: UUID
    balance: int
    debt: int
    net_worth: int

    @classmethod
    def of(cls, position: Position) -> "PositionOut":
        return cls(
            entry_id=position.owner,
            balance=position.balance,
            debt=position.debt,
            net_worth=position.net_worth,
        )


class LineOut(Struct, frozen=True):
    sequence: int
    at: datetime
    kind: TransferKind
    points: int
    balance_before: int
    balance_after: int
    reference_id: UUID | None
    reason: str | None

    @classmethod
    def of(cls, line: StatementLine) -> "LineOut":
        return cls(
            sequence=line.sequence,
            at=line.at,
            kind=line.kind,
            points=line.points,
            balance_before=line.balance_before,
            balance_after=line.balance_after,
            reference_id=line.reference,
            reason=line.reason,
        )


class StatementOut(Struct, frozen=True):
    """A page of the transfers, and where the account stands; `owner` is in words."""

    owner: str | None
    position: PositionOut
    items: list[LineOut]
    next: str | None

    @classmethod
    def of(cls, statement: Statement, *, owner: OwnerName | None) -> "StatementOut":
        return cls(
            owner=str(owner) if owner else None,
            position=PositionOut.of(statement.position),
            items=[LineOut.of(line) for line in statement.lines],
            next=None if statement.following is None else cursor_of(statement.following),
        )


class AdjustmentOut(Struct, frozen=True):
    id: UUID
    entry_id: UUID
    points: int
    reason: str
    state: AdjustmentState
    threshold: int
    requested_by: str
    requested_at: datetime
    decided_by: str | None

    @classmethod
    def of(cls, request: AdjustmentRequest) -> "AdjustmentOut":
        return cls(
            id=request.adjustment.id,
            entry_id=request.adjustment.owner,
            points=request.adjustment.points,
            reason=request.adjustment.reason,
            state=request.state,
            threshold=request.threshold,
            requested_by=request.requested_by,
            requested_at=request.requested_at,
            decided_by=request.decided_by,
        )


class PointsApi(Controller):
    path = "/api/ledger"
    guards = (admins,)

    @get("/accounts/{entry_id:uuid}/statement")
    async def statement(
        self,
        entry_id: FromPath[UUID],
        reading: Reading,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> StatementOut:
        """Show an account's position and its transfers, the newest first."""
        page = await ledger.statement(reading, entry_id, before=key_of(after, Number), limit=limit)
        names = await service.names_of(reading, [entry_id])
        return StatementOut.of(page, owner=names.get(entry_id))

    @post("/grants")
    async def grant(self, data: JSONBody[Movement], tx: Tx, actor: CurrentActor) -> PositionOut:
        """Grant points out of the competition's issue."""
        wanted = Grant(
            id=data.id, owner=data.entry_id, points=Points(data.points), reason=data.reason
        )
        await service.grant(tx, wanted, by=actor)
        return PositionOut.of(await ledger.get_position(tx, data.entry_id))

    @get("/adjustments")
    async def pending(
        self, reading: Reading, after: After = None, limit: Limit = ITEMS_USUAL
    ) -> Page[AdjustmentOut]:
        """List the adjustments that wait for a second admin, the oldest first."""
        rows = await ledger.list_pending_adjustments(
            reading, after=key_of(after, tuple[datetime, UUID]), limit=limit + 1
        )
        return page_of(rows, limit, key=lambda row: row.place, show=AdjustmentOut.of)

    @post("/adjustments")
    async def adjust(
        self,
        data: JSONBody[Movement],
        tx: Tx,
        actor: CurrentActor,
    ) -> AdjustmentOut:
        """Adjust a balance.  A large adjustment waits for another admin."""
        wanted = Adjustment(id=data.id, owner=data.entry_id, points=data.points, reason=data.reason)
        return AdjustmentOut.of(await service.adjust(tx, wanted, by=actor))

    @post("/adjustments/{adjustment_id:uuid}/approve", status_code=200)
    async def approve(
        self, adjustment_id: FromPath[UUID], data: JSONBody[Decision], tx: Tx, actor: CurrentActor
    ) -> AdjustmentOut:
        """Approve another admin's adjustment: the points move."""
        decided = await service.approve_adjustment(tx, adjustment_id, reason=data.reason, by=actor)
        return AdjustmentOut.of(decided)

    @post("/adjustments/{adjustment_id:uuid}/refuse", status_code=200)
    async def refuse(
        self, adjustment_id: FromPath[UUID], data: JSONBody[Decision], tx: Tx, actor: CurrentActor
    ) -> AdjustmentOut:
        """Refuse another admin's adjustment: nothing moves."""
        decided = await service.refuse_adjustment(tx, adjustment_id, reason=data.reason, by=actor)
        return AdjustmentOut.of(decided)
