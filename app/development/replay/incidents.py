"""What goes wrong in a replay, drawn by its seed before anything begins.  Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from app.development.replay.matches import Match, Scores

WRONG_OF = 8
VOIDED_OF = 16
POOLS_OF = 4
# There, after the match.
CORRECTED_AFTER = timedelta(hours=5)
VOIDABLE = ("both_score", "odd_even")
REASONS = (
    "The last goal had been disallowed.",
    "The goals were given to the wrong team.",
    "It was the score of another match.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What is said first, and later why that was wrong."""

    scores: Scores
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is special about a match; `voided` is the kind of a market."""

    mistake: Mistake | None = None
    voided: str | None = None
    pool: bool = False


def write_scripts(matches: Sequence[Match], random: Random) -> list[Script]:
    """A script a match.  Of mistakes, voids and pools there is one each at least."""
    wrong = _some(len(matches), WRONG_OF, random)
    voided = _some(len(matches), VOIDED_OF, random)
    pools = _some(len(matches), POOLS_OF, random)
    return [
        Script(
            mistake=_mistake(match, random) if number in wrong else None,
            voided=random.choice(VOIDABLE) if number in voided else None,
            pool=number in pools,
        )
        for number, match in enumerate(matches)
    ]


def _some(count: int, one_of: int, random: Random) -> frozenset[int]:
    return frozenset(random.sample(range(count), max(1, count // one_of)))


def _mistake(match: Match, random: Random) -> Mistake:
    """Another winner as a rule, so that bets on nearly every market were paid wrongly."""
    half, (first, second) = match.scores["half_time"], match.scores["full_time"]
    if first == second:
        full = (first + 1, second)
        reason = REASONS[0]
    else:
        full, half = (second, first), half[::-1]
        reason = random.choice(REASONS[1:])
    return Mistake(scores={"half_time": half, "full_time": full}, reason=reason)
