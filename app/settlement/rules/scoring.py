"""What predictions of an event are held against: the score after full time, nothing later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.catalogue.rules.results import ResultDocument
from app.competitions.rules.settings import PredictionSettings
from app.predictions.rules.scoring import Hit, Quota, Scheme, Score, points_for

PERIOD = "full_time"
FIRST, SECOND = 1, 2


class Uncounted(StrEnum):
    """Why a prediction earns no points, whatever it said."""

    OPEN = "open"
    POSTPONED = "postponed"
    ABANDONED = "abandoned"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A result that is in force; `version` counts the results of its event."""

    version: int
    document: ResultDocument

    @property
    def score(self) -> Score | None:
        """None where the event did not come to full time."""
        told = self.document.scores.get(PERIOD)
        return Score(first=told[FIRST], second=told[SECOND]) if told else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What an event's predictions in a competition are held against.

    A prediction from `true_start_at` on came too late.
    """

    event_id: UUID
    settings: PredictionSettings
    void: bool
    verdict: Verdict | None
    true_start_at: datetime | None

    @property
    def uncounted(self) -> Uncounted | None:
        if self.void:
            return Uncounted.POSTPONED
        if self.verdict is None:
            return Uncounted.OPEN
        return None if self.verdict.score else Uncounted.ABANDONED


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How many predictions or answers were looked at, how many changed, by how many points."""

    done: int = 0
    changed: int = 0
    moved: int = 0


def scheme_of(settings: PredictionSettings) -> Scheme:
    quota = Quota(minimum=settings.quota_minimum, maximum=settings.quota_maximum)
    return Scheme(
        exact=settings.exact,
        difference=settings.difference,
        tendency=settings.tendency,
        quota=quota if settings.quota else None,
    )


def worth_of(settings: PredictionSettings, *, predicted: int, right: int) -> Mapping[Hit, int]:
    """What each prediction earns by how near it came; where nobody was right, nobody earns."""
    scheme = scheme_of(settings)
    if not right:
        return dict.fromkeys(Hit, 0)
    return {hit: points_for(scheme, hit, predicted=predicted, right=right) for hit in Hit}
