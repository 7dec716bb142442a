"""Rate limits over HTTP, shared by two processes' worth of application."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import psycopg
import pytest
from litestar import get, post

from app.main import build_app
from app.plumbing import rate_limits
from app.plumbing.access import anyone
from app.plumbing.rate_counts import Limit
from app.plumbing.rate_limits import COMMUNITY_SECONDS, Rate
from app.tenants.web.finding import MEMORY_SECONDS
from tests.acceptance.server import Server, listen
from tests.acceptance.world import World
from tests.conftest import TestDatabase

FIVE_A_DAY = Limit(hits=5, seconds=86_400)
REAL_SIGN_IN = rate_limits.RATES["sign_in"]


@get("/toy", guards=[anyone])
async def read() -> str:
    return "read"


@post("/toy", guards=[anyone], opt={"rate": "sign_in"})
async def sign_in() -> str:
    return "signed in"


@post("/toy/callback", guards=[anyone], opt={"rate": "sign_in", "any_host": True})
async def come_back() -> str:
    return "signed in"


class Servers:
    """Two applications on one database, behind a proxy that they trust."""

    def __init__(self, database: TestDatabase, stack: ExitStack) -> None:
        self.database = database
        self._ports = [self._start(stack), self._start(stack)]

    def _start(self, stack: ExitStack) -> int:
        settings = self.database.settings(rate_limit_times="1", trusted_proxies="127.0.0.0/8")
        app = build_app(settings)
        app.register(read)
        app.register(sign_in)
        app.register(come_back)
        listener = listen()
        port: int = listener.getsockname()[1]
        stack.enter_context(Server(app, listener=listener))
        return port

    def send(
        self,
        method: str,
        *,
        server: int,
        address: str,
        host: str = "one",
        path: str = "/toy",
        json: dict[str, str] | None = None,
    ) -> httpx.Response:
        return httpx.request(
            method,
            f"http://127.0.0.1:{self._ports[server]}{path}",
            json=json,
            headers={
                "host": f"{host}.localhost",
                "x-forwarded-for": address,
                "accept": "application/json",
            },
            timeout=20,
        )


@pytest.fixture
def servers(database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    for name, exact in (("read", False), ("write", False), ("sign_in", True)):
        monkeypatch.setitem(rate_limits.RATES, name, Rate(address=FIVE_A_DAY, exact=exact))
    seven = Rate(address=Limit(hits=7, seconds=86_400))
    monkeypatch.setitem(rate_limits.RATES, "program", seven)
    with ExitStack() as stack:
        world = stack.enter_context(World(database))
        world.found_community("one")
        world.found_community("two")
        yield Servers(database, stack)


def test_one_request_too_many_is_refused_and_told_when_to_come_back(servers: Servers) -> None:
    for _ in range(5):
        assert servers.send("GET", server=0, address="198.51.100.1").status_code == 200

    refused = servers.send("GET", server=0, address="198.51.100.1")

    assert refused.status_code == 429
    assert refused.json()["type"] == "/problems/too-many-requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 86_400
    assert servers.send("GET", server=0, address="198.51.100.2").status_code == 200


def test_two_processes_share_a_limit_within_two_seconds(servers: Servers) -> None:
    for _ in range(5):
        servers.send("GET", server=0, address="198.51.100.1")

    time.sleep(2)

    assert servers.send("GET", server=1, address="198.51.100.1").status_code == 429


def test_an_address_is_counted_over_all_communities(servers: Servers) -> None:
    for _ in range(5):
        servers.send("GET", server=0, address="198.51.100.1", host="one")

    refused = servers.send("GET", server=0, address="198.51.100.1", host="two")

    assert refused.status_code == 429


def test_a_community_is_limited_as_its_settings_say(servers: Servers) -> None:
    with psycopg.connect(servers.database.url("postgres").reveal()) as tx:
        tx.execute(
            """
            update tenant set settings = '{"limits": {"requests_per_second": 1}}'
            where subdomain = 'one'
            """
        )
    time.sleep(MEMORY_SECONDS)

    served = 0
    # A window may end in between, and on a slow machine several do.
    for number in range(20 * COMMUNITY_SECONDS):
        answer = servers.send("GET", server=0, address=f"198.51.100.{number}")
        if answer.status_code == 429:
            break
        served += 1

    assert answer.status_code == 429
    assert served >= COMMUNITY_SECONDS
    assert servers.send("GET", server=0, address="198.51.100.99", host="two").status_code == 200


def test_of_fifty_sign_ins_at_once_exactly_five_are_let_in(servers: Servers) -> None:
    def attempt(number: int) -> int:
        return servers.send("POST", server=number % 2, address="198.51.100.1").status_code

    with ThreadPoolExecutor(50) as pool:
        answers = Counter(pool.map(attempt, range(50)))

    assert answers == {201: 5, 429: 45}


def test_a_route_of_no_community_keeps_the_limit_that_it_names(servers: Servers) -> None:
    def come_back() -> int:
        return servers.send(
            "POST", server=0, address="198.51.100.1", host="x", path="/toy/callback"
        ).status_code

    assert [come_back() for _ in range(6)] == [201] * 5 + [429]


def test_invented_hosts_are_counted_before_anybody_looks_for_them(servers: Servers) -> None:
    statuses = [
        servers.send("GET", server=0, address="198.51.100.1", host=f"x-{number}").status_code
        for number in range(7)
    ]

    assert statuses == [404] * 5 + [429] * 2


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/auth/callback?state=x"),
        ("GET", "/auth/complete?code=x"),
        ("POST", "/csp-reports"),
        ("GET", "/problems"),
    ],
)
def test_what_strangers_may_send_is_limited(servers: Servers, method: str, path: str) -> None:
    statuses = [
        servers.send(method, server=0, address="198.51.100.1", path=path).status_code
        for _ in range(6)
    ]

    assert 429 not in statuses[:5]
    assert statuses[5] == 429


def test_attempts_to_come_back_are_attempts_to_sign_in(servers: Servers) -> None:
    for path in ("/auth/callback?state=x", "/auth/complete?code=x"):
        for _ in range(3):
            last = servers.send("GET", server=0, address="198.51.100.1", path=path)

    assert last.status_code == 429
    assert servers.send("GET", server=0, address="198.51.100.1").status_code == 200


def test_thirty_people_of_one_household_may_sign_in_within_a_minute(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.RATES, "sign_in", REAL_SIGN_IN)
    sign_in = ("/auth/sign-in", "/auth/callback?state=x", "/auth/complete?code=x")

    statuses = {
        servers.send("GET", server=0, address="198.51.100.1", path=path).status_code
        for path in sign_in * 30
    }

    assert 429 not in statuses


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/api/auth/refresh", {"refresh_token": "x"}),
        ("/api/auth/login", {"flow": "device", "device_code": "x"}),
    ],
)
def test_programs_leave_people_behind_their_address_room_to_sign_in(
    servers: Servers, path: str, asked: dict[str, str]
) -> None:
    polled = [
        servers.send("POST", server=0, address="198.51.100.1", path=path, json=asked).status_code
        for _ in range(8)
    ]

    assert 429 not in polled[:7]
    assert polled[7] == 429
    assert servers.send("POST", server=0, address="198.51.100.1").status_code == 201


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/static/pointsbook.svg"])
def test_what_machines_and_pages_ask_for_all_the_time_has_no_limit(
    servers: Servers, path: str
) -> None:
    statuses = {
        servers.send("GET", server=0, address="198.51.100.1", path=path).status_code
        for _ in range(7)
    }

    assert 429 not in statuses


def test_when_the_counts_cannot_be_reached_sign_in_is_closed_and_reading_open(
    servers: Servers,
) -> None:
    with psycopg.connect(servers.database.url("postgres").reveal()) as superuser:
        superuser.execute("lock table rate_count in access exclusive mode")

        closed = servers.send("POST", server=0, address="198.51.100.1")
        still_open = servers.send("GET", server=0, address="198.51.100.1")

    assert closed.status_code == 503
    assert "retry-after" in closed.headers
    assert still_open.status_code == 200
    assert servers.send("POST", server=0, address="198.51.100.1").status_code == 201


def test_what_was_counted_while_alone_is_shared_afterwards(servers: Servers) -> None:
    with psycopg.connect(servers.database.url("postgres").reveal()) as superuser:
        superuser.execute("lock table rate_count in access exclusive mode")
        for _ in range(5):
            servers.send("GET", server=0, address="198.51.100.1")
        # A synchronisation begins within one second and gives up after five.
        time.sleep(6.5)

    # The one that is waiting now, and the next.
    time.sleep(2)

    assert servers.send("GET", server=1, address="198.51.100.1").status_code == 429
