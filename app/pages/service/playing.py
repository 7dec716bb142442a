"""An event in a competition, with its markets, and a player's bets on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import PlacedBet
from app.betting.service import reading as betting
from app.catalogue import service as catalogue
from app.catalogue.rules.events import Event, EventStatus
from app.catalogue.rules.results import Result, Scores
from app.competitions import service as competitions
from app.competitions.rules.competitions import Competition
from app.competitions.rules.entries import Entry, EntryState
from app.competitions.rules.events import NotPlayedOn
from app.competitions.rules.settings import Mode
from app.identity.rules.players import player_id_of
from app.markets import service as markets
from app.markets.rules.markets import Market
from app.pages.rules.charts import LineChart, Series, line_chart
from app.pages.rules.playing import MarketShown, in_order, markets_shown, score_of
from app.pages.store import playing as store
from app.plumbing.actors import Actor, Role

MARKETS_MAX = 200
PRICES_MAX = 100
# Lines beyond are too many to tell apart.
LINES_MAX = 4
OWN_BETS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BetShown:
    bet: PlacedBet
    legs: Sequence[store.NamedLeg]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventShown:
    competition: Competition
    entry: Entry | None
    event: Event
    setting: store.Setting
    markets: Sequence[MarketShown]
    result: Result | None
    bets: Sequence[BetShown]

    @property
    def score(self) -> Scores | None:
        return score_of(self.event, self.result.document if self.result else None)

    @property
    def periods(self) -> list[tuple[str, Scores]]:
        return in_order(self.result.document.all_scores) if self.result else []

    @property
    def may_play(self) -> bool:
        return self.entry is not None and self.entry.state is EntryState.ACTIVE

    @property
    def at_odds(self) -> bool:
        return Mode.FIXED_ODDS in self.competition.settings.modes

    @property
    def live(self) -> bool:
        return self.event.status is EventStatus.LIVE


async def show_event(
    tx: AsyncConnection, competition_id: UUID, event_id: UUID, *, by: Actor, now: datetime
) -> EventShown:
    competition = await competitions.get_shown(tx, competition_id, in_the_making=sees_drafts(by))
    event, setting = await _find_event(tx, competition_id, event_id)
    player_id = player_id_of(by)
    found = await markets.list_markets(tx, event_id, after=None, limit=MARKETS_MAX)
    wanted = betting.Wanted(player_id=player_id, competition_id=competition_id, event_id=event_id)
    return EventShown(
        competition=competition,
        entry=await competitions.find_entry_of(tx, competition_id, player_id),
        event=event,
        setting=setting,
        markets=markets_shown(
            event,
            found,
            multiplier=await markets.find_multiplier(tx, event_id),
            outcomes=await store.list_outcomes(tx, event_id),
            now=now,
        ),
        result=await _find_result(tx, event),
        bets=await list_bets(tx, wanted, after=None, limit=OWN_BETS_MAX),
    )


async def list_bets(
    tx: AsyncConnection,
    wanted: betting.Wanted,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[BetShown]:
    """One more than `limit`, the newest first."""
    return await named(tx, await betting.list_bets(tx, wanted, after=after, limit=limit))


async def named(tx: AsyncConnection, bets: Sequence[PlacedBet]) -> list[BetShown]:
    legs = await store.list_legs(tx, [bet.id for bet in bets])
    return [BetShown(bet=bet, legs=legs.get(bet.id, ())) for bet in bets]


async def show_movement(
    tx: AsyncConnection,
    competition_id: UUID,
    market_id: UUID,
    *,
    by: Actor,
    now: datetime,
) -> tuple[Competition, Event, Market, LineChart | None]:
    """How the market's odds have moved, as this community offers them now."""
    competition = await competitions.get_shown(tx, competition_id, in_the_making=sees_drafts(by))
    market = await markets.get_shown_market(tx, market_id)
    event, _ = await _find_event(tx, competition_id, market.event_id)
    multiplier = await markets.find_multiplier(tx, event.id)
    series = []
    for selection in market.selections[:LINES_MAX]:
        prices = await markets.list_prices(tx, selection.id, before=None, limit=PRICES_MAX)
        told = [(price.at, multiplier.of(price.odds)) for price in reversed(prices)]
        points = [(at, int(odds)) for at, odds in told if odds is not None]
        series.append(Series(name=selection.name, points=points))
    until = min(now, event.schedule.locks_at)
    return competition, event, market, line_chart(series, until=until, stepped=True)


def sees_drafts(actor: Actor) -> bool:
    return actor.may(Role.ADMIN, Role.SUPERADMIN)


async def _find_event(
    tx: AsyncConnection, competition_id: UUID, event_id: UUID
) -> tuple[Event, store.Setting]:
    """What the community hides is as good as not played on."""
    setting = await store.find_setting(tx, competition_id, event_id)
    if setting is None or setting.sport_hidden:
        raise NotPlayedOn(event_id=event_id)
    event = await catalogue.get_known_event(tx, event_id)
    if event.hidden:
        raise NotPlayedOn(event_id=event_id)
    return event, setting


async def _find_result(tx: AsyncConnection, event: Event) -> Result | None:
    """The one that was confirmed last, whatever was entered since."""
    version = await store.find_result_version(tx, event.id)
    if version is None:
        return None
    found = await catalogue.list_results(tx, event, before=version + 1, limit=1)
    return found[0] if found else None
