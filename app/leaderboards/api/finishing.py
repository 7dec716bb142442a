"""The end of a season, and its picture."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from app.competitions import service as competitions
from app.leaderboards.rules.prizes import Prize
from app.leaderboards.service import finishing as service
from app.leaderboards.service import reading as boards
from app.ledger.rules.adjustments import REASON_LENGTH_MAX
from app.plumbing import etags
from app.plumbing.access import admins, role_holders
from app.plumbing.web import CurrentActor, Now, Reading, Tx

ON_THE_PICTURE = 5
AnyRequest = Request[Any, Any, Any]


class FinishIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is needed before the competition's end has come."""

    reason: (
        Annotated[
            str, Meta(max_length=REASON_LENGTH_MAX, examples=["The last round was cancelled."])
        ]
        | None
    ) = None


class PrizeOut(Struct, frozen=True):
    """Points out of the issue, for a rank."""

    entry_id: UUID
    rank: int
    points: int

    @classmethod
    def of(cls, prize: Prize[UUID]) -> "PrizeOut":
        return cls(entry_id=prize.who, rank=prize.rank, points=prize.points)


class FinishedOut(Struct, frozen=True):
    """What was paid when standings were frozen."""

    prizes: list[PrizeOut]


class SeasonApi(Controller):
    """The end of a season."""

    path = "/api/competitions/{competition_id:uuid}"

    @put("/finish", guards=[admins])
    async def finish(
        self,
        competition_id: FromPath[UUID],
        data: JSONBody[FinishIn],
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> FinishedOut:
        """End a competition for good: freeze its standings and pay its prizes, once."""
        prizes = await service.finish(tx, competition_id, reason=data.reason, by=actor, now=now)
        return FinishedOut(prizes=[PrizeOut.of(prize) for prize in prizes])

    @get("/prizes", guards=[role_holders])
    async def prizes(
        self, competition_id: FromPath[UUID], request: AnyRequest, reading: Reading
    ) -> Response[FinishedOut]:
        """List the prizes that were paid."""
        await competitions.get_shown(reading, competition_id, in_the_making=False)
        found = await service.list_prizes(reading, competition_id)
        return etags.answer(request, FinishedOut(prizes=[PrizeOut.of(prize) for prize in found]))

    @get("/leaderboard/picture.svg", guards=[role_holders], media_type="image/svg+xml")
    async def picture(
        self, competition_id: FromPath[UUID], request: AnyRequest, reading: Reading
    ) -> Response[bytes]:
        """The first of a leaderboard, as a picture to share."""
        competition = await competitions.get_shown(reading, competition_id, in_the_making=False)
        excerpt = await boards.list_rows(
            reading, boards.whole(competition_id), None, limit=ON_THE_PICTURE
        )
        community = await boards.get_community(reading)
        picture = request.app.template_engine.get_template(  # type: ignore[union-attr]
            "leaderboards/picture.svg"
        ).render(
            competition=competition.name,
            community=community.name,
            colour=community.settings.primary_colour,
            final=excerpt.board.frozen_at is not None,
            rows=boards.valued(excerpt),
        )
        headers = {"Cache-Control": "private, no-cache"}
        return Response(picture.encode(), media_type="image/svg+xml", headers=headers)
