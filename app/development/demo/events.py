"""The demo's events: sports and participants where they are missing, then what begins soon."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.catalogue.rules.events import EventFilter, EventWish, SeatWish
from app.catalogue.rules.slugs import slug_of
from app.catalogue.rules.sports import (
    PARTICIPANT_SLUG_MAX,
    NoSuchLeague,
    NoSuchSport,
    Scheme,
    Sport,
)
from app.development.demo.chances import odds_of, prices
from app.development.demo.schedule import Fixture, fixtures
from app.development.demo.tours import QUESTIONS, OwnQuestion, Tour
from app.development.seed import BY
from app.markets import service as markets
from app.markets.rules.markets import MarketState, Terms
from app.markets.rules.prices import PriceChange, Source
from app.markets.rules.questions import MarketKind
from app.markets.rules.selections import NewSelection
from app.plumbing.db import Begin

LIST_MAX = 500


async def add_events(begin: Begin, tour: Tour, *, owner: UUID, now: datetime) -> None:
    """Add what should begin soon and is not there, each event in a transaction of its own."""
    wanted = fixtures(tour, now)
    async with begin() as tx:
        sport = await _ensure_sport(tx, tour, owner=owner)
        there = await _slugs(tx, sport, since=now, until=wanted[-1].starts_at)
    for fixture in wanted:
        if fixture.slug not in there:
            async with begin() as tx:
                await _add_event(tx, sport, fixture, owner=owner, now=now)


async def _ensure_sport(tx: AsyncConnection, tour: Tour, *, owner: UUID) -> Sport:
    try:
        sport = await catalogue.get_sport(tx, tour.sport)
    except NoSuchSport:
        sport = await catalogue.add_sport(
            tx, slug=tour.sport, name=tour.sport_name, scheme=tour.scheme, owner=owner, by=BY
        )
    try:
        await catalogue.get_league(tx, sport, tour.league)
    except NoSuchLeague:
        await catalogue.add_league(
            tx, sport, slug=tour.league, name=tour.league_name, owner=owner, by=BY
        )
    known = await catalogue.list_participants(
        tx, sport, everything=True, after=None, limit=LIST_MAX
    )
    slugs = {participant.slug for participant in known}
    for name in tour.strengths:
        if _slug(name) not in slugs:
            await catalogue.add_participant(
                tx, sport, slug=_slug(name), name=name, kind=tour.kind, owner=owner, by=BY
            )
    return sport


async def _slugs(
    tx: AsyncConnection, sport: Sport, *, since: datetime, until: datetime
) -> set[str]:
    wanted = EventFilter(
        sport_id=sport.id,
        since=since,
        until=until + timedelta(seconds=1),
        everything=True,
        limit=LIST_MAX,
    )
    return {event.schedule.slug for event in await catalogue.list_events(tx, wanted)}


async def _add_event(
    tx: AsyncConnection, sport: Sport, fixture: Fixture, *, owner: UUID, now: datetime
) -> None:
    """An event that is there has its markets, and those have their prices."""
    wish = EventWish(
        slug=fixture.slug,
        name=_name(fixture),
        starts_at=fixture.starts_at,
        league=fixture.tour.league,
        round=f"{fixture.starts_at:%d %B}",
        seats=tuple(SeatWish(participant=_slug(name)) for name in fixture.participants),
    )
    event = await catalogue.add_event(tx, sport, wish, owner=owner, by=BY, now=now)
    if fixture.tour.scheme is Scheme.CUSTOM:
        for question in QUESTIONS:
            await _ask(tx, event.id, question)
        return
    added = await markets.add_usual_markets(tx, event.id, lines={}, state=MarketState.OPEN, by=BY)
    strengths = [fixture.tour.strengths[name] for name in fixture.participants]
    draw = Random(fixture.slug)  # noqa: S311 - drawn anew alike
    changes = prices(added, fixture.tour.scheme, strengths, draw)
    await markets.enter_prices(tx, changes, source=Source.MARGIN, by=BY)


async def _ask(tx: AsyncConnection, event_id: UUID, question: OwnQuestion) -> None:
    answers = {slug_of(answer, longest=40): answer for answer in question.answers}
    market = await markets.add_market(
        tx,
        event_id,
        Terms(kind=MarketKind.CUSTOM, name=question.name),
        [NewSelection(key=key, name=name) for key, name in answers.items()],
        draw=False,
        by=BY,
    )
    changes = [
        PriceChange(selection_id=each.id, odds=odds_of(question.answers[each.name]))
        for each in market.selections
    ]
    await markets.enter_prices(tx, changes, source=Source.HAND, by=BY)
    await markets.change_state(tx, market.id, MarketState.OPEN, by=BY)


def _name(fixture: Fixture) -> str | None:
    """None lets the participants say it."""
    if len(fixture.participants) == 2:  # noqa: PLR2004 - this one v that one
        return None
    kind = {Scheme.GOALS: "Champions", Scheme.CUSTOM: "Around the office"}
    what = kind.get(fixture.tour.scheme, fixture.tour.league_name)
    return f"{what}, {fixture.starts_at:%d %B %H:%M}"


def _slug(name: str) -> str:
    return slug_of(name, longest=PARTICIPANT_SLUG_MAX)
