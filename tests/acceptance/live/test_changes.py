"""What the tables tell of themselves, and how little they write for it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest

from app.live import jobs
from app.plumbing.changes import tell
from app.plumbing.db import Database
from tests.acceptance.game import Game
from tests.acceptance.live.conftest import Stand
from tests.conftest import TestDatabase

SETTLE = """
    insert into settlement (bet_id, number, run_id, competition_id, entry_id, stake, state_before,
                            state, result, payout, gradings)
    select b.id, 1, %(run)s, b.competition_id, b.entry_id, b.stake, 'accepted', 'settled', 'lost',
           0, '{null}'
    from bet b
"""


def test_prices_of_one_event_are_one_change(stand: Stand) -> None:
    market = stand.round.offer({"Ghana": 2500, "Mali": 3000})

    with undone(stand.round.game) as tx:
        tx.execute("update selection set odds = odds + 100, odds_version = odds_version + 1")

        assert changes(tx) == [("odds", market.event_id, [market.id])]


def test_what_stays_as_it_was_is_no_change(stand: Stand) -> None:
    stand.round.offer({"Ghana": 2500})

    with undone(stand.round.game) as tx:
        tx.execute("update selection set odds = odds")
        tx.execute("update market set state = state")
        tx.execute("update event set name = name")
        tx.execute("update player set display_name = display_name")

        assert changes(tx) == []


def test_points_that_move_together_are_one_change(stand: Stand) -> None:
    entries = [stand.round.player(who, 100).entry_id for who in ("Ama", "Esi")]

    with undone(stand.round.game) as tx:
        tx.execute(
            "insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind,"
            " points, account_sequence, balance_after, reason)"
            " select 'grant', issue.id, 'issue', own.id, 'balance', 5, own.sequence + 1,"
            " own.balance + 5, 'a test' from account issue, account own"
            " where issue.kind = 'issue' and own.owner = any (%s) and own.kind = 'balance'",
            [entries],
        )
        accounts = tx.execute(
            "select array_agg(id order by id) from account where owner = any (%s)"
            " and kind = 'balance'",
            [entries],
        ).fetchall()

        assert changes(tx) == [("balance", None, accounts[0][0])]


def test_bets_that_are_settled_together_are_one_change(stand: Stand) -> None:
    stand.round.offer({"Ghana": 2500})
    entries = sorted(stand.round.player(who, 100).entry_id for who in ("Ama", "Esi"))
    for who in ("Ama", "Ama", "Esi"):
        stand.round.bet(who, 10, "Ghana")
    run_id = stand.round.game.run(stand.round.markets["Ghana"].event_id)

    with undone(stand.round.game) as tx:
        tx.execute(SETTLE, {"run": run_id})

        assert changes(tx) == [("bets", None, entries)]


def test_features_tell_of_what_stands_in_no_table(database: TestDatabase) -> None:
    tenant_id, player_id = UUID(int=7), UUID(int=8)

    async def note() -> None:
        own = Database(database.settings())
        async with own.tenant(tenant_id) as tx:
            await tell(tx, "notification", subjects=[player_id], facts={"kind": "bet settled"})
        await own.close()

    asyncio.run(note())

    with psycopg.connect(database.url("platform").reveal()) as platform:
        found = platform.execute("select tenant_id, kind, subjects, facts from change").fetchall()
    assert found == [(tenant_id, "notification", [player_id], {"kind": "bet settled"})]


def test_changes_are_forgotten_after_some_minutes(database: TestDatabase) -> None:
    with psycopg.connect(database.url("platform").reveal()) as platform:
        for minutes in (4, 6):
            platform.execute(
                "insert into change (tenant_id, kind, at)"
                " values (uuidv7(), 'bets', clock_timestamp() - make_interval(mins => %s))",
                [minutes],
            )

    async def forget() -> None:
        own = Database(database.settings())
        await jobs.forget(own)
        await own.close()

    asyncio.run(forget())

    with psycopg.connect(database.url("platform").reveal()) as platform:
        left = platform.execute("select clock_timestamp() - at < '5 minutes' from change")
        assert left.fetchall() == [(True,)]


def test_nobody_tells_for_another_community(stand: Stand) -> None:
    with undone(stand.round.game) as tx, pytest.raises(psycopg.errors.InsufficientPrivilege):
        tx.execute("insert into change (tenant_id, kind) values (uuidv7(), 'bets')")


@contextmanager
def undone(game: Game) -> Iterator[psycopg.Connection]:
    """A transaction that is rolled back, so that it may leave things half done."""
    with game.transaction() as tx:
        yield tx
        tx.rollback()


def changes(tx: psycopg.Connection) -> list[tuple[Any, ...]]:
    """What this transaction has told."""
    found = tx.execute(
        "select kind, topic_id, array(select unnest(subjects) order by 1) from change"
        " where xid = pg_current_xact_id() order by id"
    )
    return found.fetchall()
