"""A community where competitions are made and played over HTTP, everybody known by name."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.acceptance.village import Village
from tests.acceptance.world import World


class Club(Village):
    def __init__(self, world: World) -> None:
        super().__init__(world, "club")
        self.competitions: dict[str, str] = {}
        self.leagues: dict[str, dict[str, Any]] = {}
        self.events: dict[str, UUID] = {}

    def make(self, name: str, *, run: bool = True, **settings: object) -> str:
        """A competition that began yesterday and lasts for ten days."""
        made = self.must("Efua", "POST /api/competitions", self.outline(name, settings=settings))
        self.competitions[name] = made["id"]
        if run:
            self.set_state(name, "running")
        return str(made["id"])

    def outline(self, name: str, **others: object) -> dict[str, object]:
        today = datetime.now(UTC)
        return {
            "slug": name.lower().replace(" ", "-"),
            "name": name,
            "starts_at": (today - timedelta(days=1)).isoformat(),
            "ends_at": (today + timedelta(days=10)).isoformat(),
        } | others

    def path(self, name: str) -> str:
        return f"/api/competitions/{self.competitions[name]}"

    def read(self, name: str, who: str = "Efua") -> Any:  # noqa: ANN401 - JSON
        return self.must(who, f"GET {self.path(name)}")

    def set_state(self, name: str, state: str) -> None:
        self.must("Efua", f"PUT {self.path(name)}/state", {"state": state})

    def change(self, name: str, who: str = "Efua", **changes: object) -> httpx.Response:
        """A change by somebody who saw the newest version."""
        body = {"version": self.read(name)["version"], "reason": "a test"} | changes
        return self.ask(who, f"PATCH {self.path(name)}", body)

    def join(self, who: str, name: str, **others: object) -> httpx.Response:
        body = {"competition_id": self.competitions[name]} | others
        return self.ask(who, "POST /api/entries", body)

    def entry(self, who: str, name: str) -> Any:  # noqa: ANN401 - JSON
        """The player's entry as they see it, or None."""
        mine = self.must(who, "GET /api/entries")["items"]
        return next((e for e in mine if e["competition_id"] == self.competitions[name]), None)

    def decide(self, admin: str, verb: str, who: str, name: str, **body: object) -> None:
        """What an admin does with a player's entry: approve, refuse, exclude, return."""
        entry_id = self.entry(who, name)["id"]
        self.ask(admin, f"POST /api/entries/{entry_id}/{verb}", body or None)

    def balance(self, who: str, name: str) -> int:
        return self.game.balance(UUID(self.entry(who, name)["id"]))

    def league_id(self, name: str) -> str:
        return str(self.leagues[name]["id"])
