"""Whether a result can be true, given when it is told and what was seen of the event."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from app.catalogue.rules.events import Event, EventStatus
from app.catalogue.rules.plausibility import doubts_of as contradictions
from app.catalogue.rules.plausibility import is_tied
from app.catalogue.rules.results import ResultDocument, Scores
from app.catalogue.rules.sports import Scheme
from app.plumbing.refusals import Conflict

# No event of these lasts less from its start, if it is played to its end.
SHORTEST: Mapping[Scheme, timedelta] = {
    Scheme.GOALS: timedelta(minutes=90),
    Scheme.POINTS: timedelta(minutes=40),
    Scheme.SETS: timedelta(minutes=20),
    Scheme.POSITIONS: timedelta(),
    Scheme.ROUNDS: timedelta(),
    Scheme.CUSTOM: timedelta(),
}
LAST_MINUTES: Mapping[str, int] = {"half_time": 45, "full_time": 90, "extra_time": 120}


class ResultDoubted(Conflict):
    """Can that be?  If it is so, enter it again and say why you are sure."""


def check_doubts(doubts: Sequence[str], *, anyway_because: str | None) -> None:
    if doubts and not (anyway_because or "").strip():
        raise ResultDoubted(doubts=list(doubts))


def doubts_about(event: Event, result: ResultDocument, *, now: datetime) -> list[str]:
    return [
        *_time_doubts(event, result, now),
        *contradictions(event.scheme, result),
        *_order_doubts(event.scheme, result),
        *_goal_doubts(result),
        *_tick_doubts(event, result),
    ]


def _time_doubts(event: Event, result: ResultDocument, now: datetime) -> Iterator[str]:
    began_at = result.true_start_at or event.schedule.true_start_at or event.schedule.starts_at
    if result.true_start_at and result.true_start_at > now:
        yield "true_start_at: that is yet to come"
    if not result.was_played:
        return
    if event.status in {EventStatus.POSTPONED, EventStatus.CANCELLED}:
        yield f"the event is {event.status}"
    if began_at > now:
        yield f"the event begins at {began_at:%Y-%m-%d %H:%M %Z} only"
    elif result.cut_short is None and now < began_at + SHORTEST[event.scheme]:
        yield f"the event began at {began_at:%Y-%m-%d %H:%M %Z} and can hardly be over"


def _order_doubts(scheme: Scheme, result: ResultDocument) -> Iterator[str]:
    if scheme is not Scheme.GOALS:
        return
    if "extra_time" in result.scores and not is_tied(result, "full_time"):
        yield "extra_time: full time was no draw"
    last = "extra_time" if "extra_time" in result.scores else "full_time"
    if "shoot_out" in result.scores and not is_tied(result, last):
        yield f"shoot_out: {last} was no draw"


def _goal_doubts(result: ResultDocument) -> Iterator[str]:
    if result.goals is None:
        return
    for period, minute in LAST_MINUTES.items():
        for number, score in sorted(result.scores.get(period, {}).items()):
            listed = sum(at <= minute for at in result.goals.get(number, ()))
            if listed != score:
                yield f"{period}: {listed} goals of {number} are listed until minute {minute}"


def _tick_doubts(event: Event, result: ResultDocument) -> Iterator[str]:
    shown: Mapping[str, Scores] = event.score.scores if event.score else {}
    for period, score in shown.items():
        ended = result.all_scores.get(period, {})
        for number, points in sorted(score.items()):
            if number in ended and ended[number] < points:
                yield f"{period}: {number} was shown with {points} already"
