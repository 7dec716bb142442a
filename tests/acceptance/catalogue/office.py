"""A community's office over HTTP: who looks after its events, and who follows them."""

from itertools import count
from typing import Any
from uuid import UUID

import httpx
import psycopg

from app.development.directory.state import Person
from app.tenants.rules import PLATFORM_ID
from tests.acceptance.game import Game
from tests.acceptance.world import World

numbers = count(1)

ROLES = {"efua": "admin", "kwesi": "results", "ama": "player"}


class Office:
    """Efua is an admin, Kwesi a scorer, Ama a player; Esi is of the platform's staff."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.subdomain = f"almanac-{next(numbers)}"
        self.tenant_id = world.found_community(self.subdomain)
        self.game = Game(world.database, self.tenant_id)
        self.platform = Game(world.database, PLATFORM_ID)
        self.answer = httpx.Response(200)
        self._persons: dict[str, Person] = {}
        self._browser = world.browser(f"{self.subdomain}.localhost")
        self._browser.headers["accept"] = "application/json"

    def person(self, who: str) -> Person:
        if who not in self._persons:
            if who == "esi":
                self._persons[who] = self.world.people.join("esi", superadmin=True)
            else:
                name = f"{who}.{self.subdomain}"
                self._persons[who] = self.world.join(name, self.subdomain, ROLES[who])
        return self._persons[who]

    def ask(
        self,
        who: str,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        content: bytes | None = None,
        if_match: str | None = None,
        if_none_match: str | None = None,
    ) -> httpx.Response:
        token = self.world.people.access_token(self.person(who))
        tags = {"if-match": if_match, "if-none-match": if_none_match}
        self.answer = self._browser.request(
            method,
            path,
            json=body,
            content=content,
            headers={
                "authorization": f"Bearer {token}",
                **{name: tag for name, tag in tags.items() if tag},
            },
        )
        return self.answer

    def do(self, who: str, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that goes well."""
        answer = self.ask(who, method, path, body)
        assert answer.is_success, answer.text
        done: dict[str, Any] = answer.json()
        return done

    def read(self, who: str, path: str) -> Any:  # noqa: ANN401 - any JSON
        answer = self.ask(who, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def lives_in(self, who: str, time_zone: str) -> None:
        with self.as_superuser() as superuser:
            superuser.execute(
                "update player set time_zone = %s where subject = %s",
                [time_zone, self.person(who).id],
            )

    def as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(self.world.database.url("postgres").reveal())

    def markets(self, event_id: UUID | str) -> list[tuple[Any, ...]]:
        with self.as_superuser() as superuser:
            rows = superuser.execute(
                "select state, version from market where event_id = %s order by id", [event_id]
            )
            return rows.fetchall()

    def audited(self) -> str:
        return self.world.audit_of(self.subdomain)
