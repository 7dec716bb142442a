"""Why somebody stands where they stand, and where they stood."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.params import FromPath
from msgspec import Meta, Struct

from app.leaderboards.api.shapes import DayOut, PlaceOut
from app.leaderboards.rules.boards import Row
from app.leaderboards.rules.explaining import Explanation, Part
from app.leaderboards.service import explaining
from app.leaderboards.service import reading as service
from app.ledger.rules.transfers import TransferKind
from app.plumbing import etags
from app.plumbing.access import role_holders
from app.plumbing.web import Reading

AnyRequest = Request[Any, Any, Any]
RULE = "docs/how-to/read-the-table.md"


class GivenOut(Struct, frozen=True):
    """Points that came or went without a bet, of one kind."""

    kind: TransferKind
    count: int
    points: int


class PartOut(Struct, frozen=True):
    """What was won in one sport and round; null where the legs of combos do not share one."""

    sport_id: UUID | None
    sport: str | None
    round: str | None
    bets: int
    staked: int
    paid: int
    net_points: int
    prediction_points: int
    bonus_points: int
    exact_predictions: int

    @classmethod
    def of(cls, part: Part) -> "PartOut":
        return cls(**{name: getattr(part, name) for name in cls.__struct_fields__})


class ExplanationOut(Struct, frozen=True):
    """All that the standing adds up from: net worth is what was given, and the net points."""

    place: PlaceOut
    given: list[GivenOut]
    parts: list[PartOut]
    rule: Annotated[str, Meta(description="Where the rules of standings are written down.")]

    @classmethod
    def of(cls, row: Row, explanation: Explanation) -> "ExplanationOut":
        return cls(
            place=PlaceOut.of(row),
            given=[
                GivenOut(kind=each.kind, count=each.count, points=each.points)
                for each in explanation.given
            ],
            parts=[PartOut.of(part) for part in explanation.parts],
            rule=RULE,
        )


class StandingApi(Controller):
    """One entry's standing."""

    path = "/api/competitions/{competition_id:uuid}/leaderboard/{entry_id:uuid}"

    @get("/days", guards=[role_holders])
    async def days(
        self,
        competition_id: FromPath[UUID],
        entry_id: FromPath[UUID],
        request: AnyRequest,
        reading: Reading,
    ) -> Response[list[DayOut]]:
        """Where an entry stood, day by day: for a chart."""
        found = await service.list_days(reading, competition_id, entry_id)
        return etags.answer(request, [DayOut.of(day) for day in found])

    @get("/explanation", guards=[role_holders])
    async def explanation(
        self,
        competition_id: FromPath[UUID],
        entry_id: FromPath[UUID],
        request: AnyRequest,
        reading: Reading,
    ) -> Response[ExplanationOut]:
        """Why these points?  What a standing adds up from."""
        found = await explaining.explain(reading, competition_id, entry_id)
        return etags.answer(request, ExplanationOut.of(*found))
