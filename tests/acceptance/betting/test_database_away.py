"""PostgreSQL goes away under players who bet over HTTP, and comes back."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Round
from tests.acceptance.clusters import crash, database_of_its_own, start_again
from tests.acceptance.world import World, open_browser
from tests.conftest import TestDatabase

PLAYERS = [f"player{n}" for n in range(4)]
RECOVERY_SECONDS_MAX = 10
SECONDS_MAX = 60


class Players:
    """Each sends one bet after the other, and each bet until it is answered."""

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self._slips = {who: round_.slip(who, 1, "Ghana") for who in PLAYERS}
        self._headers = {who: round_.signed_in(who) for who in PLAYERS}
        self._enough = threading.Event()
        self.acknowledged: list[tuple[float, UUID]] = []
        self.answers: Counter[int] = Counter()
        self.away: list[httpx.Response] = []

    def play(self, who: str) -> None:
        with open_browser(f"{self._round.name}.localhost", self._round.world.port) as client:
            while not self._enough.is_set():
                self._place(client, who, new_id())

    def _place(self, client: httpx.Client, who: str, bet_id: UUID) -> None:
        deadline = time.monotonic() + SECONDS_MAX
        while True:
            path, slip, headers = f"/api/bets/{bet_id}", self._slips[who], self._headers[who]
            answer = client.put(path, json=slip, headers=headers)
            self.answers[answer.status_code] += 1
            if answer.is_success:
                self.acknowledged.append((time.monotonic(), bet_id))
                return
            self.away.append(answer)
            assert time.monotonic() < deadline, answer.text
            time.sleep(0.05)

    def wait_for(self, more: int) -> None:
        wanted, deadline = len(self.acknowledged) + more, time.monotonic() + SECONDS_MAX
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, self.answers
            time.sleep(0.01)

    def stop(self) -> None:
        self._enough.set()


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[TestDatabase]:
    with database_of_its_own(tmp_path) as database:
        yield database


def stop(database: TestDatabase, _folder: Path) -> None:
    database.cluster.stop()


@pytest.mark.parametrize("end", [stop, crash])
def test_no_acknowledged_bet_is_lost_and_none_is_doubled(
    own_database: TestDatabase, tmp_path: Path, end: Callable[[TestDatabase, Path], None]
) -> None:
    with World(own_database) as world, ThreadPoolExecutor() as threads:
        round_ = Round(world)
        round_.offer({"Ghana": 2500})
        for who in PLAYERS:
            round_.player(who, points=100_000)
        players = Players(round_)
        playing = [threads.submit(players.play, who) for who in PLAYERS]
        try:
            players.wait_for(20)
            end(own_database, tmp_path)
            time.sleep(1)
            start_again(own_database.cluster)
            back = time.monotonic()
            players.wait_for(20)
        finally:
            players.stop()
        for each in playing:
            each.result()
        world.close_browsers()

        assert set(players.answers) <= {200, 201, 503}
        assert {away.json()["type"] for away in players.away} == {"/problems/database-away"}
        assert all(int(away.headers["retry-after"]) > 0 for away in players.away)
        first = min(at for at, _ in players.acknowledged if at > back)
        assert first - back < RECOVERY_SECONDS_MAX
        # Each was sent until it was answered, so there are no others.
        placed = [bet_id for (bet_id,) in round_.rows("select id from bet")]
        assert sorted(placed) == sorted(bet_id for _, bet_id in players.acknowledged)
        assert own_database.violations() == []
