"""A community over HTTP, its admins signed in."""

from typing import Any
from uuid import UUID

import httpx

from app.development.directory.state import Person
from app.ledger import service
from app.plumbing.ids import new_id
from tests.acceptance.ledger.town import Town
from tests.acceptance.world import World


class Desk:
    """A town over HTTP: its admins at work, its players known by name."""

    def __init__(self, world: World, town: Town) -> None:
        self.town = town
        self._world = world
        self.answer = httpx.Response(200)
        self.asked: str | None = None
        self._players: dict[str, UUID] = {}
        self._persons: dict[str, Person] = {}
        self._last: tuple[str, str, dict[str, Any]] = "", "", {}
        self._browser = world.browser(town.host)
        self._browser.headers["accept"] = "*/*"

    def person(self, who: str, role: str = "admin") -> Person:
        if who not in self._persons:
            name = f"{who}.{self.town.subdomain}"
            self._persons[who] = self._world.join(name, self.town.subdomain, role)
        return self._persons[who]

    def signed_in(self, who: str, role: str = "admin") -> dict[str, str]:
        token = self._world.people.access_token(self.person(who, role))
        return {"authorization": f"Bearer {token}"}

    def player(self, name: str, points: int = 0) -> UUID:
        if name not in self._players:
            self._players[name] = self.town.player(points)
        return self._players[name]

    def ask(self, who: str, path: str, body: dict[str, Any], *, role: str = "admin") -> None:
        self.person(who, role)
        self._last = who, path, body
        self.again()

    def again(self) -> None:
        who, path, body = self._last
        self.answer = self._browser.post(path, json=body, headers=self.signed_in(who))

    def move(self, who: str, what: str, name: str, points: int, reason: str, **more: str) -> None:
        body = {"id": str(new_id()), "entry_id": str(self.player(name)), "points": points}
        self.ask(who, f"/api/ledger/{what}", body | {"reason": reason}, **more)

    def send(self, who: str, path: str, form: dict[str, str]) -> httpx.Response:
        """A form, as a browser sends it."""
        return self._browser.post(path, data=form, headers=self.signed_in(who))

    def read(self, who: str, path: str, *, role: str = "admin") -> httpx.Response:
        return self._browser.get(path, headers=self.signed_in(who, role))

    def pending(self) -> list[dict[str, Any]]:
        """All of them, however many pages that takes."""
        found: list[dict[str, Any]] = []
        after = ""
        while True:
            path = f"/api/ledger/adjustments?limit=1{after}"
            page = self.read("efua", path).json()
            found += page["items"]
            if page["next"] is None:
                return found
            after = f"&after={page['next']}"

    def net_worth(self, name: str) -> tuple[int, int]:
        position = self.town.call(service.get_position, self.player(name))
        return position.balance, position.debt
