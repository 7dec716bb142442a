"""A community whose services are called straight, each call a transaction, by the model's things:
what is played on, and what players do.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import System
from app.betting.rules.slips import Slip, WantedLeg
from app.betting.rules.tickets import BetKind
from app.betting.service import ending
from app.betting.service.batching import Batches
from app.catalogue import service as catalogue
from app.catalogue.rules.events import EventWish, SeatWish
from app.competitions.rules.settings import CompetitionSettings
from app.ledger import service as ledger
from app.ledger.rules.grants import Grant, TakeBack
from app.ledger.rules.transfers import AccountKind
from app.markets.rules.markets import MarketState
from app.markets.rules.prices import PriceChange, Source
from app.markets.service import prices, states
from app.plumbing.access import Actor, Role, Via
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from app.plumbing.refusals import Refusal
from app.tenants.rules import Community, CommunitySettings, Status
from tests.acceptance.settlement.model import PLACE_TERMS, PLACES, Bet, Event, Market, Selection
from tests.acceptance.settlement.quick_game import QuickGame
from tests.conftest import TestDatabase

P = ParamSpec("P")
R = TypeVar("R")

STARTING_POINTS = 150
DAY = timedelta(days=1)
SETTINGS = CompetitionSettings(
    starting_points=STARTING_POINTS, cancel_seconds=int(DAY.total_seconds()), cash_out_margin=50
)
SHAPES: dict[str, dict[str, object]] = {
    "total": {"line": 9},
    "handicap": {"line": -3},
    "race": {
        "kind": "winner",
        "places": PLACES,
        "place_divisor": PLACE_TERMS,
        "tie_rule": "dead_heat",
        "rule_4": True,
    },
}
PLAYER = """
    insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed, time_zone,
                        locale, roles)
    values (%s, %s, %s, %s, %s, '', 'UTC', 'en', '{player}')
"""
CONSENT = """
    insert into consent (tenant_id, player_id, document, version, at)
    values (%s, %s, 'terms', 1, now())
