"""A community over HTTP whose officials say how events ended, and whose players bet on them."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from app.competitions.rules.settings import CompetitionSettings
from app.plumbing.db import Database
from app.settlement.jobs import enter_imported
from tests.acceptance.game import Market
from tests.acceptance.markets.office import Entry, Office
from tests.acceptance.world import World


class Court(Office):
    """Efua and Yaw are admins, Kwesi enters results, Sena is of the platform's staff."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.sport = ""
        self.settings = CompetitionSettings()
        self.markets: dict[str, Market] = {}
        self.ruling: dict[str, Any] = {}
        self._competition: UUID | None = None
        self._entries: dict[str, Entry] = {}
        self._shared = False

    def programme(self, name: str, *, shared: bool = False, sport: str = "football") -> UUID:
        self._shared = shared
        event_id = super().programme(name, shared=shared, sport=sport)
        query = "select s.slug from sport s join event e on e.sport_id = s.id where e.id = %s"
        [(self.sport,)] = self.sql(query, event_id)
        return event_id

    def open_market(
        self,
        name: str,
        odds: Mapping[str, int | None],
        *,
        shared: bool | None = None,
        **terms: Any,  # noqa: ANN401 - columns of a market
    ) -> Market:
        of_platform = self._shared if shared is None else shared
        game = self.shared if of_platform else self.game
        owner = self.shared.tenant_id if self._shared else self.tenant_id
        market = game.market(self.event, odds, name=name, event_tenant_id=owner, **terms)
        self.markets[name] = market
        return market

    @property
    def competition_id(self) -> UUID:
        if self._competition is None:
            owner = self.shared.tenant_id if self._shared else self.tenant_id
            self._competition = self.game.competition(
                [self.event], self.settings, event_tenant_id=owner
            )
        return self._competition

    def entry(self, who: str = "Ama") -> Entry:
        if who not in self._entries:
            player = self.game.player(self.person(who).id)
            entry_id = self.game.entry(self.competition_id, player)
            self._entries[who] = Entry(competition_id=self.competition_id, id=entry_id)
        return self._entries[who]

    def bets(self, who: str, stake: int, *on: tuple[str, str]) -> UUID:
        """On selections by their market's name and their key."""
        chosen = [self.markets[market].selections[key] for market, key in on]
        return self.bet(self.entry(who), stake, *chosen)

    def play(self, *, ago: timedelta = timedelta(hours=3)) -> None:
        """The event began so long ago."""
        self.sql(
            "update event set starts_at = now() - %s, locks_at = now() - %s where id = %s",
            ago,
            ago,
            self.event,
        )

    def enter(self, who: str, *, shared: bool = False, **result: Any) -> httpx.Response:  # noqa: ANN401
        query = "?shared=true" if shared else ""
        route = f"POST /api/sports/{self.sport}/events/{self.event}/results{query}"
        return self.rule(who, route, {"seen_version": 0} | result)

    def rule(self, who: str, route: str, body: object = None) -> httpx.Response:
        """Send what makes or decides a ruling, and remember the ruling."""
        self.ask(who, route, body)
        if self.answer.is_success:
            self.ruling = self.answer.json()
        return self.answer

    def import_(self, file: str) -> None:
        """Efua imports a CSV file as it was previewed, and a worker looks at its results."""
        path, content = "/api/catalogue/imports", file.encode()
        told = self.ask("Efua", f"POST {path}/preview?name=cup.csv&zone=UTC", content=content)
        query = f"name=cup.csv&zone=UTC&digest={told.json()['digest']}"
        done = self.ask("Efua", f"POST {path}?{query}", content=content)
        assert done.status_code == 201, done.text
        asyncio.run(self._look_at_imported())

    async def _look_at_imported(self) -> None:
        database = Database(self.world.settings)
        async with database.tenant(self.tenant_id) as tx:
            await enter_imported(tx)
        await database.close()

    def confirm(self, who: str, *, shared: bool = False) -> httpx.Response:
        query = "?shared=true" if shared else ""
        return self.rule(who, f"PUT /api/rulings/{self.ruling['id']}/confirm{query}")

    def preview(self, who: str = "Efua") -> dict[str, Any]:
        preview: dict[str, Any] = self.must(who, f"GET /api/rulings/{self.ruling['id']}/preview")
        return preview

    def outcomes(self, market: str) -> dict[str, str]:
        """What is in force, by the selections' keys: `1/2 won 1/2 returned` is `1/2 1/2`."""
        found = self.sql(
            "select s.key, o.win, o.push, o.divisor from market m"
            " join selection s on s.market_id = m.id"
            " join outcome o on o.selection_id = s.id and o.grading = m.grading"
            " where m.id = %s order by s.number",
            self.markets[market].id,
        )
        return {key: _spoken(win, push, divisor) for key, win, push, divisor in found}

    def market_row(self, market: str) -> tuple[str, int]:
        [(state, grading)] = self.sql(
            "select state, grading from market where id = %s", self.markets[market].id
        )
        return state, grading

    def jobs(self) -> list[str]:
        """The communities that begin to settle by the ruling."""
        found = self.sql(
            "select args ->> 'tenant_id' from procrastinate_jobs"
            " where task_name = 'settlement.begin' and args -> 'arguments' ->> 'ruling_id' = %s",
            self.ruling["id"],
        )
        return [tenant for (tenant,) in found]


def _spoken(win: int, push: int, divisor: int) -> str:
    named = {(1, 0, 1): "won", (0, 0, 1): "lost", (0, 1, 1): "void", (1, 1, 2): "half won"}
    return named.get((win, push, divisor)) or f"{win}+{push} of {divisor}"
