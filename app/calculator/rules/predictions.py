"""What would this prediction earn?"""

from typing import Annotated, Any

from msgspec import Meta, Struct

from app.predictions.rules.scoring import SCORE_MAX, Scheme, Score, points_of

Goals = Annotated[int, Meta(ge=0, le=SCORE_MAX)]
PREDICTED_MAX = 10**9


class PredictionQuestion(Struct, frozen=True):
    """With a quota: `predicted` entries foretold the event, `right` of them with its tendency."""

    result: Annotated[tuple[Goals, Goals], Meta(examples=[[2, 1]])]
    tip: Annotated[tuple[Goals, Goals], Meta(examples=[[3, 2]])]
    scheme: Scheme = Scheme()
    joker: bool = False
    predicted: Annotated[int, Meta(ge=0, le=PREDICTED_MAX)] = 0
    right: Annotated[int, Meta(ge=0, le=PREDICTED_MAX)] = 0

    def answer(self) -> dict[str, Any]:
        points = points_of(
            self.scheme,
            Score(first=self.tip[0], second=self.tip[1]),
            Score(first=self.result[0], second=self.result[1]),
            joker=self.joker,
            predicted=self.predicted,
            right=self.right,
        )
        return {"points": points}
