"""While a bet holds its market, nobody changes what the bet goes by."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest

from app.tenants.rules import PLATFORM_ID
from tests.acceptance.catalogue.office import Office
from tests.acceptance.catalogue.test_catalogue import said_of
from tests.acceptance.game import Game

LATER = {"starts_at": "2030-06-11T18:00:00Z"}
LIVE = {"scores": {"full_time": {"1": 1, "2": 0}}, "status": "live"}


@contextmanager
def betting_on(office: Office, market_id: UUID) -> Iterator[psycopg.Connection]:
    """A bet that is being judged: it holds its market as all bets do."""
    with psycopg.connect(office.world.database.url("app").reveal()) as bet:
        bet.execute(
            "select pg_advisory_xact_lock_shared(hashtextextended('market ' || %s, 0))",
            [str(market_id)],
        )
        yield bet


def waits(office: Office) -> bool:
    with office.as_superuser() as superuser:
        query = (
            "select from pg_locks join pg_database d on d.oid = database"
            " where locktype = 'advisory' and not granted and d.datname = current_database()"
        )
        return bool(superuser.execute(query).fetchall())


def is_seen_to_wait(office: Office) -> bool:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if waits(office):
            return True
        time.sleep(0.02)
    return False


def reschedule(office: Office, path: str) -> None:
    event = office.read("Efua", path)
    office.must("Efua", f"PUT {path}", said_of(event) | LATER)


def cancel(office: Office, path: str) -> None:
    office.must("Efua", f"PUT {path}/status", {"status": "cancelled", "reason": "rain"})


def begin(office: Office, path: str) -> None:
    office.must("Kwesi", f"PUT {path}/score", LIVE)


def multiply(office: Office, path: str) -> None:
    office.must("Efua", f"PUT {path}/config", {"odds_multiplier": 900})


@pytest.mark.parametrize("act", [reschedule, cancel, begin, multiply])
def test_a_change_waits_for_bets_under_way(
    office: Office, act: Callable[[Office, str], None]
) -> None:
    event_id = office.game.event("Ghana v Mali")
    market = office.game.market(event_id, {"1": 2500, "2": 2800})
    path = f"/api/sports/football/events/{event_id}"
    for who in ("Efua", "Kwesi"):
        office.person(who)

    with ThreadPoolExecutor(1) as thread:
        with betting_on(office, market.id):
            done = thread.submit(act, office, path)
            assert is_seen_to_wait(office)
            assert not done.done()
        done.result(timeout=10)


def test_a_change_by_the_platform_waits_for_bets_in_every_community(office: Office) -> None:
    event_id, path = shared_event(office)
    own = office.game.market(event_id, {"1": 2500, "2": 2800}, event_tenant_id=PLATFORM_ID)
    office.person("Sena")

    with ThreadPoolExecutor(1) as thread:
        with betting_on(office, own.id):
            body = {"status": "cancelled", "reason": "rain"}
            done = thread.submit(office.must, "Sena", f"PUT {path}/status?shared=true", body)
            assert is_seen_to_wait(office)
        assert done.result(timeout=10)["status"] == "cancelled"


def test_a_score_alone_waits_for_nobody(office: Office) -> None:
    event_id = office.game.event("Ghana v Mali")
    market = office.game.market(event_id, {"1": 2500, "2": 2800})
    path = f"/api/sports/football/events/{event_id}"
    begin(office, path)

    with betting_on(office, market.id):
        more: dict[str, Any] = LIVE | {"clock": "60'"}
        assert office.must("Kwesi", f"PUT {path}/score", more)["score"]["clock"] == "60'"


def test_nobody_learns_of_the_markets_of_others(office: Office) -> None:
    event_id, _ = shared_event(office)
    office.game.market(event_id, {"1": 2500}, event_tenant_id=PLATFORM_ID)
    stranger = Office(office.world)
    query = "select * from markets_of_events(array[%s::uuid])"

    with stranger.game.transaction() as tx:
        assert tx.execute(query, [event_id]).fetchall() == []
    with office.platform.transaction() as tx:
        assert len(tx.execute(query, [event_id]).fetchall()) == 1
        [own] = tx.execute("select current_setting('app.tenant_id')").fetchall()
        assert own == (str(PLATFORM_ID),)


def shared_event(office: Office) -> tuple[UUID, str]:
    platform = Game(office.world.database, PLATFORM_ID)
    sport = f"shared-{office.subdomain}"
    platform.sport(sport)
    event_id = platform.event("Ghana v Mali", sport=sport)
    return event_id, f"/api/sports/{sport}/events/{event_id}"
