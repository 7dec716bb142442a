"""A limit and the bets that come at the same moment: none is missed, none is counted twice."""

import asyncio
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from app.exposure import service
from app.exposure.rules.limits import Bounds, Level, Limit
from app.plumbing.access import Actor, Role, Via
from app.plumbing.db import Database
from tests.acceptance.game import Market
from tests.acceptance.markets.office import Office

BOUNDS = Bounds(soft=None, hard=1_000)


@pytest.fixture
def market(office: Office) -> Market:
    office.programme("Ghana v Mali")
    return office.game.market(office.event, {"1": 2500, "2": 3000})


@pytest.fixture
def database(office: Office) -> Iterator[Database]:
    database = Database(office.world.settings)
    yield database
    asyncio.run(database.close())


async def set_limit(
    database: Database, office: Office, market: Market, hold: threading.Event | None = None
) -> Limit:
    """Set a limit, and keep its transaction open until `hold` is set."""
    efua = Actor(
        tenant_id=office.tenant_id,
        subject="efua",
        roles=frozenset({Role.ADMIN}),
        via=Via.SESSION,
        address="127.0.0.1",
    )
    async with database.tenant(office.tenant_id) as tx:
        limit = await service.set_limit(tx, Level.MARKET, market.id, BOUNDS, by=efua)
        if hold:
            await asyncio.to_thread(hold.wait, 10)
    return limit


def liability(office: Office) -> int:
    with office.game.transaction() as tx:
        found = tx.execute("select liability from exposure_limit").fetchone()
    assert found
    return int(found[0])


def wait_until_somebody_waits(office: Office, *, on: str) -> None:
    query = (
        "select from pg_stat_activity where datname = current_database()"
        " and wait_event_type = 'Lock' and query ~ %s"
    )
    with psycopg.connect(
        office.world.database.url("postgres").reveal(), autocommit=True
    ) as superuser:
        until = time.monotonic() + 10
        while superuser.execute(query, [on]).fetchone() is None:
            assert time.monotonic() < until, "nobody waits"
            time.sleep(0.01)


def test_a_limit_waits_for_a_bet_in_flight_and_counts_it(
    office: Office, market: Market, database: Database
) -> None:
    entry = office.entry()
    setting = threading.Thread(target=lambda: asyncio.run(set_limit(database, office, market)))
    with office.game.transaction() as tx:
        office.bet(entry, 40, market.selections["1"], tx=tx)
        setting.start()
        wait_until_somebody_waits(office, on="lock table exposure_limit")
    setting.join()

    assert liability(office) == 60


def test_a_bet_waits_for_a_limit_in_flight_and_runs_along(
    office: Office, market: Market, database: Database
) -> None:
    entry, hold = office.entry(), threading.Event()
    setting = threading.Thread(
        target=lambda: asyncio.run(set_limit(database, office, market, hold))
    )
    setting.start()
    wait_for_the_lock(office)
    betting = threading.Thread(target=lambda: office.bet(entry, 40, market.selections["1"]))
    betting.start()
    wait_until_somebody_waits(office, on="for no key update")
    hold.set()
    setting.join()
    betting.join()

    assert liability(office) == 60


def wait_for_the_lock(office: Office) -> None:
    query = (
        "select from pg_locks where locktype = 'relation' and mode = 'ExclusiveLock'"
        " and relation = 'exposure_limit'::regclass and granted"
        " and database = (select oid from pg_database where datname = current_database())"
    )
    with psycopg.connect(
        office.world.database.url("postgres").reveal(), autocommit=True
    ) as superuser:
        until = time.monotonic() + 10
        while superuser.execute(query).fetchone() is None:
            assert time.monotonic() < until, "nobody sets a limit"
            time.sleep(0.01)


def test_a_combo_counts_in_full_at_each_of_its_legs(
    office: Office, market: Market, database: Database
) -> None:
    asyncio.run(set_limit(database, office, market))
    entry = office.entry()

    # At 2.500 and 3.000 ten points may win 65 more, once for each of the two legs.
    office.bet(entry, 10, *market.selections.values())

    assert liability(office) == 130
