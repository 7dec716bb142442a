"""A competition that everybody is known by name in, played over HTTP: for pools and predictions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import psycopg

from app.competitions.rules.settings import CompetitionSettings
from app.development.directory.state import Person
from tests.acceptance.game import Game, Market
from tests.acceptance.world import World

ADMINS = {"Efua"}
numbers = count(1)


class Contest:
    def __init__(self, world: World) -> None:
        self.world = world
        self.subdomain = f"contest-{next(numbers)}"
        self.tenant_id = world.found_community(self.subdomain)
        self.host = f"{self.subdomain}.localhost"
        self.game = Game(world.database, self.tenant_id)
        self.settings = CompetitionSettings()
        self.events: dict[str, UUID] = {}
        self.markets: dict[str, Market] = {}
        self.answer = httpx.Response(200)
        self._competition: UUID | None = None
        self._persons: dict[str, Person] = {}
        self._entries: dict[str, UUID] = {}
        self._browser = world.browser(self.host)
        self._browser.headers["accept"] = "application/json"

    def person(self, who: str) -> Person:
        if who not in self._persons:
            role = "admin" if who in ADMINS else "player"
            self._persons[who] = self.world.join(who, self.subdomain, role)
        return self._persons[who]

    def headers(self, who: str) -> dict[str, str]:
        token = self.world.people.access_token(self.person(who))
        return {"authorization": f"Bearer {token}"}

    def ask(self, who: str, route: str, body: object = None, **headers: str) -> httpx.Response:
        """Ask for a route such as `GET /api/pools/…`, and keep the answer."""
        method, _, path = route.partition(" ")
        self.answer = self._browser.request(
            method, path, json=body, headers=self.headers(who) | headers
        )
        return self.answer

    def must(self, who: str, route: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        answer = self.ask(who, route, body)
        assert answer.is_success, answer.text
        return answer.json()

    def play_with(self, **settings: object) -> None:
        """Settings of the competition, before anybody joins it."""
        self.settings = replace(self.settings, **settings)  # type: ignore[arg-type]

    @property
    def competition_id(self) -> UUID:
        """The competition begins when somebody first needs it."""
        if self._competition is None:
            self._competition = self.game.competition([], self.settings)
        return self._competition

    @property
    def path(self) -> str:
        return f"/api/competitions/{self.competition_id}"

    def entry(self, who: str, *, points: int = 1_000) -> UUID:
        """The player's entry: they join when somebody first needs it."""
        if who not in self._entries:
            player = self.game.player(self.person(who).id)
            self._entries[who] = self.game.entry(self.competition_id, player, points=points)
        return self._entries[who]

    def event(
        self,
        name: str,
        *,
        round_name: str | None = None,
        starts_in: timedelta = timedelta(hours=2),
        sport: str = "football",
        participants: Sequence[str] = (),
        played: bool = True,
    ) -> UUID:
        event_id = self.game.event(
            name, sport=sport, starts_in=starts_in, participants=participants
        )
        self.sql("update event set round = %s where id = %s", round_name, event_id)
        if played:
            self.play_on(event_id, owner=self.tenant_id)
        self.events[name] = event_id
        return event_id

    def play_on(self, event_id: UUID, *, owner: UUID) -> None:
        self.sql(
            "insert into competition_event (tenant_id, competition_id, event_tenant_id, event_id)"
            " values (%s, %s, %s, %s)",
            self.tenant_id,
            self.competition_id,
            owner,
            event_id,
        )

    def lock(self, name: str) -> None:
        """The event's lock time passes."""
        self.sql(
            "update event set locks_at = now(), starts_at = now() where id = %s",
            self.events[name],
        )

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            found = superuser.execute(query.encode(), values)
            return found.fetchall() if found.description else []

    def problem(self) -> str:
        kind: str = self.answer.json().get("type", "")
        return kind.removeprefix("/problems/")
