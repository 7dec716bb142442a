"""What is replayed: the matches of a file, or of our own making, and when their turn comes.  Pure.

openfootball/2022     data/openfootball/2022/worldcup.json, if it is there
generated             a World Cup that never was
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from app.catalogue.rules.importing.openfootball import read_openfootball
from app.catalogue.rules.importing.wanted import WantedEvent
from app.catalogue.rules.results import ResultDocument
from app.development.replay.generating import GENERATED, generate
from app.development.replay.matches import Match, Schedule, Scores

SPORT = "football"
FILE = "worldcup.json"
FIRST_HALF_MINUTES = 45
# For how long before its beginning a match can be bet on, and how long it then lasts.
ON_OFFER = timedelta(hours=36)
LASTS = timedelta(hours=2)
LASTS_LONGER = timedelta(hours=3)


class NothingToReplay(Exception):
    """The file cannot be used; the text says why."""


def load(source: str, *, data: Path, matches_max: int | None, random: Random) -> Schedule:
    """The first matches of the source; of our own making where there is no such file."""
    file = data / source / FILE
    if source == GENERATED or not file.is_file():
        found = generate(random)
        if source != GENERATED:
            missing = f"{found.name}, as {source} is not in {data.name}"
            found = replace(found, name=missing)
    else:
        found = read(file.read_bytes(), name=source)
    return replace(found, matches=found.matches[:matches_max])


def read(content: bytes, *, name: str) -> Schedule:
    told = read_openfootball(content, file=FILE, sport=SPORT, zone="UTC")
    if told.complaints:
        raise NothingToReplay("; ".join(f"{each.path}: {each.reason}" for each in told.complaints))
    played = sorted((each for each in told.events if each.result), key=lambda each: each.starts_at)
    if not played:
        msg = f"{name} holds no match with a result"
        raise NothingToReplay(msg)
    matches = tuple(_match(number, each) for number, each in enumerate(played, start=1))
    return Schedule(name=name, league=played[0].league_name or name, matches=matches)


def strengths(matches: Sequence[Match]) -> Mapping[str, float]:
    """How strong the teams proved to be: 1 is what scores as much as it lets in."""
    scored: dict[str, int] = {}
    let_in: dict[str, int] = {}
    for match in matches:
        for team, other, goals in zip(
            match.teams, match.teams[::-1], match.scores["full_time"], strict=True
        ):
            scored[team] = scored.get(team, 0) + goals
            let_in[other] = let_in.get(other, 0) + goals
    # As if each had played two draws more, or one match would make giants.
    return {team: ((scored[team] + 3) / (let_in[team] + 3)) ** 0.5 for team in scored}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When things happen here that happened there, at so many times the speed."""

    first: datetime
    began: datetime
    speed: float

    def at(self, then: datetime) -> datetime:
        return self.began + (then - self.first) / self.speed

    def offered_from(self, match: Match) -> datetime:
        return self.at(match.kick_off - ON_OFFER)

    def lasts(self, match: Match) -> timedelta:
        return (LASTS_LONGER if "extra_time" in match.scores else LASTS) / self.speed


def timetable(schedule: Schedule, *, began: datetime, speed: float) -> Timetable:
    first = min(match.kick_off for match in schedule.matches) - ON_OFFER
    return Timetable(first=first, began=began, speed=speed)


def whole_second(moment: datetime) -> datetime:
    """This second, or the next: files tell no parts of it."""
    return (moment + timedelta(microseconds=999_999)).replace(microsecond=0)


def _match(number: int, event: WantedEvent) -> Match:
    first, second = event.seats
    return Match(
        number=number,
        round=event.round or "Matches",
        teams=(first.name, second.name),
        kick_off=event.starts_at,
        scores=_scores(event.result or ResultDocument()),
    )


def _scores(result: ResultDocument) -> Scores:
    scores = {period: (pair[1], pair[2]) for period, pair in result.scores.items()}
    return {"half_time": _half_time(result), **scores}


def _half_time(result: ResultDocument) -> tuple[int, int]:
    """From the goals, for a few matches lack it; without goals it can only be what full time is."""
    goals = result.goals
    if goals is None:
        first, second = result.scores["full_time"].values()
        return first, second
    first, second = (
        sum(minute <= FIRST_HALF_MINUTES for minute in goals.get(number, ())) for number in (1, 2)
    )
    return first, second
