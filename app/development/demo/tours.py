"""What is played in the demo, by whom: invented names, and how strong each of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.catalogue.rules.sports import ParticipantKind, Scheme

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """The next `count` beginnings that are whole multiples of `every`."""

    every: timedelta
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A league of the demo; `size` of its participants meet in an event."""

    sport: str
    sport_name: str
    scheme: Scheme
    league: str
    league_name: str
    kind: ParticipantKind
    size: int
    strengths: Mapping[str, float]
    cadences: Sequence[Cadence]


FOOTBALL = Tour(
    sport="football",
    sport_name="Football",
    scheme=Scheme.GOALS,
    league="meadow-league",
    league_name="Meadow League",
    kind=ParticipantKind.TEAM,
    size=2,
    strengths={
        "Amber Foxes": 1.5,
        "Blue Herons": 1.4,
        "Copper Kites": 1.3,
        "Dune Rovers": 1.2,
        "Elm Park": 1.1,
        "Fern Valley": 1.1,
        "Granite Town": 1.0,
        "Hazel Wanderers": 1.0,
        "Iron Otters": 0.9,
        "Juniper Athletic": 0.9,
        "Kelp Bay": 0.8,
        "Larch United": 0.7,
    },
    cadences=(
        Cadence(every=10 * MINUTES, count=4),
        Cadence(every=HOURS, count=8),
        Cadence(every=DAYS, count=4),
    ),
)
TENNIS = Tour(
    sport="tennis",
    sport_name="Tennis",
    scheme=Scheme.SETS,
    league="clay-court-tour",
    league_name="Clay Court Tour",
    kind=ParticipantKind.PLAYER,
    size=2,
    strengths={
        "Anouk Ferris": 1.6,
        "Bao Lindgren": 1.4,
        "Cleo Marsh": 1.3,
        "Dario Pell": 1.1,
        "Esi Thorne": 1.0,
        "Femi Stroud": 0.9,
        "Gitte Vale": 0.8,
        "Hanno Reed": 0.7,
    },
    cadences=(Cadence(every=30 * MINUTES, count=4), Cadence(every=DAYS, count=3)),
)
RACING = Tour(
    sport="snail-racing",
    sport_name="Snail racing",
    scheme=Scheme.POSITIONS,
    league="garden-cup",
    league_name="Garden Cup",
    kind=ParticipantKind.PLAYER,
    size=8,
    strengths={
        "Morning Dew": 2.0,
        "Slow Thunder": 1.7,
        "Lettuce Pray": 1.5,
        "Shell Shock": 1.3,
        "Silver Trail": 1.2,
        "Turbo Moss": 1.0,
        "Quiet Storm": 1.0,
        "Gravel Prince": 0.9,
        "Late Again": 0.8,
        "Patience": 0.7,
    },
    cadences=(Cadence(every=15 * MINUTES, count=3), Cadence(every=DAYS, count=3)),
)
# All of these meet once, to be bet on for weeks: who will be the champion?
SEASON = Tour(
    sport="football",
    sport_name="Football",
    scheme=Scheme.GOALS,
    league=FOOTBALL.league,
    league_name=FOOTBALL.league_name,
    kind=ParticipantKind.TEAM,
    size=len(FOOTBALL.strengths),
    strengths=FOOTBALL.strengths,
    cadences=(Cadence(every=28 * DAYS, count=1),),
)
SHARED = (FOOTBALL, TENNIS, RACING, SEASON)
# A season ends when nobody looks on any more.
OFFICIATED = (FOOTBALL, TENNIS, RACING)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """A market that only the community can decide, and how likely each answer is."""

    name: str
    answers: Mapping[str, float]


OFFICE = Tour(
    sport="office",
    sport_name="Office life",
    scheme=Scheme.CUSTOM,
    league="third-floor",
    league_name="Third floor",
    kind=ParticipantKind.TEAM,
    size=0,
    strengths={},
    cadences=(Cadence(every=4 * HOURS, count=2), Cadence(every=DAYS, count=3)),
)
QUESTIONS = (
    OwnQuestion(
        name="Who empties the coffee pot?",
        answers={"Accounts": 0.35, "Support": 0.4, "Workshop": 0.25},
    ),
    OwnQuestion(
        name="Does the printer jam?",
        answers={"Yes": 0.7, "No": 0.3},
    ),
)
