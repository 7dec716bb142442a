"""A community over HTTP whose people go by their names: what tests of a feature build on."""

from itertools import count
from typing import Any

import httpx
import psycopg

from app.development.directory.state import Person
from tests.acceptance.game import Game
from tests.acceptance.world import World

# Whoever is not among them plays.
ROLES = {"Efua": "admin", "Yaw": "admin", "Kwesi": "results"}
SUPERADMIN = "Sena"
numbers = count(1)


class Village:
    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.subdomain = f"{name}-{next(numbers)}"
        self.tenant_id = world.found_community(self.subdomain)
        self.game = Game(world.database, self.tenant_id)
        self.answer = httpx.Response(200)
        self._persons: dict[str, Person] = {}
        self._browser = world.browser(f"{self.subdomain}.localhost")
        self._browser.headers["accept"] = "*/*"

    def person(self, who: str) -> Person:
        if who not in self._persons:
            if who == SUPERADMIN:
                self._persons[who] = self.world.people.join(who, superadmin=True)
            else:
                role = ROLES.get(who, "player")
                self._persons[who] = self.world.join(who, self.subdomain, role)
        return self._persons[who]

    def signed_in(self, who: str) -> dict[str, str]:
        token = self.world.people.access_token(self.person(who))
        return {"authorization": f"Bearer {token}"}

    def ask(
        self,
        who: str,
        route: str,
        body: object = None,
        *,
        content: bytes | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Ask for a route such as `POST /api/entries`, and keep the answer."""
        method, _, path = route.partition(" ")
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = self._browser.request(
            method, path, json=body, content=content, headers=self.signed_in(who) | told
        )
        return self.answer

    def must(self, who: str, route: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Ask for what has to go well, for its JSON."""
        answer = self.ask(who, route, body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def problem(self) -> str:
        kind: str = self.answer.json().get("type", "")
        return kind.removeprefix("/problems/")

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            found = superuser.execute(query.encode(), values)
            return found.fetchall() if found.description else []
