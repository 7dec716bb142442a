"""How an event ended: scores by period, finishing positions, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.markets.rules.outcomes import Outcome
from app.plumbing.refusals import Conflict

# What each participant scored, by their number in the event.
Scores = Mapping[int, int]


class ScoreMissing(Conflict):
    """The result does not say the score of this period."""


class PositionsMissing(Conflict):
    """The result does not say who finished where."""


class Contradictory(Conflict):
    """A score cannot fall between half time and full time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`scores` at `half_time`, `full_time` and the end of `extra_time` hold what went before them;
    those of a `shoot_out` and of anything else (`set_1`, `quarter_3`) count alone.

    `positions` rank the participants, equal where they tie; who did not finish has none.
    `cut_short` holds the scores so far of what an abandoned event did not finish.
    """

    scores: Mapping[str, Scores] = field(default_factory=dict)
    positions: Mapping[int, int] = field(default_factory=dict)
    cut_short: Mapping[str, Scores] | None = None
    withdrawn: frozenset[int] = frozenset()
    marks: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def abandoned(self) -> bool:
        return self.cut_short is not None

    def as_it_stood(self) -> "Result":
        """An abandoned event, as if it had ended there."""
        return replace(self, scores={**self.scores, **(self.cut_short or {})}, cut_short=None)

    def finished(self, period: str) -> bool:
        """Whether the score of this period cannot change any more."""
        return all(name in self.scores for name in self._needed(period))

    def score(self, period: str) -> Scores:
        needed = self._needed(period)
        if any(name not in self.scores for name in needed):
            raise ScoreMissing(period=period)
        last, *earlier = (self.scores[name] for name in needed)
        if not last:
            raise ScoreMissing(period=period)
        if not earlier:
            return last
        scores = {number: score - earlier[0].get(number, 0) for number, score in last.items()}
        if min(scores.values()) < 0:
            raise Contradictory(period=period)
        return scores

    def _needed(self, period: str) -> tuple[str, ...]:
        """The stored scores that a period is made of: the first, less those that follow."""
        match period:
            case "first_half":
                return ("half_time",)
            case "second_half":
                return ("full_time", "half_time")
            case "extra_time":
                return (self._last("extra_time"),)
            case "qualification":
                return (self._last("shoot_out", "extra_time"),)
            case _:
                return (period,)

    def _last(self, *names: str) -> str:
        """The first of these that was played, else full time: not all events go on after it."""
        known = self.scores.keys() | (self.cut_short or {}).keys()
        return next((name for name in names if name in known), "full_time")
