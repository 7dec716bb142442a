"""How far settlement has come: runs and their parts, for those who enter results."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Meta, Struct

from app.plumbing import etags
from app.plumbing.access import scorers
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import Reading
from app.settlement.rules.runs import PartKind, Progress, Run, RunState
from app.settlement.service import following

InState = Annotated[RunState | None, QueryParameter(name="state")]


class PartOut(Struct, frozen=True):
    """The bets on a market or in a pool, the predictions of a competition, a bonus question."""

    kind: PartKind
    subject_id: Annotated[UUID, Meta(description="The market, pool, competition or question.")]
    total: Annotated[int, Meta(description="Bets to look at, as counted when the run began.")]
    done: Annotated[int, Meta(description="Bets that were looked at.")]
    changed: Annotated[int, Meta(description="Bets that had to change.")]
    moved: Annotated[int, Meta(description="Points by which their payouts changed.")]
    rate: Annotated[float | None, Meta(description="Bets a second so far; null at first.")]
    remaining_seconds: Annotated[
        float | None, Meta(description="How long it lasts at that rate; null at first.")
    ]
    finished_at: datetime | None

    @classmethod
    def of(cls, part: Progress) -> "PartOut":
        return cls(
            kind=part.part.kind,
            subject_id=part.part.subject_id,
            total=part.total,
            done=part.done,
            changed=part.changed,
            moved=part.moved,
            rate=part.rate,
            remaining_seconds=part.remaining_seconds,
            finished_at=part.finished_at,
        )


class RunOut(Struct, frozen=True):
    """The community's way through the bets that a ruling may concern."""

    id: UUID
    kind: str
    event_id: UUID | None
    question_id: UUID | None
    ruling_id: UUID | None
    reason: str | None
    state: Annotated[
        RunState, Meta(description="Overtaken: a later run on the same event goes over all bets.")
    ]
    created_at: datetime
    finished_at: datetime | None
    parts: list[PartOut]

    @classmethod
    def of(cls, run: Run) -> "RunOut":
        return cls(
            id=run.id,
            kind=run.kind,
            event_id=run.event_id,
            question_id=run.question_id,
            ruling_id=run.ruling_id,
            reason=run.reason,
            state=run.state,
            created_at=run.created_at,
            finished_at=run.finished_at,
            parts=[PartOut.of(part) for part in run.parts],
        )


class RunApi(Controller):
    path = "/api/settlements"
    guards = (scorers,)

    @get()
    async def runs(
        self,
        request: Request[Any, Any, Any],
        reading: Reading,
        in_state: InState = None,
        event_id: FromQuery[UUID | None] = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[RunOut]]:
        """List settlements with their progress, the newest first."""
        runs = await following.list_runs(
            reading,
            state=in_state,
            event_id=event_id,
            after=key_of(after, tuple[datetime, UUID]),
            limit=limit + 1,
        )
        page = page_of(runs, limit, key=lambda run: (run.created_at, run.id), show=RunOut.of)
        return etags.answer(request, page)

    @get("/{run_id:uuid}")
    async def run(
        self, request: Request[Any, Any, Any], reading: Reading, run_id: FromPath[UUID]
    ) -> Response[RunOut]:
        """One settlement with its progress."""
        return etags.answer(request, RunOut.of(await following.get_run(reading, run_id)))
