"""What programs send and get: predictions and what is seen of the others'."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.catalogue.rules.events import EventStatus
from app.plumbing.pages import cursor_of
from app.plumbing.problems import slug_of, status_of
from app.plumbing.refusals import Refusal
from app.predictions.rules.predicting import Event, Prediction, Wish
from app.predictions.rules.scoring import Score
from app.predictions.rules.showing import (
    EventPredictions,
    NamedPrediction,
    SheetLine,
    Tendency,
    TendencyShare,
)

SHEET_MAX = 500

# Any number is taken, so that a wrong one is refused beside the others, not instead of them.
Goals = Annotated[int, Meta(description="From 0 to 999.", examples=[2])]


class PredictionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The score of the first and the second participant after full time.

    A joker doubles what the prediction earns.
    """

    first: Goals
    second: Annotated[Goals, Meta(examples=[1])]
    joker: bool = False

    def wish(self, event_id: UUID) -> Wish:
        score = Score(first=self.first, second=self.second)
        return Wish(event_id=event_id, score=score, joker=self.joker)


class SheetLineIn(Struct, frozen=True, forbid_unknown_fields=True):
    """One event on a sheet."""

    event_id: UUID
    first: Goals
    second: Annotated[Goals, Meta(examples=[1])]
    joker: bool = False

    def wish(self) -> Wish:
        score = Score(first=self.first, second=self.second)
        return Wish(event_id=self.event_id, score=score, joker=self.joker)


class SheetIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole round, or any other events of the competition.

    Take a joker from one event and put it on another within one sheet to move it.
    """

    predictions: Annotated[list[SheetLineIn], Meta(max_length=SHEET_MAX)]


class PredictionOut(Struct, frozen=True):
    event_id: UUID
    first: int
    second: int
    joker: bool
    predicted_at: datetime

    @classmethod
    def of(cls, prediction: Prediction) -> "PredictionOut":
        return cls(
            event_id=prediction.event_id,
            first=prediction.score.first,
            second=prediction.score.second,
            joker=prediction.joker,
            predicted_at=prediction.predicted_at,
        )


class RefusedOut(Struct, frozen=True):
    """What was sent, as it was sent, and the problem with it."""

    event_id: UUID
    first: int
    second: int
    joker: bool
    problem: dict[str, object]

    @classmethod
    def of(cls, line: SheetLineIn, refusal: Refusal) -> "RefusedOut":
        kind = type(refusal)
        told = {"type": f"/problems/{slug_of(kind)}", "title": str(refusal)}
        return cls(
            event_id=line.event_id,
            first=line.first,
            second=line.second,
            joker=line.joker,
            problem=refusal.facts | told | {"status": int(status_of(kind))},
        )


class SheetSavedOut(Struct, frozen=True):
    """Each line is in one of the two; what is `saved` stays, whatever was refused."""

    saved: list[PredictionOut]
    refused: list[RefusedOut]


class EventOut(Struct, frozen=True):
    """`open` says whether a prediction could be saved at this moment."""

    id: UUID
    name: str
    round: str | None
    participants: list[str]
    starts_at: datetime
    locks_at: datetime
    status: EventStatus
    open: bool

    @classmethod
    def of(cls, event: Event, *, now: datetime) -> "EventOut":
        return cls(
            id=event.id,
            name=event.name,
            round=event.round,
            participants=list(event.participants),
            starts_at=event.starts_at,
            locks_at=event.locks_at,
            status=event.status,
            open=event.is_open(now),
        )


class SheetLineOut(Struct, frozen=True):
    """An event and your prediction of it; null as long as there is none."""

    event: EventOut
    prediction: PredictionOut | None

    @classmethod
    def of(cls, line: SheetLine, *, now: datetime) -> "SheetLineOut":
        predicted = line.prediction
        return cls(
            event=EventOut.of(line.event, now=now),
            prediction=PredictionOut.of(predicted) if predicted else None,
        )


class TendencyOut(Struct, frozen=True):
    """`points` is what a right tendency earns by the quota; null where there is none."""

    tendency: Tendency
    predictions: int
    points: int | None

    @classmethod
    def of(cls, share: TendencyShare) -> "TendencyOut":
        return cls(tendency=share.tendency, predictions=share.predictions, points=share.points)


class NamedPredictionOut(Struct, frozen=True):
    entry_id: UUID
    player: str
    first: int
    second: int
    joker: bool

    @classmethod
    def of(cls, named: NamedPrediction) -> "NamedPredictionOut":
        return cls(
            entry_id=named.entry_id,
            player=named.player,
            first=named.prediction.score.first,
            second=named.prediction.score.second,
            joker=named.prediction.joker,
        )


class EventPredictionsOut(Struct, frozen=True):
    """Until the event locks, `predicted` alone: how many have."""

    event_id: UUID
    locks_at: datetime
    locked: bool
    predicted: int
    tendencies: list[TendencyOut]
    items: list[NamedPredictionOut]
    next: str | None

    @classmethod
    def of(cls, seen: EventPredictions, *, limit: int) -> "EventPredictionsOut":
        """From one item more than are shown."""
        items = [NamedPredictionOut.of(named) for named in seen.items[:limit]]
        more = len(seen.items) > limit
        return cls(
            event_id=seen.event.id,
            locks_at=seen.event.locks_at,
            locked=seen.shown,
            predicted=seen.predicted,
            tendencies=[TendencyOut.of(share) for share in seen.shares],
            items=items,
            next=cursor_of(items[-1].entry_id) if more else None,
        )
