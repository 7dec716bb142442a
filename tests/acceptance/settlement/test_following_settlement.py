"""Whoever enters results sees how far settlement has come."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from app.settlement.store import chunks
from tests.acceptance.settlement.ground import Ground, only
from tests.acceptance.world import World


class Desk:
    """Somebody with the role, in a community of their own."""

    def __init__(self, world: World, name: str) -> None:
        self.ground = Ground(world.database, world.found_community(name))
        self._token = world.people.access_token(world.join(f"referee.{name}", name, "results"))
        self._browser = world.browser(f"{name}.localhost")
        self._browser.headers["accept"] = "application/json"
        # What others left in the queue of this world.
        self.ground.settle()

    def get(self, path: str, **headers: str) -> httpx.Response:
        signed_in = {"authorization": f"Bearer {self._token}"}
        return self._browser.get(path, headers=signed_in | headers)

    def run(self, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/settlements/{run_id}").json()
        return found


def test_progress_is_seen_while_it_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(world, "progress")
    ground = desk.ground
    monkeypatch.setattr(chunks, "CHUNK", 2)
    ama, market = ground.entry(100), ground.market(2_500, 1_500)
    for stake in (10, 20, 30):
        ground.bet(ama, stake, market.selections["1"])
    ground.rule(market, only("1", market), settle=False)
    assert ground.work_once()
    ((run,),) = [desk.get("/api/settlements").json()["items"]]
    (part,) = run["parts"]
    assert (run["state"], part["total"], part["done"]) == ("running", 3, 0)
    assert (part["rate"], part["remaining_seconds"]) == (None, None)

    ground.settle()

    run = desk.run(run["id"])
    (part,) = run["parts"]
    assert (run["state"], run["event_id"]) == ("finished", str(market.event_id))
    assert part["subject_id"] == str(market.id)
    assert [part[name] for name in ("kind", "done", "changed", "moved")] == ["market", 3, 3, 150]
    assert part["rate"] > 0
    assert part["remaining_seconds"] == 0


def test_runs_come_in_pages_and_by_state(world: World) -> None:
    desk = Desk(world, "pages")
    for _ in range(3):
        desk.ground.game.run(desk.ground.event())

    first = desk.get("/api/settlements?limit=2").json()
    second = desk.get(f"/api/settlements?limit=2&after={first['next']}").json()

    runs = [*first["items"], *second["items"]]
    assert len({run["id"] for run in runs}) == 3
    assert runs == sorted(runs, key=lambda run: run["created_at"], reverse=True)
    assert desk.get("/api/settlements?state=running").json()["items"] == []


def test_an_unchanged_answer_is_not_sent_again(world: World) -> None:
    desk = Desk(world, "unchanged")
    desk.ground.game.run(desk.ground.event())
    seen = desk.get("/api/settlements")

    again = desk.get("/api/settlements", **{"if-none-match": seen.headers["etag"]})

    assert again.status_code == 304


def test_a_settlement_that_is_none(world: World) -> None:
    answer = Desk(world, "none").get(f"/api/settlements/{UUID(int=1)}")

    assert answer.json()["type"] == "/problems/no-such-run"
