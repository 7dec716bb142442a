"""Many at once, over HTTP on a real database: nothing is spent twice, passed, or late."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.main import build_app
from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Round
from tests.acceptance.server import Server, listen
from tests.acceptance.world import World

Sent = tuple[str, UUID, dict[str, Any]]


class Crowd:
    """Clients that send all at once, spread over the processes that they know."""

    def __init__(self, round_: Round, *ports: int, connections: int = 40) -> None:
        self._round = round_
        self._limits = httpx.Limits(max_connections=connections)
        self._urls = [f"http://127.0.0.1:{port}" for port in ports or (round_.world.port,)]
        self._headers: dict[str, dict[str, str]] = {}

    def send(self, wishes: list[Sent]) -> list[httpx.Response]:
        return asyncio.run(self.send_all(wishes))

    def outcomes(self, wishes: list[Sent]) -> Counter[str]:
        return Counter(outcome_of(answer) for answer in self.send(wishes))

    async def send_all(self, wishes: list[Sent]) -> list[httpx.Response]:
        timeout = httpx.Timeout(60, pool=None)
        async with httpx.AsyncClient(limits=self._limits, timeout=timeout) as client:
            return await asyncio.gather(
                *(self._one(client, n, *wish) for n, wish in enumerate(wishes))
            )

    async def _one(
        self, client: httpx.AsyncClient, n: int, who: str, bet_id: UUID, slip: dict[str, Any]
    ) -> httpx.Response:
        url = f"{self._urls[n % len(self._urls)]}/api/bets/{bet_id}"
        while True:
            answer = await client.put(url, json=slip, headers=self._asking(who))
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer
            # A crowded machine asks to come again, and so clients do.
            await asyncio.sleep(0.2)

    def _asking(self, who: str) -> dict[str, str]:
        if who not in self._headers:
            host = {"host": f"{self._round.name}.localhost"}
            self._headers[who] = self._round.signed_in(who) | host
        return self._headers[who]


def outcome_of(answer: httpx.Response) -> str:
    if answer.is_success:
        return "accepted"
    return str(answer.json()["type"]).removeprefix("/problems/")


@pytest.fixture
def second_port(world: World) -> Iterator[int]:
    """Another web process's worth of application, on the same database."""
    listener = listen()
    with Server(build_app(world.settings), listener=listener):
        yield listener.getsockname()[1]


def test_of_200_bets_of_a_balance_that_allows_one_one_stands(round_: Round) -> None:
    round_.player("Ama", points=40)
    round_.offer({"Ghana": 2500})
    slip = round_.slip("Ama", 40, "Ghana")

    outcomes = Crowd(round_).outcomes([("Ama", new_id(), slip) for _ in range(200)])

    assert outcomes == {"accepted": 1, "not-enough-points": 199}
    assert round_.balance("Ama") == 0


def test_one_bet_that_is_sent_20_times_is_one(round_: Round, second_port: int) -> None:
    round_.player("Ama", points=100)
    round_.offer({"Ghana": 2500})
    wish = ("Ama", new_id(), round_.slip("Ama", 40, "Ghana"))

    answers = Crowd(round_, round_.world.port, second_port).send([wish] * 20)

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 19}
    assert len({answer.content for answer in answers}) == 1
    assert round_.balance("Ama") == 60


def test_two_processes_never_pass_a_hard_limit_by_a_point(round_: Round, second_port: int) -> None:
    market = round_.offer({"Ghana": 2500, "Mali": 3000})
    round_.change(
        "insert into exposure_limit (level, subject_id, hard, liability)"
        " values ('market', %s, 1000, 0)",
        market.id,
    )
    people = [f"player{n}" for n in range(10)]
    for name in people:
        round_.player(name, points=10_000)
    wishes = [
        (people[n % 10], new_id(), round_.slip(people[n % 10], 22, "Ghana")) for n in range(200)
    ]

    outcomes = Crowd(round_, round_.world.port, second_port).outcomes(wishes)

    # Each would win 33 beyond its stake, so 30 of them fit.
    assert outcomes == {"accepted": 30, "exposure-reached": 170}
    assert round_.rows("select liability from exposure_limit") == [(990,)]
    assert round_.rows("select bets, staked, liability from exposure") == [(30, 660, 990)]


def test_no_bet_stands_on_a_market_that_was_closed_meanwhile(round_: Round) -> None:
    market = round_.offer({"Ghana": 2500})
    wishes = round_wishes(round_, players=5, bets=300)
    crowd = Crowd(round_)

    async def play() -> tuple[datetime, list[httpx.Response]]:
        betting = asyncio.create_task(crowd.send_all(wishes))
        await first_bet(round_)
        closed_at = await asyncio.to_thread(close)
        return closed_at, await betting

    def close() -> datetime:
        """As an admin's service does it: lock exclusively, and then change."""
        with round_.game.transaction() as tx:
            lock = "select pg_advisory_xact_lock(hashtextextended('market ' || %s::text, 0))"
            tx.execute(lock, [str(market.id)])
            [[at]] = tx.execute("select clock_timestamp()").fetchall()
            tx.execute("update market set state = 'closed' where id = %s", [market.id])
        assert isinstance(at, datetime)
        return at

    closed_at, answers = asyncio.run(play())

    outcomes = Counter(map(outcome_of, answers))
    assert set(outcomes) == {"accepted", "market-not-open"}
    assert round_.rows("select from bet where accepted_at >= %s", closed_at) == []
    assert count_bets(round_) == outcomes["accepted"]


def test_of_1000_clients_at_the_lock_none_is_late(round_: Round, second_port: int) -> None:
    market = round_.offer({"Ghana": 2500})
    wishes = round_wishes(round_, players=20, bets=1_000)
    crowd = Crowd(round_, round_.world.port, second_port, connections=1_000)

    def lock_soon() -> datetime:
        """In a thread of its own: whoever holds a thousand connections is slow to see anything."""
        while not count_bets(round_):
            time.sleep(0.01)
        lock = datetime.now(UTC) + timedelta(seconds=0.1)
        round_.change("update market set locks_at = %s where id = %s", lock, market.id)
        return lock

    with ThreadPoolExecutor(1) as other:
        locking = other.submit(lock_soon)
        answers = crowd.send(wishes)
        lock = locking.result()

    outcomes = Counter(map(outcome_of, answers))
    assert set(outcomes) == {"accepted", "market-locked"}
    assert count_bets(round_) == outcomes["accepted"]
    assert round_.rows("select from bet where accepted_at >= %s", lock) == []
    # A transfer is the last but a few milliseconds of its batch.
    last = lock + timedelta(seconds=1)
    assert round_.rows("select from transfer where kind = 'stake' and at > %s", last) == []


def round_wishes(round_: Round, *, players: int, bets: int) -> list[Sent]:
    """Bets of one point, the players in turn."""
    people = [f"player{n}" for n in range(players)]
    for name in people:
        round_.player(name, points=10_000)
    slips = [round_.slip(name, 1, "Ghana") for name in people]
    return [(people[n % players], new_id(), slips[n % players]) for n in range(bets)]


async def first_bet(round_: Round) -> None:
    while not count_bets(round_):  # noqa: ASYNC110 - nobody rings a bell
        await asyncio.sleep(0.01)


def count_bets(round_: Round) -> int:
    [(bets,)] = round_.rows("select count(*) from bet")
    return int(bets)
