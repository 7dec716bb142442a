"""Events from the JSON of openfootball: `{"name": …, "matches": [{"team1": …, "score": …}]}`."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from app.catalogue.rules import events as event_rules
from app.catalogue.rules.importing.wanted import (
    EVENTS_MAX,
    Complaint,
    FileTooLarge,
    Reading,
    WantedEvent,
    WantedSeat,
    Where,
)
from app.catalogue.rules.results import ResultDocument, Scores
from app.catalogue.rules.slugs import is_visible, slug_of, tidy
from app.catalogue.rules.sports import (
    LEAGUE_SLUG_MAX,
    NAME_MAX,
    PARTICIPANT_SLUG_MAX,
    Scheme,
)
from app.catalogue.rules.zones import TimeUnclear, moment

Text = Annotated[str, Meta(min_length=1, max_length=NAME_MAX)]
Goals = Annotated[int, Meta(ge=0, le=1_000)]
Pair = tuple[Goals, Goals]
# Of stoppage time, such as `45+2`, the minute that it follows.
MINUTE = re.compile(r"[0-9]{1,3}(?=\+|$)")
PERIODS = {"ht": "half_time", "ft": "full_time", "et": "extra_time", "p": "shoot_out"}


class Score(Struct, frozen=True):
    """After 45 minutes, after 90, after 120, and in the shoot-out."""

    ht: Pair | None = None
    ft: Pair | None = None
    et: Pair | None = None
    p: Pair | None = None


class Goal(Struct, frozen=True):
    """Only when: names of scorers are nothing that anybody bets on."""

    minute: int | str


class Match(Struct, frozen=True):
    date: str
    team1: Text
    team2: Text
    time: str | None = None
    round: Text | None = None
    group: Text | None = None
    ground: Text | None = None
    num: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    score: Score | None = None
    # For whom they count: own goals are the other side's.
    goals1: list[Goal] | None = None
    goals2: list[Goal] | None = None


class File(Struct, frozen=True):
    name: Text
    matches: list[Raw]


def read_openfootball(content: bytes, *, file: str, sport: str, zone: str | None) -> Reading:
    try:
        told = msgspec.json.decode(content, type=File)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return Reading(complaints=(_complaint(file, "$", error),))
    if len(told.matches) > EVENTS_MAX:
        raise FileTooLarge(count=len(told.matches), largest=EVENTS_MAX)
    if not is_visible(told.name) or not tidy(told.name):
        complaint = Complaint(file=file, path="$.name", reason="there are invisible signs in it")
        return Reading(complaints=(complaint,))
    found = list(_matches(told, file=file, sport=sport, zone=zone))
    return Reading(
        events=tuple(each for each in found if isinstance(each, WantedEvent)),
        complaints=tuple(each for each in found if isinstance(each, Complaint)),
    )


def _matches(
    told: File, *, file: str, sport: str, zone: str | None
) -> Iterator[WantedEvent | Complaint]:
    for number, raw in enumerate(told.matches):
        where = Where(file=file, path=f"$.matches[{number}]")
        try:
            match = msgspec.json.decode(raw, type=Match)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            yield _complaint(file, where.path or "", error)
            continue
        if unreadable := _unreadable(match):
            yield where.complain("there are invisible signs in it", column=unreadable)
            continue
        try:
            starts_at = moment(match.date, match.time or "", default=zone)
        except TimeUnclear as unclear:
            yield where.complain(str(unclear), column="time" if match.time else None)
            continue
        league = tidy(told.name)
        yield WantedEvent(
            where=where,
            sport=sport,
            scheme=Scheme.GOALS,
            league=slug_of(league, longest=LEAGUE_SLUG_MAX),
            league_name=league,
            slug=slug_of(league, *_what_names(match), longest=event_rules.SLUG_MAX),
            name=f"{tidy(match.team1)} v {tidy(match.team2)}"[: event_rules.NAME_MAX],
            starts_at=starts_at,
            round=match.group or match.round,
            venue=match.ground,
            seats=tuple(_seat(tidy(team)) for team in (match.team1, match.team2)),
            result=_result(match),
        )


def _what_names(match: Match) -> tuple[str, ...]:
    """What stays the same while times, grounds and yet unknown teams of a match change."""
    if match.num is not None:
        return "match", str(match.num)
    return match.group or match.round or "match", match.team1, match.team2


def _unreadable(match: Match) -> str | None:
    for name in ("team1", "team2", "round", "group", "ground"):
        text = getattr(match, name)
        if text is not None and (not is_visible(text) or not tidy(text)):
            return name
    return None


def _seat(name: str) -> WantedSeat:
    return WantedSeat(slug=slug_of(name, longest=PARTICIPANT_SLUG_MAX), name=name)


def _result(match: Match) -> ResultDocument | None:
    """How it ended; None while it has not, as half time alone is no end."""
    score = match.score
    if score is None or score.ft is None:
        return None
    scores: Mapping[str, Scores] = {
        period: dict(enumerate(pair, start=1))
        for name, period in PERIODS.items()
        if (pair := getattr(score, name)) is not None
    }
    return ResultDocument(scores=scores, goals=_goals(match.goals1, match.goals2))


def _goals(*sides: list[Goal] | None) -> Mapping[int, tuple[int, ...]] | None:
    """The minutes of each side's goals, unless the file leaves one of them out."""
    goals: dict[int, tuple[int, ...]] = {}
    for number, scored in enumerate(sides, start=1):
        minutes = [MINUTE.match(str(goal.minute)) for goal in scored or ()]
        if scored is None or not all(minutes):
            return None
        goals[number] = tuple(sorted(int(minute[0]) for minute in minutes if minute))
    return goals


def _complaint(file: str, path: str, error: Exception) -> Complaint:
    reason, _, inner = str(error).partition(" - at `$")
    return Complaint(file=file, path=path + inner.rstrip("`"), reason=reason)
