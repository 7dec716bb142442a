"""What a match is to a replay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

# By period, what either team had scored by then; of a shoot-out, what it scored in it.
Scores = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """As it was in truth: `kick_off` is when it began there."""

    number: int
    round: str
    teams: tuple[str, str]
    kick_off: datetime
    scores: Scores

    @property
    def name(self) -> str:
        return " v ".join(self.teams)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Matches by their beginning."""

    name: str
    league: str
    matches: tuple[Match, ...]

    @property
    def champion(self) -> str:
        """Who won the last match."""
        last = self.matches[-1]
        decisive = list(last.scores.values())[-1]
        return last.teams[decisive[0] < decisive[1]]

    @property
    def teams(self) -> list[str]:
        return sorted({team for match in self.matches for team in match.teams})
