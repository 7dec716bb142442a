"""A World Cup that never was: eight groups of four, then sixteen knock-out matches.  Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from app.catalogue.rules.sports import Scheme
from app.development.demo.chances import PLAY
from app.development.replay.matches import Match, Schedule, Scores

GENERATED = "generated"
FIRST_DAY = datetime(2030, 6, 8, 12, tzinfo=UTC)
MATCHES_A_DAY = 4
BETWEEN = timedelta(hours=3)
HOMES = ("Amber", "Birch", "Copper", "Dune", "Elm", "Fern", "Granite", "Hazel")
TEAMS = ("Foxes", "Herons", "Kites", "Otters")
# Everybody meets everybody else of their group.
MEETINGS = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))
KNOCK_OUT = ("Round of 16", "Quarter-finals", "Semi-finals")
WIN, DRAW = 3, 1
SHOTS = 5
EXTRA_GOAL, HITS = 0.25, 0.75


@dataclass(slots=True, kw_only=True)
class Cup:
    """As far as it has been played."""

    random: Random
    strengths: Mapping[str, float]
    matches: list[Match] = field(default_factory=list)
    points: dict[str, int] = field(default_factory=dict)

    def play(self, round_name: str, teams: tuple[str, str], *, knock_out: bool = False) -> str:
        """Play it, and return who won, or the first where nobody did."""
        scores = _scores([self.strengths[team] for team in teams], self.random)
        if knock_out:
            scores = _decided(scores, self.random)
        day, hour = divmod(len(self.matches), MATCHES_A_DAY)
        self.matches.append(
            Match(
                number=len(self.matches) + 1,
                round=round_name,
                teams=teams,
                kick_off=FIRST_DAY + timedelta(days=day) + hour * BETWEEN,
                scores=scores,
            )
        )
        first, second = list(scores.values())[-1]
        self._award(teams[0], first, second)
        self._award(teams[1], second, first)
        return teams[first < second]

    def _award(self, team: str, own: int, other: int) -> None:
        won = WIN if own > other else DRAW if own == other else 0
        self.points[team] = self.points.get(team, 0) + won


def generate(random: Random) -> Schedule:
    groups = {home[0]: [f"{home} {team}" for team in TEAMS] for home in HOMES}
    strengths = {team: random.uniform(0.7, 1.4) for teams in groups.values() for team in teams}
    cup = Cup(random=random, strengths=strengths)
    for meetings in MEETINGS:
        for name, teams in groups.items():
            for one, other in meetings:
                cup.play(f"Group {name}", (teams[one], teams[other]))
    _play_knock_out(cup, list(_drawn(cup, list(groups.values()))))
    return Schedule(
        name="a generated World Cup", league="Replayed World Cup", matches=tuple(cup.matches)
    )


def _drawn(cup: Cup, groups: Sequence[Sequence[str]]) -> Iterator[str]:
    """The first of each group meets the second of its neighbour."""
    best = [sorted(teams, key=lambda team: -cup.points[team])[:2] for teams in groups]
    for left, right in zip(best[::2], best[1::2], strict=True):
        yield from (left[0], right[1])
    for left, right in zip(best[::2], best[1::2], strict=True):
        yield from (right[0], left[1])


def _play_knock_out(cup: Cup, teams: list[str]) -> None:
    lost: list[str] = []
    for name in KNOCK_OUT:
        pairs = list(zip(teams[::2], teams[1::2], strict=True))
        teams = [cup.play(name, pair, knock_out=True) for pair in pairs]
        lost = [
            one if other == won else other for (one, other), won in zip(pairs, teams, strict=True)
        ]
    cup.play("Match for third place", (lost[0], lost[1]), knock_out=True)
    cup.play("Final", (teams[0], teams[1]), knock_out=True)


def _scores(strengths: Sequence[float], random: Random) -> Scores:
    result = PLAY[Scheme.GOALS](strengths, random)
    return {period: (pair[1], pair[2]) for period, pair in result.scores.items()}


def _decided(scores: Scores, random: Random) -> Scores:
    """With extra time, and from the spot if that changes nothing, where it was a draw."""
    first, second = scores["full_time"]
    if first != second:
        return scores
    first, second = (goals + (random.random() < EXTRA_GOAL) for goals in (first, second))
    longer = {**scores, "extra_time": (first, second)}
    return longer if first != second else {**longer, "shoot_out": _shoot_out(random)}


def _shoot_out(random: Random) -> tuple[int, int]:
    scored = sum(random.random() < HITS for _ in range(SHOTS))
    return (scored, SHOTS - 2) if scored != SHOTS - 2 else (scored, scored - 1)
