"""What everybody sees of an event's predictions once it has locked.  Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.competitions.rules.settings import PredictionSettings
from app.plumbing.refusals import Invalid
from app.predictions.rules.predicting import Event, Prediction
from app.predictions.rules.scoring import Quota


class EventNotNamed(Invalid):
    """Say which event's predictions you want to see."""


class Tendency(StrEnum):
    FIRST = "first"
    DRAW = "draw"
    SECOND = "second"


# As a score tells its tendency: by its sign.
BY_SIGN = {1: Tendency.FIRST, 0: Tendency.DRAW, -1: Tendency.SECOND}


@dataclass(frozen=True, slots=True, kw_only=True)
class TendencyShare:
    """How many foretold it, and what it earns with a quota; no points without one."""

    tendency: Tendency
    predictions: int
    points: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """An event on a player's sheet; no prediction as long as there is none."""

    event: Event
    prediction: Prediction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPrediction:
    entry_id: UUID
    player: str
    prediction: Prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPredictions:
    """Nothing but how many there are, until `shares` and `items` may be shown."""

    event: Event
    predicted: int
    shown: bool
    shares: tuple[TendencyShare, ...] = ()
    items: tuple[NamedPrediction, ...] = ()


def shares_of(counts: Mapping[int, int], settings: PredictionSettings) -> tuple[TendencyShare, ...]:
    """`counts` are predictions by the sign of their difference."""
    predicted = sum(counts.values())
    return tuple(
        TendencyShare(
            tendency=tendency,
            predictions=counts.get(sign, 0),
            points=_quota_points(settings, predicted=predicted, right=counts.get(sign, 0)),
        )
        for sign, tendency in BY_SIGN.items()
    )


def _quota_points(settings: PredictionSettings, *, predicted: int, right: int) -> int | None:
    if not settings.quota or not right:
        return None
    quota = Quota(minimum=settings.quota_minimum, maximum=settings.quota_maximum)
    return quota.points(settings.tendency, predicted=predicted, right=right)
