"""How an event ended, by the scheme of its sport.

| scheme    | scores                                                                    |
|-----------|---------------------------------------------------------------------------|
| goals     | `half_time`, `full_time`, `extra_time`, each with what went before; `shoot_out` |
| sets      | `full_time`: sets won; `set_1`, `set_2`, ...: games                        |
| points    | `quarter_1` to `quarter_4`; `half_time`, `full_time`, `extra_time` as for goals |
| positions | none but `laps`; `positions` say who finished where                       |
| rounds    | `full_time`: rounds won; `round_1`, `round_2`, ...; `positions` if decided otherwise |
| custom    | whatever its markets need                                                 |
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.catalogue.rules.sports import Scheme
from app.plumbing.refusals import Invalid

# What each participant scored, by their number in the event.
Scores = Mapping[int, int]

PERIOD = re.compile(r"[a-z]+(_[a-z0-9]+)*")
PERIODS_MAX = 60
PERIOD_LENGTH_MAX = 40
SCORE_MAX = 100_000
CLOCK_LENGTH_MAX = 20
# What is shown while it changes is small: the schema says 8 KiB.
NUMBERS_SHOWN_MAX = 200
REASON_LENGTH_MAX = 500
QUARTERS = tuple(f"quarter_{number}" for number in range(1, 5))
# Here somebody plays against somebody.
BETWEEN_SOME = frozenset({Scheme.GOALS, Scheme.SETS, Scheme.POINTS, Scheme.ROUNDS})


class ResultImpossible(Invalid):
    """This cannot be how the event ended."""


class CorrectionNeedsReason(Invalid):
    """Say why the result is corrected, in at most 500 signs."""


class ScoreImplausible(Invalid):
    """This cannot be the score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDocument:
    """One version of a result.

    `positions` are equal where participants tie, and then skip the places that the tie fills; who
    did not finish has none.  `cut_short` holds the scores so far of what an abandoned event did
    not finish: of those, nothing can be expected.  An event that was never played was cut short
    before anything.

    `withdrawn` did not start, beyond those who were known not to.  `goals` holds the minutes of a
    participant's goals, stoppage time included in the minute that it follows, where they are known.
    """

    scores: Mapping[str, Scores] = field(default_factory=dict)
    positions: Mapping[int, int] = field(default_factory=dict)
    cut_short: Mapping[str, Scores] | None = None
    withdrawn: frozenset[int] = frozenset()
    true_start_at: datetime | None = None
    goals: Mapping[int, tuple[int, ...]] | None = None

    @property
    def all_scores(self) -> Mapping[str, Scores]:
        return {**self.scores, **(self.cut_short or {})}

    @property
    def was_played(self) -> bool:
        return self.cut_short is None or bool(self.scores or self.cut_short)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveScore:
    """The score so far, for people to follow; nothing is ever paid by it."""

    scores: Mapping[str, Scores] = field(default_factory=dict)
    positions: Mapping[int, int] = field(default_factory=dict)
    clock: str | None = None


