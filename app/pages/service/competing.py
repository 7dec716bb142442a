"""Competitions for a page: with the part that whoever asks has in each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.events import EventStatus
from app.competitions.rules.competitions import (
    IN_THE_MAKING,
    SHOWN_TO_ALL,
    CompetitionState,
    NoSuchCompetition,
)
from app.pages.rules.competing import CompetitionSeen, OpenBets, open_bets_of
from app.pages.rules.fixtures import EventSeen, MarketSeen
from app.pages.rules.news import BetEnded, NewsItem, OpenSheet
from app.pages.store import competing as store
from app.pages.store import fixtures, news
from app.plumbing.access import Actor, Role

COMPETITIONS_MAX = 200
LOCKS_SHOWN, LIVE_SHOWN, NEWS_SHOWN, ENDED_SHOWN = 5, 6, 3, 5
NEWS_DAYS = timedelta(days=14)
# Whoever comes back in a week has time for what locks later.
SHEET_DAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a player's start page tells.  `others` are competitions to join."""

    mine: list[CompetitionSeen]
    others: list[CompetitionSeen]
    open_bets: OpenBets
    locks: list[EventSeen]
    markets: dict[UUID, MarketSeen]
    live: list[EventSeen]
    sheets: list[OpenSheet]
    news: list[NewsItem]
    ended: list[BetEnded]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A stretch of a competition's events, with the prices that a list shows of each."""

    events: list[EventSeen]
    markets: dict[UUID, MarketSeen]
    following: tuple[datetime, UUID] | None


async def list_seen(tx: AsyncConnection, player_id: UUID | None) -> list[CompetitionSeen]:
    """All that are for everybody's eyes but those in the archive."""
    states = SHOWN_TO_ALL - {CompetitionState.ARCHIVED}
    return await store.list_seen(tx, player_id, states=states, limit=COMPETITIONS_MAX)


async def get_seen(tx: AsyncConnection, competition_id: UUID, *, by: Actor) -> CompetitionSeen:
    found = await store.find_seen(tx, competition_id, by.player_id)
    if found is None or (found.state in IN_THE_MAKING and not _sees_drafts(by)):
        raise NoSuchCompetition(id=competition_id)
    return found


async def start(tx: AsyncConnection, player_id: UUID, *, now: datetime) -> Start:
    """A statement for each block, and none that no block shows."""
    running = frozenset({CompetitionState.RUNNING})
    seen = await store.list_seen(tx, player_id, states=running, limit=COMPETITIONS_MAX)
    mine = [each for each in seen if each.plays]
    locks = await fixtures.list_of_player(
        tx, player_id, EventStatus.SCHEDULED, locking_after=now, limit=LOCKS_SHOWN
    )
    return Start(
        mine=mine,
        others=[each for each in seen if not each.plays and each.is_on(now)],
        open_bets=open_bets_of(seen),
        locks=locks,
        markets=await fixtures.find_main_markets(tx, [each.id for each in locks]),
        live=await fixtures.list_of_player(
            tx, player_id, EventStatus.LIVE, locking_after=now - NEWS_DAYS, limit=LIVE_SHOWN
        ),
        sheets=await news.list_open_sheets(tx, player_id, now=now, until=now + SHEET_DAYS),
        news=await news.list_news(tx, player_id, since=now - NEWS_DAYS, limit=NEWS_SHOWN),
        ended=await news.list_ended(tx, player_id, limit=ENDED_SHOWN),
    )


async def list_programme(
    tx: AsyncConnection,
    competition_id: UUID,
    player_id: UUID | None,
    *,
    past: bool,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Programme:
    rows = await fixtures.list_events(
        tx, competition_id, player_id, past=past, after=after, limit=limit + 1
    )
    events = rows[:limit]
    markets = {} if past else await fixtures.find_main_markets(tx, [each.id for each in events])
    following = (events[-1].starts_at, events[-1].id) if len(rows) > limit else None
    return Programme(events=events, markets=markets, following=following)


async def list_news(tx: AsyncConnection, competition_id: UUID) -> list[NewsItem]:
    return await news.list_news_of(tx, competition_id, limit=NEWS_SHOWN)


def _sees_drafts(by: Actor) -> bool:
    return by.may(Role.ADMIN, Role.SUPERADMIN)
