"""Predictions for programs: JSON in, JSON out.  Nothing is decided here."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.plumbing import etags
from app.plumbing.access import players
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.refusals import Refusal
from app.plumbing.web import CurrentActor, Reading, Tx
from app.predictions import service
from app.predictions.api.shapes import (
    EventPredictionsOut,
    PredictionIn,
    PredictionOut,
    RefusedOut,
    SheetIn,
    SheetLineOut,
    SheetSavedOut,
)
from app.predictions.rules.predicting import Prediction

OfRound = Annotated[
    str | None,
    QueryParameter(name="round", max_length=200, description="Only the events of this round."),
]


class EntryPredictionApi(Controller):
    """A player's own predictions, which cost nothing and can change until the event locks."""

    path = "/api/entries/{entry_id:uuid}/predictions"
    guards = (players,)

    @get()
    async def sheet(
        self,
        request: Request[Any, Any, Any],
        entry_id: FromPath[UUID],
        reading: Reading,
        actor: CurrentActor,
        of_round: OfRound = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[SheetLineOut]]:
        """The events whose score can be predicted, by their beginning, with your predictions."""
        lines, now = await service.list_sheet(
            reading,
            entry_id,
            player_id=actor.player_id,
            round_name=of_round,
            after=key_of(after, tuple[datetime, UUID]),
            limit=limit + 1,
        )
        page = page_of(
            lines,
            limit,
            key=lambda line: (line.event.starts_at, line.event.id),
            show=lambda line: SheetLineOut.of(line, now=now),
        )
        return etags.answer(request, page)

    @put()
    async def predict_sheet(
        self, entry_id: FromPath[UUID], data: JSONBody[SheetIn], tx: Tx, actor: CurrentActor
    ) -> SheetSavedOut:
        """Predict a whole round at once.  Each line is judged by itself."""
        lines = data.predictions
        wishes = [line.wish() for line in lines]
        verdicts = await service.predict_sheet(tx, entry_id, wishes, player_id=actor.player_id)
        return SheetSavedOut(
            saved=[PredictionOut.of(v) for v in verdicts if isinstance(v, Prediction)],
            refused=[
                RefusedOut.of(line, verdict)
                for line, verdict in zip(lines, verdicts, strict=True)
                if isinstance(verdict, Refusal)
            ],
        )

    @put("/{event_id:uuid}")
    async def predict(
        self,
        entry_id: FromPath[UUID],
        event_id: FromPath[UUID],
        data: JSONBody[PredictionIn],
        tx: Tx,
        actor: CurrentActor,
    ) -> PredictionOut:
        """Predict one event.  Sent twice, it counts once."""
        wish = data.wish(event_id)
        saved = await service.predict(tx, entry_id, wish, player_id=actor.player_id)
        return PredictionOut.of(saved)


class CompetitionPredictionApi(Controller):
    """What all who play in a competition have predicted."""

    path = "/api/competitions/{competition_id:uuid}/predictions"
    guards = (players,)

    @get()
    async def of_event(
        self,
        request: Request[Any, Any, Any],
        competition_id: FromPath[UUID],
        reading: Reading,
        event_id: FromQuery[UUID | None] = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[EventPredictionsOut]:
        """Everybody's predictions of one event, once it has locked."""
        seen = await service.list_predictions(
            reading, competition_id, event_id, after=key_of(after, UUID), limit=limit + 1
        )
        return etags.answer(request, EventPredictionsOut.of(seen, limit=limit))