"""
numbers = count(1)


@dataclass(frozen=True, slots=True)
class Player:
    id: UUID
    entry_id: UUID


class Pitch:
    """One community with one competition, and what the model's things are in it."""

    def __init__(self, database: TestDatabase, *, points: int = STARTING_POINTS) -> None:
        self.tenant_id = new_id()
        self.points = points
        self.game = QuickGame(database, self.tenant_id)
        self._database = database
        self._connections = Database(database.settings())
        self._batches = Batches(database.settings())
        self._loop = asyncio.Runner()
        self.community = Community(
            id=self.tenant_id,
            subdomain=f"pitch-{self.tenant_id.hex[-12:]}",
            name="Pitch",
            status=Status.ACTIVE,
            settings=CommunitySettings(),
            settings_version=1,
        )
        self.sql(
            "insert into tenant (id, subdomain, name, settings) values (%s, %s, 'Pitch', '{}')",
            self.tenant_id,
            self.community.subdomain,
        )
        self.competition_id = self.game.competition([], SETTINGS)
        self.players: dict[str, Player] = {}
        self.events: dict[Event, UUID] = {}
        self.markets: dict[Market, UUID] = {}
        self.selections: dict[Selection, UUID] = {}
        self.bets: dict[Bet, UUID] = {}
        self.accepted_at: dict[Bet, datetime] = {}

    def close(self) -> None:
        self.run(self._batches.close())
        self.run(self._connections.close())
        self._loop.close()
        self.game.connection.close()

    # Calling

    def run(self, work: Awaitable[R]) -> R:
        async def awaited() -> R:
            return await work

        return self._loop.run(awaited())

    def call(
        self,
        service: Callable[Concatenate[AsyncConnection, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        async def asked() -> R:
            async with self._connections.tenant(self.tenant_id) as tx:
                return await service(tx, *args, **kwargs)

        return self.run(asked())

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.game.transaction() as tx:
            done = tx.execute(query.encode(), values or None)
            return done.fetchall() if done.description else []

    def official(self, name: str = "efua") -> Actor:
        return Actor(
            tenant_id=self.tenant_id,
            subject=name,
            roles=frozenset({Role.ADMIN}),
            via=Via.SESSION,
            address="127.0.0.1",
        )

    # What is played on

    def enter(self, entry: str) -> None:
        player_id = new_id()
        name = f"{entry} {next(numbers)}"
        self.sql(PLAYER, self.tenant_id, player_id, name, name, name)
        self.sql(CONSENT, self.tenant_id, player_id)
        entry_id = self.game.entry(self.competition_id, player_id, points=self.points)
        self.players[entry] = Player(player_id, entry_id)

    def add_event(self, event: Event) -> None:
        """With its markets."""
        names = [f"{event} {who}" for who in ("abcd" if event.race else "ab")]
        sport = "racing" if event.race else "football"
        self.game.sport("racing", "positions")
        event_id = self.game.event(event.name, sport=sport, participants=names, starts_in=DAY)
        self.sql(
            "insert into competition_event (competition_id, event_tenant_id, event_id)"
            " values (%s, %s, %s)",
            self.competition_id,
            self.tenant_id,
            event_id,
        )
        self.events[event] = event_id
        for market in event.markets:
            odds = {each.key: each.prices[0] for each in market.selections.values()}
            columns = {"kind": market.kind} | SHAPES.get(market.kind, {})
            made = self.game.market(event_id, odds, name=market.kind, **columns)  # type: ignore[arg-type]  # columns of a market
            self.markets[market] = made.id
            for selection in market.selections.values():
                self.selections[selection] = made.selections[selection.key]

    def price(self, selection: Selection, odds: int) -> None:
        change = PriceChange(selection_id=self.selections[selection], odds=odds)
        self.call(prices.enter_prices, [change], source=Source.HAND, by=self.official())

    def multiply(self, event: Event, thousandths: int) -> None:
        self.game.configure(self.events[event], odds_multiplier=thousandths)

    def withdraw(self, selection: Selection) -> None:
        self.call(
            states.withdraw_selection,
            self.markets[selection.market],
            self.selections[selection],
            by=self.official(),
            reason="lame",
        )

    def open(self, market: Market) -> None:
        market_id = self.markets[market]
        self.call(states.change_state, market_id, MarketState.OPEN, by=self.official())

    def lock(self, event: Event) -> None:
        """The event has begun: an admin puts right when it was planned for."""
        self.call(self._lock, self.events[event])

    async def _lock(self, tx: AsyncConnection, event_id: UUID) -> None:
        event = await catalogue.get_known_event(tx, event_id)
        sport = await catalogue.get_sport(tx, event.sport_slug)
        seats = tuple(SeatWish(participant=str(s.participant.id)) for s in event.schedule.seats)
        now = datetime.now(UTC)
        wish = EventWish(
            starts_at=now - DAY,
            name=event.schedule.name,
            true_start_at=event.schedule.true_start_at,
            seats=seats,
        )
        await catalogue.change_event(
            tx,
            sport,
            str(event_id),
            wish,
            check_version=lambda _version: None,
            owner=self.tenant_id,
            by=self.official(),
            now=now,
        )

    # What players do

    def place(self, bet: Bet) -> Refusal | None:
        player = self.players[bet.entry]
        bet_id = self.bets[bet] = new_id()
        slip = Slip(
            id=bet_id,
            player_id=player.id,
            entry_id=player.entry_id,
            kind=BetKind(bet.kind),
            stake=Points(bet.stake),
            legs=tuple(WantedLeg(self.selections[leg.selection], leg.odds) for leg in bet.legs),
            fold=bet.fold,
            each_way=bet.each_way,
        )
        try:
            self.run(self._batches.place(slip, self.community))
        except Refusal as refusal:
            return refusal
        [(self.accepted_at[bet],)] = self.sql("select accepted_at from bet where id = %s", bet_id)
        return None

    def cancel(self, bet: Bet) -> Refusal | None:
        try:
            self.call(ending.cancel_bet, self.bets[bet], **self._asking(bet))
        except Refusal as refusal:
            return refusal
        return None

    def cash_out(self, bet: Bet) -> Refusal | int:
        """For whatever is offered."""
        try:
            offer = self.call(ending.get_cash_out_offer, self.bets[bet], **self._asking(bet))
            self.call(
                ending.cash_out,
                self.bets[bet],
                points=offer.points,
                versions=offer.versions,
                **self._asking(bet),
            )
        except Refusal as refusal:
            return refusal
        return offer.points

    def _asking(self, bet: Bet) -> dict[str, Any]:
        player_id = self.players[bet.entry].id
        return {"player_id": player_id, "community": self.community.settings}

    def grant(self, entry: str, points: int) -> None:
        owner = self.players[entry].entry_id
        wanted = Grant(id=new_id(), owner=owner, points=Points(points), reason="a gift")
        self.call(ledger.grant, wanted, by=System(name="test"))

    def take_back(self, entry: str, points: int) -> None:
        """By force."""
        wanted = TakeBack(
            id=new_id(),
            owner=self.players[entry].entry_id,
            points=Points(points),
            reason="a mistake",
            into=AccountKind.ISSUE,
        )
        self.call(ledger.take_back, wanted, by=System(name="test"))
