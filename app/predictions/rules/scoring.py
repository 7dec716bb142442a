"""The rules of predictions: points for scores foretold.  Pure: no clock, no database, no web."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.plumbing.refusals import Conflict, Invalid

POINTS_MAX = 1_000
SCORE_MAX = 999
JOKER = 2

R = TypeVar("R")


class SchemeUnfair(Invalid):
    """A better prediction may not earn less: exact, difference, tendency, in this order."""


class QuotaUnfair(Invalid):
    """A quota needs a minimum that is no more than its maximum."""


class QuotaUnknown(Conflict):
    """Quota points need how many predicted this event, and how many of them had its tendency."""


class TooManyJokers(Conflict):
    """There is one joker a round."""


class Hit(StrEnum):
    """How near a prediction came."""

    EXACT = "exact"
    DIFFERENCE = "difference"
    TENDENCY = "tendency"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What two participants scored, or are foretold to score."""

    first: int
    second: int

    @property
    def difference(self) -> int:
        return self.first - self.second

    @property
    def tendency(self) -> int:
        """1 when the first wins, -1 when the second does, 0 for a draw."""
        return (self.difference > 0) - (self.difference < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Bounds of what a correct tendency earns where it earns more the fewer had it."""

    minimum: int
    maximum: int

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.maximum <= POINTS_MAX:
            raise QuotaUnfair(minimum=self.minimum, maximum=self.maximum)

    def points(self, tendency: int, *, predicted: int, right: int) -> int:
        if not 1 <= right <= predicted:
            raise QuotaUnknown(predicted=predicted, right=right)
        return max(self.minimum, min(self.maximum, tendency * predicted // right))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    exact: int = 4
    difference: int = 3
    tendency: int = 2
    quota: Quota | None = None

    def __post_init__(self) -> None:
        if not POINTS_MAX >= self.exact >= self.difference >= self.tendency >= 0:
            raise SchemeUnfair(exact=self.exact, difference=self.difference, tendency=self.tendency)


def hit_of(prediction: Score, result: Score) -> Hit:
    if prediction.tendency != result.tendency:
        return Hit.NONE
    if prediction == result:
        return Hit.EXACT
    # Every draw has the same difference, so foretelling one is no more than its tendency.
    return Hit.DIFFERENCE if prediction.difference == result.difference != 0 else Hit.TENDENCY


def points_of(
    scheme: Scheme,
    prediction: Score,
    result: Score,
    *,
    joker: bool = False,
    predicted: int = 0,
    right: int = 0,
) -> int:
    """`predicted` entries foretold this event, `right` of them with its tendency: for quotas."""
    points = points_for(scheme, hit_of(prediction, result), predicted=predicted, right=right)
    return points * JOKER if joker else points


def points_for(scheme: Scheme, hit: Hit, *, predicted: int, right: int) -> int:
    """What a prediction that came so near earns, without a joker."""
    if hit is Hit.NONE:
        return 0
    points = {
        Hit.EXACT: scheme.exact,
        Hit.DIFFERENCE: scheme.difference,
        Hit.TENDENCY: scheme.tendency,
    }[hit]
    if scheme.quota:
        # What exactness adds to the tendency stays the same.
        quota = scheme.quota.points(scheme.tendency, predicted=predicted, right=right)
        points += quota - scheme.tendency
    return points


def bonus_points(points: int, *, answer: str, right: Collection[str]) -> int:
    """Several answers may be right."""
    return points if answer in right else 0


def check_jokers(rounds: Iterable[R]) -> None:
    """Each joker's round; no round may come twice."""
    for played_in, jokers in Counter(rounds).items():
        if jokers > 1:
            raise TooManyJokers(round=str(played_in))
