"""The demo's officials: what has begun goes on for all to see, and its result is entered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.catalogue.rules.events import Event, EventFilter, EventStatus
from app.catalogue.rules.results import LiveScore, ResultDocument
from app.catalogue.rules.sports import Scheme, Sport
from app.development.demo.chances import play
from app.development.demo.tours import Tour
from app.markets.rules.results import Result
from app.plumbing.actors import Actor, Role, Via
from app.settlement.service import confirming, entering
from app.settlement.service.entering import ResultEntry
from app.tenants.rules import PLATFORM_ID

# Shorter than in life, so that whoever looks on for ten minutes sees an end.
LENGTHS: Mapping[Scheme, timedelta] = {
    Scheme.GOALS: timedelta(minutes=6),
    Scheme.SETS: timedelta(minutes=5),
    Scheme.POSITIONS: timedelta(minutes=2),
}
EVENTS_MAX = 50
OFFICIALS = Actor(
    tenant_id=PLATFORM_ID,
    subject="the demo's officials",
    roles=frozenset({Role.RESULTS}),
    via=Via.TOKEN,
    address="127.0.0.1",
)


async def officiate(tx: AsyncConnection, tour: Tour, *, now: datetime) -> None:
    """Tell the score of what is going on, and end what is over."""
    sport = await catalogue.get_sport(tx, tour.sport)
    wanted = EventFilter(
        sport_id=sport.id,
        statuses=(EventStatus.SCHEDULED, EventStatus.LIVE),
        until=now,
        everything=True,
        limit=EVENTS_MAX,
    )
    for event in await catalogue.list_events(tx, wanted):
        if event.tenant_id == PLATFORM_ID and event.schedule.slug.startswith(
            f"{tour.league}-{tour.size}-"
        ):
            await _go_on(tx, tour, sport, event, now=now)


async def _go_on(
    tx: AsyncConnection, tour: Tour, sport: Sport, event: Event, *, now: datetime
) -> None:
    result = result_of(tour, event)
    played = (now - event.schedule.starts_at) / LENGTHS[tour.scheme]
    if played >= 1:
        await _end(tx, sport, event, result)
        return
    score = LiveScore(scores=_so_far(result, played), positions={})
    await catalogue.tick(
        tx,
        sport,
        event.schedule.slug,
        score,
        status=EventStatus.LIVE,
        owner=PLATFORM_ID,
        by=OFFICIALS,
    )


async def _end(tx: AsyncConnection, sport: Sport, event: Event, result: Result) -> None:
    document = ResultDocument(scores=result.scores, positions=result.positions)
    entry = ResultEntry(
        seen_version=0, document=document, anyway_because="Time goes by faster in the demo."
    )
    ruling = await entering.enter_result(
        tx, sport, event.schedule.slug, entry, owner=PLATFORM_ID, by=OFFICIALS
    )
    await confirming.confirm_ruling(tx, ruling.id, owner=PLATFORM_ID, by=OFFICIALS)


def result_of(tour: Tour, event: Event) -> Result:
    """The same whenever it is asked for, so that the score so far is on its way to it."""
    names = [seat.participant.name for seat in event.schedule.seats]
    strengths = [tour.strengths[name] for name in names]
    return play(tour.scheme, strengths, Random(f"{event.schedule.slug} is played"))  # noqa: S311 - drawn anew alike


def _so_far(result: Result, played: float) -> Mapping[str, Mapping[int, int]]:
    """What has been scored after a share of the time."""
    return {
        period: {seat: int(points * played) for seat, points in scores.items()}
        for period, scores in result.scores.items()
        if period == "full_time"
    }
