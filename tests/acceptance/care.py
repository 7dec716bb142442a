"""A round of betting whose players take care of themselves, and whose admins look after points."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg

from app.development.directory.state import Person
from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Player, Round
from tests.acceptance.world import World


class Care(Round):
    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.elsewhere: UUID | None = None
        self.codes: list[str] = []
        self.last_body: dict[str, Any] = {}

    def admin(self, name: str) -> None:
        """An admin, who plays here too."""
        if name not in self._players:
            person = self.world.join(f"{name}.{self.name}", self.name, "player", "admin")
            entry = self.game.entry(self.competition_id, self.game.player(person.id), points=0)
            self._players[name] = Player(person=person, entry_id=entry)

    def second_entry(self, who: str, points: int) -> UUID:
        """In another competition, on the same events."""
        events = [market.event_id for market in self.markets.values()]
        other = self.game.competition(events)
        return self.game.entry(other, self.game.player(self.person(who).id), points=points)

    def known(self, who: str, player: Player) -> None:
        self._players[who] = player

    def person(self, who: str) -> Person:
        return self.player(who).person

    def player_id(self, who: str) -> UUID:
        return self.game.player(self.person(who).id)

    def ask(self, who: str, method: str, path: str, body: object = None) -> httpx.Response:
        self.answer = self.send(who, method, path, body)
        return self.answer

    def limit(self, who: str, kind: str, period: str, amount: int | None) -> None:
        path = f"/api/limits/{kind}/{period}"
        body = None if amount is None else {"amount": amount}
        answer = self.ask(who, "DELETE" if amount is None else "PUT", path, body)
        assert answer.status_code == 200, answer.text

    def standing(self, who: str, kind: str, period: str) -> dict[str, Any]:
        limits = self.send(who, "GET", "/api/limits").json()["limits"]
        [found] = [one for one in limits if (one["kind"], one["period"]) == (kind, period)]
        return dict(found)

    def let_pass(self, time: timedelta) -> None:
        """Limits that wait come nearer, since no test can make the clock go faster."""
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            superuser.execute("set session_replication_role = replica")
            superuser.execute(
                "update player_limit set created_at = created_at - %(time)s,"
                " in_force_at = in_force_at - %(time)s where tenant_id = %(tenant)s",
                {"time": time, "tenant": self.tenant_id},
            )

    def end_breaks(self) -> None:
        """As if they had begun long enough ago."""
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            superuser.execute("set session_replication_role = replica")
            superuser.execute(
                "update exclusion set starts_at = starts_at - (ends_at - clock_timestamp()),"
                " ends_at = clock_timestamp() where tenant_id = %s",
                [self.tenant_id],
            )

    def set_up(self, **settings: object) -> None:
        """The community's settings, kept from being remembered for the second that they would."""
        self.change(
            "update tenant set settings = settings || %s::jsonb,"
            " settings_version = settings_version + 1",
            json.dumps(settings),
        )

    def deposit(self, who: str, **body: object) -> httpx.Response:
        self.last_body = {"id": str(new_id()), "entry_id": str(self.player(who).entry_id)} | body
        return self.ask(who, "POST", "/api/payments/deposit", self.last_body)

    def withdraw(self, who: str, points: int) -> httpx.Response:
        self.last_body = {
            "id": str(new_id()), "entry_id": str(self.player(who).entry_id), "points": points,
        }  # fmt: skip
        return self.ask(who, "POST", "/api/payments/withdraw", self.last_body)

    def decide(self, who: str, verb: str) -> httpx.Response:
        path = f"/api/admin/payments/{self.last_body['id']}/{verb}"
        return self.ask(who, "POST", path, {"reason": "we talked about it"})

    def make_vouchers(self, who: str, **others: object) -> httpx.Response:
        usual = {
            "id": str(new_id()),
            "competition_id": str(self.competition_id),
            "count": 1,
            "points": 50,
            "expires_at": "2100-01-01T00:00:00Z",
            "reason": "a prize",
        }
        answer = self.ask(who, "POST", "/api/admin/vouchers", usual | others)
        if answer.is_success:
            self.codes = [one["code"] for one in answer.json()["vouchers"]]
        return answer
