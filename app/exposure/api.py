"""What a community may lose, and the limits to it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from app.exposure import service
from app.exposure.rules.limits import (
    Bounds,
    Exposure,
    Level,
    Limit,
    MarketExposure,
    Response,
)
from app.plumbing.access import admins
from app.plumbing.pages import ITEMS_USUAL, After, Number, Page, key_of, page_of
from app.plumbing.pages import Limit as Most
from app.plumbing.web import CurrentActor, Reading, Tx

Bound = Annotated[
    int, Meta(ge=0, le=2 * 10**12, description="Points that may be lost.", examples=[50_000])
]


class LimitIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Bets that would pass `hard` are refused; once `soft` is passed there is a response."""

    level: Annotated[Level, Meta(description="What the id in the address is of.")]
    soft: Annotated[Bound, Meta(examples=[40_000])] | None = None
    hard: Bound | None = None
    response: Response = Response.ALERT
    shorten_by: Annotated[
        int | None,
        Meta(description="Thousandths of what a price pays above 1: 100 makes 2.000 of it 1.900."),
    ] = None


class LimitOut(Struct, frozen=True):
    """`liability` is what it stands at; `alerted_at` when the soft bound was found passed."""

    level: Level
    subject_id: UUID
    soft: int | None
    hard: int | None
    response: Response
    shorten_by: int | None
    liability: int
    alerted_at: datetime | None

    @classmethod
    def of(cls, limit: Limit) -> "LimitOut":
        return cls(
            level=limit.level,
            subject_id=limit.subject_id,
            soft=limit.bounds.soft,
            hard=limit.bounds.hard,
            response=limit.bounds.response,
            shorten_by=limit.bounds.shorten_by,
            liability=limit.liability,
            alerted_at=limit.alerted_at,
        )


class ExposureOut(Struct, frozen=True):
    """`liability` is what the bets would win beyond their stakes, each in full at every leg."""

    subject_id: UUID
    bets: int
    staked: int
    liability: int

    @classmethod
    def of(cls, exposure: Exposure) -> "ExposureOut":
        return cls(
            subject_id=exposure.subject_id,
            bets=exposure.bets,
            staked=exposure.staked,
            liability=exposure.liability,
        )


class OutcomeOut(Struct, frozen=True):
    """`loss` is what is paid beyond all stakes on the market if this selection wins."""

    selection_id: UUID
    bets: int
    staked: int
    liability: int
    loss: int


class MarketExposureOut(Struct, frozen=True):
    market_id: UUID
    bets: int
    staked: int
    liability: int
    worst_selection_id: Annotated[
        UUID | None, Meta(description="The selection whose win would cost most.")
    ]
    selections: list[OutcomeOut]

    @classmethod
    def of(cls, market: MarketExposure) -> "MarketExposureOut":
        return cls(
            market_id=market.total.subject_id,
            bets=market.total.bets,
            staked=market.total.staked,
            liability=market.total.liability,
            worst_selection_id=market.worst.subject_id if market.worst else None,
            selections=[
                OutcomeOut(
                    selection_id=each.subject_id,
                    bets=each.bets,
                    staked=each.staked,
                    liability=each.liability,
                    loss=market.loss_if(each),
                )
                for each in market.selections
            ],
        )


class SuspensionIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=500,
            description="Why, for the record.",
            examples=["A line-up leaked."],
        ),
    ]


class SuspensionOut(Struct, frozen=True):
    """The markets that were open and are suspended now."""

    suspended_market_ids: list[UUID]


class ExposureApi(Controller):
    path = "/api"
    guards = (admins,)

    @get("/exposure")
    async def exposure(
        self,
        reading: Reading,
        level: FromQuery[Level],
        after: After = None,
        limit: Most = ITEMS_USUAL,
    ) -> Page[ExposureOut]:
        """What may be lost by selection, market, event, sport or competition, the most first."""
        key = key_of(after, tuple[Number, UUID])
        rows = await service.list_exposure(reading, level, after=key, limit=limit + 1)
        return page_of(
            rows, limit, key=lambda row: (row.liability, row.subject_id), show=ExposureOut.of
        )

    @get("/exposure/markets/{market_id:uuid}")
    async def market(self, reading: Reading, market_id: FromPath[UUID]) -> MarketExposureOut:
        """A market's selections, and the outcome that would cost most."""
        return MarketExposureOut.of(await service.get_market_exposure(reading, market_id))

    @get("/exposure/limits")
    async def limits(
        self, reading: Reading, after: After = None, limit: Most = ITEMS_USUAL
    ) -> Page[LimitOut]:
        """List the limits, with what each stands at."""
        rows = await service.list_limits(reading, after=key_of(after, UUID), limit=limit + 1)
        return page_of(rows, limit, key=lambda row: row.id, show=LimitOut.of)

    @put("/exposure/limits/{subject_id:uuid}")
    async def set_limit(
        self,
        tx: Tx,
        subject_id: FromPath[UUID],
        data: JSONBody[LimitIn],
        actor: CurrentActor,
    ) -> LimitOut:
        """Limit what may be lost.  The bets that stand already count from the start."""
        bounds = Bounds(
            soft=data.soft, hard=data.hard, response=data.response, shorten_by=data.shorten_by
        )
        return LimitOut.of(await service.set_limit(tx, data.level, subject_id, bounds, by=actor))

    @delete("/exposure/limits/{subject_id:uuid}")
    async def remove_limit(self, tx: Tx, subject_id: FromPath[UUID], actor: CurrentActor) -> None:
        """Remove a limit."""
        await service.remove_limit(tx, subject_id, by=actor)

    @post("/competitions/{competition_id:uuid}/markets/suspend", status_code=200)
    async def suspend(
        self,
        tx: Tx,
        competition_id: FromPath[UUID],
        data: JSONBody[SuspensionIn],
        actor: CurrentActor,
    ) -> SuspensionOut:
        """Suspend all markets of all events that the competition is played on."""
        suspended = await service.suspend_competition(
            tx, competition_id, by=actor, reason=data.reason
        )
        return SuspensionOut(suspended_market_ids=suspended)
