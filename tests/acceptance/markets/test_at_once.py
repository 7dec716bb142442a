"""Markets that many change at the same moment, and bets in flight meanwhile."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest

from tests.acceptance.markets.office import LOCK_MARKETS, Office
from tests.acceptance.world import World

KEYS = """
    select hashtextextended('market ' || id::text, 0) as key from unnest(%s::uuid[]) as id
    order by key
"""
HELD = """
    select (classid::bigint << 32) | objid::bigint from pg_locks
    where locktype = 'advisory' and mode = 'ExclusiveLock' and granted
"""

REASON = {"reason": "a doubtful report"}


class Clients:
    """Requests of Efua's that are sent together, each by a connection of its own."""

    def __init__(self, office: Office) -> None:
        self._world: World = office.world
        self._host = f"{office.subdomain}.localhost"
        self._headers = office.signed_in("Efua")

    def post(self, path: str, body: object) -> httpx.Response:
        browser = self._world.browser(self._host)
        return browser.post(path, json=body, headers=self._headers, timeout=30)

    def post_all(self, path: str, bodies: list[Any]) -> list[httpx.Response]:
        with ThreadPoolExecutor(len(bodies)) as pool:
            return list(pool.map(lambda body: self.post(path, body), bodies))


@pytest.fixture
def clients(office: Office) -> Clients:
    office.programme("Ghana v Mali")
    return Clients(office)


def price(selection: object, odds: int, *, seen: int) -> dict[str, object]:
    return {"selection_id": str(selection), "odds": odds, "seen_version": seen}


def test_of_many_who_saw_the_same_price_one_replaces_it(office: Office, clients: Clients) -> None:
    market = office.game.market(office.event, {"1": 2500, "2": 3000})
    bodies = [{"prices": [price(market.selections["1"], 2_000 + n, seen=1)]} for n in range(1, 13)]

    statuses = sorted(answer.status_code for answer in clients.post_all("/api/odds", bodies))

    assert statuses == [200] + [409] * 11


def test_prices_of_two_markets_in_either_order_never_deadlock(
    office: Office, clients: Clients
) -> None:
    one = office.game.market(office.event, {"1": 2500, "2": 3000})
    other = office.game.market(office.event, {"1": 2500, "2": 3000}, name="Other")
    pair = [one.selections["1"], other.selections["1"]]
    bodies = [
        {"prices": [price(each, 2_000 + n, seen=1) for each in (pair if n % 2 else pair[::-1])]}
        for n in range(1, 13)
    ]

    statuses = sorted(answer.status_code for answer in clients.post_all("/api/odds", bodies))

    assert statuses == [200] + [409] * 11


def test_a_feed_that_sends_a_message_many_times_is_heard_once(
    office: Office, clients: Clients
) -> None:
    market = office.game.market(office.event, {"1": 2500, "2": 3000})
    message = {
        "sequence": 1,
        "prices": [{"selection_id": str(market.selections["1"]), "odds": 2_200}],
    }

    answers = clients.post_all("/api/odds/feed", [message] * 8)

    assert sorted(answer.json()["entered"] for answer in answers) == [False] * 7 + [True]


def test_suspending_waits_for_bets_in_flight(office: Office, clients: Clients) -> None:
    market = office.game.market(office.event, {"1": 2500, "2": 3000})
    answers: list[httpx.Response] = []
    path = f"/api/markets/{market.id}/suspend"
    suspending = threading.Thread(target=lambda: answers.append(clients.post(path, REASON)))
    with office.game.transaction() as tx:
        tx.execute(LOCK_MARKETS, {"selections": [market.selections["1"]]})
        suspending.start()
        wait_until_somebody_waits(office)
        in_flight = tx.execute("select state from market where id = %s", [market.id]).fetchone()
    suspending.join()

    assert in_flight == ("open",), "whoever holds the lock may believe what they look at"
    assert answers[0].json()["state"] == "suspended"


def test_markets_are_locked_in_the_order_of_their_keys(office: Office, clients: Clients) -> None:
    names = "abcdef"
    markets = [office.game.market(office.event, {"1": 2500}, name=name).id for name in names]
    suspending = threading.Thread(target=clients.post, args=("/api/markets/suspend", REASON))
    with office.game.transaction() as tx:
        keys = [key for (key,) in tx.execute(KEYS, [markets])]
        tx.execute("select pg_advisory_xact_lock_shared(%s)", [keys[3]])
        suspending.start()
        wait_until_somebody_waits(office)
        held = [key for (key,) in tx.execute(HELD)]
    suspending.join()

    assert [key for key in keys if key in held] == keys[:3]


def wait_until_somebody_waits(office: Office) -> None:
    query = (
        "select from pg_stat_activity where datname = current_database()"
        " and wait_event_type = 'Lock' and query ~ 'pg_advisory_xact_lock'"
    )
    with psycopg.connect(
        office.world.database.url("postgres").reveal(), autocommit=True
    ) as superuser:
        until = time.monotonic() + 10
        while superuser.execute(query).fetchone() is None:
            assert time.monotonic() < until, "nobody waits"
            time.sleep(0.01)
