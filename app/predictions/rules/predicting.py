"""What may be predicted, until when, by whom; and how many jokers there are.  Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.catalogue.rules import sports
from app.catalogue.rules.events import EventStatus
from app.competitions.rules.competitions import Competition
from app.competitions.rules.entries import Entry, EntryState, check_running, check_state
from app.competitions.rules.events import NotPlayedOn
from app.competitions.rules.settings import Mode
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Refusal
from app.predictions.rules.scoring import SCORE_MAX, Score

WITH_SCORES = frozenset({sports.Scheme.GOALS, sports.Scheme.POINTS, sports.Scheme.SETS})
# An event that is postponed waits for its new time, and its predictions with it.
NOT_BEGUN = frozenset({EventStatus.SCHEDULED, EventStatus.POSTPONED})


class PredictionsOff(Forbidden):
    """This community has switched predictions off."""


class PredictionsNotPlayed(Conflict):
    """This competition is not played with predictions."""


class NoScoreToPredict(Conflict):
    """Only a score between two participants can be predicted."""


class ScoreOutOfRange(Invalid):
    """A score is a whole number from 0 to 999."""


class PredictionsLocked(Conflict):
    """This event takes no more predictions."""


class PredictedTwice(Invalid):
    """This event comes earlier in the same sheet."""


class NoJokerLeft(Conflict):
    """Your jokers of this round are on other events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that a competition is played on, as predictions see it."""

    tenant_id: UUID
    id: UUID
    name: str
    round: str | None
    starts_at: datetime
    locks_at: datetime
    status: EventStatus
    scheme: sports.Scheme
    participants: tuple[str, ...]

    def is_open(self, now: datetime) -> bool:
        return self.status in NOT_BEGUN and now < self.locks_at

    def is_shown(self, now: datetime) -> bool:
        """Whether everybody sees what the others predicted: once nobody can change it again."""
        if self.status is EventStatus.POSTPONED:
            return False
        return not self.is_open(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a player wants to predict."""

    event_id: UUID
    score: Score
    joker: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """`round` and `locks_at` are the event's as they were when this was predicted."""

    event_tenant_id: UUID
    event_id: UUID
    round: str | None
    score: Score
    joker: bool
    predicted_at: datetime
    locks_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What there is while the locks are held.

    `events` are those wished for that the competition is played on; `jokers` the rounds of the
    entry's jokers by their events.
    """

    now: datetime
    events: Mapping[UUID, Event]
    jokers: Mapping[UUID, str | None]
    jokers_a_round: int


def check_may_predict(entry: Entry, competition: Competition, *, now: datetime) -> None:
    check_state(entry, {EntryState.ACTIVE})
    check_running(competition, now=now)
    if Mode.PREDICTION not in competition.settings.modes:
        raise PredictionsNotPlayed(modes=sorted(competition.settings.modes))


def judge(wishes: Sequence[Wish], seen: Seen) -> list[Prediction | Refusal]:
    """A prediction or a refusal for each wish, whatever becomes of the others."""
    named: set[UUID] = set()
    verdicts: list[Prediction | Refusal] = []
    for wish in wishes:
        verdicts.append(_judge(wish, seen, twice=wish.event_id in named))
        named.add(wish.event_id)
    return _with_jokers(verdicts, seen)


def check_predictable(event: Event) -> None:
    if len(event.participants) != 2 or event.scheme not in WITH_SCORES:  # noqa: PLR2004
        raise NoScoreToPredict(event_id=event.id)


def _judge(wish: Wish, seen: Seen, *, twice: bool) -> Prediction | Refusal:
    try:
        return _predict(wish, seen, twice=twice)
    except Refusal as refusal:
        return refusal


def _predict(wish: Wish, seen: Seen, *, twice: bool) -> Prediction:
    event = seen.events.get(wish.event_id)
    if event is None:
        raise NotPlayedOn(event_id=wish.event_id)
    if twice:
        raise PredictedTwice(event_id=event.id)
    check_predictable(event)
    _check_score(wish.score)
    if not event.is_open(seen.now):
        raise PredictionsLocked(event_id=event.id, locks_at=event.locks_at, state=event.status)
    return Prediction(
        event_tenant_id=event.tenant_id,
        event_id=event.id,
        round=event.round,
        score=wish.score,
        joker=wish.joker,
        predicted_at=seen.now,
        locks_at=event.locks_at,
    )


def _check_score(score: Score) -> None:
    if not (0 <= score.first <= SCORE_MAX and 0 <= score.second <= SCORE_MAX):
        raise ScoreOutOfRange(most=SCORE_MAX)


def _with_jokers(
    verdicts: Sequence[Prediction | Refusal], seen: Seen
) -> list[Prediction | Refusal]:
    """Jokers given up in a sheet are free for the others in it, wherever they stand."""
    given_up = {v.event_id for v in verdicts if isinstance(v, Prediction) and not v.joker}
    held = {event: of for event, of in seen.jokers.items() if event not in given_up}
    return [
        _with_joker(verdict, held, most=seen.jokers_a_round)
        if isinstance(verdict, Prediction) and verdict.joker
        else verdict
        for verdict in verdicts
    ]


def _with_joker(
    wanted: Prediction, held: dict[UUID, str | None], *, most: int
) -> Prediction | Refusal:
    others = [
        event for event, of in held.items() if of == wanted.round and event != wanted.event_id
    ]
    if len(others) >= most:
        return NoJokerLeft(round=wanted.round, jokers=most, event_ids=others)
    held[wanted.event_id] = wanted.round
    return wanted
