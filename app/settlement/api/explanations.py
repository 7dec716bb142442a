"""Why these points: asked by players of their own, by admins of anybody's."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from app.plumbing import etags
from app.plumbing.access import role_holders
from app.plumbing.web import CurrentActor, Reading
from app.settlement.rules.explaining import BetExplanation
from app.settlement.rules.foretold import AnswerExplanation, PredictionExplanation
from app.settlement.service import explaining


class ExplanationApi(Controller):
    """The legs, the arithmetic and the history of what was paid, with links to the rules."""

    path = "/api"
    guards = (role_holders,)

    @get("/bets/{bet_id:uuid}/explanation")
    async def bet(
        self,
        request: Request[Any, Any, Any],
        bet_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[BetExplanation]:
        """Why a bet pays what it pays."""
        return etags.answer(request, await explaining.explain_bet(reading, bet_id, by=actor))

    @get("/entries/{entry_id:uuid}/predictions/{event_id:uuid}/explanation")
    async def prediction(
        self,
        request: Request[Any, Any, Any],
        entry_id: FromPath[UUID],
        event_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[PredictionExplanation]:
        """Why a prediction earned these points."""
        return etags.answer(
            request,
            await explaining.explain_prediction_of(reading, entry_id, event_id, by=actor),
        )

    @get("/entries/{entry_id:uuid}/bonus-answers/{bonus_question_id:uuid}/explanation")
    async def answer(
        self,
        request: Request[Any, Any, Any],
        entry_id: FromPath[UUID],
        bonus_question_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
    ) -> Response[AnswerExplanation]:
        """Why a bonus answer earned these points."""
        return etags.answer(
            request,
            await explaining.explain_answer_of(reading, entry_id, bonus_question_id, by=actor),
        )