class Source(StrEnum):
    """Where a result came from."""

    HAND = "hand"
    IMPORT = "import"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A result as it was entered.  The first version needs no reason, a correction does."""

    version: int
    document: ResultDocument
    source: Source
    entered_by: str
    reason: str | None = None
    entered_at: datetime | None = None


def check_correction(newest: Result | None, reason: str | None) -> None:
    if newest and not 1 <= len((reason or "").strip()) <= REASON_LENGTH_MAX:
        raise CorrectionNeedsReason(longest=REASON_LENGTH_MAX)


def check_result(scheme: Scheme, result: ResultDocument, *, taking_part: frozenset[int]) -> None:
    """Refuse what makes no sense, with all that is wrong about it."""
    present = taking_part - result.withdrawn
    errors = [*_shape_errors(result.all_scores, present)]
    errors += _position_errors(result.positions, present)
    if not result.withdrawn <= taking_part:
        errors.append("withdrawn: only who was to take part can have withdrawn")
    if not set(result.goals or {}) <= present:
        errors.append("goals: only participants score them")
    if scheme in BETWEEN_SOME and len(present) <= 1 and result.was_played:
        errors.append("there is no score of one alone: a walkover is cut short before anything")
    if not errors:
        errors += CHECKS[scheme](result)
    if errors:
        raise ResultImpossible(errors=errors)


def check_score(score: LiveScore, *, taking_part: frozenset[int]) -> None:
    errors = [*_shape_errors(score.scores, taking_part)]
    if not set(score.positions) <= taking_part or not all(
        1 <= position <= len(taking_part) for position in score.positions.values()
    ):
        errors.append("positions: only participants have one, from 1 to as many as they are")
    shown = len(score.positions) + sum(map(len, score.scores.values()))
    if shown > NUMBERS_SHOWN_MAX:
        errors.append(f"at most {NUMBERS_SHOWN_MAX} numbers are shown")
    if score.clock is not None and not 1 <= len(score.clock) <= CLOCK_LENGTH_MAX:
        errors.append(f"clock: at most {CLOCK_LENGTH_MAX} signs")
    if errors:
        raise ScoreImplausible(errors=errors)


def _shape_errors(scores: Mapping[str, Scores], taking_part: frozenset[int]) -> Iterator[str]:
    if len(scores) > PERIODS_MAX:
        yield f"no event has more than {PERIODS_MAX} periods"
    for period, score in scores.items():
        if len(period) > PERIOD_LENGTH_MAX or not PERIOD.fullmatch(period):
            yield "a period has a name such as full_time or set_1"
        elif set(score) != taking_part:
            yield f"{period}: each participant has a score, and nobody else"
        elif not all(0 <= points <= SCORE_MAX for points in score.values()):
            yield f"{period}: a score is 0 to {SCORE_MAX}"


def _position_errors(positions: Scores, taking_part: frozenset[int]) -> Iterator[str]:
    if not set(positions) <= taking_part:
        yield "positions: only participants have one"
    for position in sorted(set(positions.values())):
        ahead = sum(other < position for other in positions.values())
        if position != ahead + 1:
            yield f"positions: {ahead} came before position {position}"


def _goals(result: ResultDocument) -> Iterator[str]:
    yield from _unknown(result, {"half_time", "full_time", "extra_time", "shoot_out"})
    yield from _missing(result, "full_time")


def _points(result: ResultDocument) -> Iterator[str]:
    yield from _unknown(result, {"half_time", "full_time", "extra_time", *QUARTERS})
    yield from _missing(result, "full_time")


def _sets(result: ResultDocument) -> Iterator[str]:
    yield from _numbered(result, "set")
    yield from _missing(result, "full_time")


def _rounds(result: ResultDocument) -> Iterator[str]:
    yield from _numbered(result, "round")
    if not result.scores and not result.positions and result.cut_short is None:
        yield "neither rounds nor positions say who won"


def _positions(result: ResultDocument) -> Iterator[str]:
    yield from _unknown(result, {"laps"})
    if not result.positions and result.cut_short is None:
        yield "positions: nobody finished"


def _custom(_result: ResultDocument) -> Iterator[str]:
    yield from ()


CHECKS: Mapping[Scheme, Callable[[ResultDocument], Iterator[str]]] = {
    Scheme.GOALS: _goals,
    Scheme.SETS: _sets,
    Scheme.POINTS: _points,
    Scheme.POSITIONS: _positions,
    Scheme.ROUNDS: _rounds,
    Scheme.CUSTOM: _custom,
}


def _unknown(result: ResultDocument, known: set[str]) -> Iterator[str]:
    for period in sorted(result.all_scores.keys() - known):
        yield f"{period}: this sport has no such period"


def _missing(result: ResultDocument, period: str) -> Iterator[str]:
    if period not in result.scores and result.cut_short is None:
        yield f"{period}: it is missing"


def _numbered(result: ResultDocument, part: str) -> Iterator[str]:
    """Sets or rounds are counted from 1, without a gap."""
    counted = result.all_scores.keys() - {"full_time"}
    if set(counted) != {f"{part}_{number}" for number in range(1, len(counted) + 1)}:
        yield f"the periods are full_time and {part}_1, {part}_2, ... without a gap"
