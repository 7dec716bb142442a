"""A batch in trouble: each bet has its own fate, and it ends by itself."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from app.betting.rules.placing import Bet, Retry, Verdict
from app.betting.rules.slips import Slip
from app.betting.service import batching
from app.betting.service.batching import Batches, TooManyBets
from app.betting.service.placing import Placing
from app.plumbing.pipelines import Pipeline
from tests.acceptance.betting.round import Round
from tests.acceptance.betting.slips import community_of, slips_of


@asynccontextmanager
async def open_batches(round_: Round) -> AsyncIterator[Batches]:
    batches = Batches(round_.world.settings)
    yield batches
    await batches.close()


async def place_all(
    batches: Batches, round_: Round, slips: Sequence[Slip]
) -> list[Bet | Retry | BaseException]:
    community = community_of(round_)
    wishes = (batches.place(slip, community) for slip in slips)
    return await asyncio.gather(*wishes, return_exceptions=True)


@pytest.fixture
def ready(round_: Round) -> Round:
    round_.player("Ama", points=1_000)
    round_.offer({"Ghana": 2500})
    return round_


def count_bets(round_: Round) -> int:
    [(count,)] = round_.rows("select count(*) from bet")
    return int(count)


def test_bets_that_arrive_together_are_one_batch(
    ready: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    place = Placing.place

    async def note(self: Placing, pipeline: Pipeline, slips: Sequence[Slip]) -> list[Verdict]:
        sizes.append(len(slips))
        return await place(self, pipeline, slips)

    monkeypatch.setattr(Placing, "place", note)

    async def play() -> None:
        async with open_batches(ready) as batches:
            await place_all(batches, ready, slips_of(ready, 1))
            await place_all(batches, ready, slips_of(ready, 600))

    asyncio.run(play())

    assert sizes == [1, 500, 100]


def test_a_poisoned_bet_harms_nobody_else(ready: Round) -> None:
    """A rule that only the database knows stands for whatever we have not thought of."""
    ready.as_superuser(
        "alter table bet add constraint poison check (tenant_id <> %s or stake <> 13)".replace(
            "%s", f"'{ready.tenant_id}'"
        )
    )

    async def play() -> list[Bet | Retry | BaseException]:
        async with open_batches(ready) as batches:
            return await place_all(batches, ready, slips_of(ready, 5, stakes=[1, 2, 13, 3, 4]))

    try:
        verdicts = asyncio.run(play())
    finally:
        ready.as_superuser("alter table bet drop constraint poison")

    assert [type(verdict) for verdict in verdicts] == [
        Bet,
        Bet,
        psycopg.errors.CheckViolation,
        Bet,
        Bet,
    ]
    assert count_bets(ready) == 4


def test_a_lost_connection_is_replaced(ready: Round) -> None:
    async def play() -> list[Bet | Retry | BaseException]:
        async with open_batches(ready) as batches:
            await place_all(batches, ready, slips_of(ready, 1))
            ready.as_superuser(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
                " and query like '%%commit%%'"
            )
            return await place_all(batches, ready, slips_of(ready, 3))

    assert [type(verdict) for verdict in asyncio.run(play())] == [Bet] * 3


def test_whoever_goes_away_leaves_their_bet_behind(ready: Round) -> None:
    async def play() -> None:
        async with open_batches(ready) as batches:
            asking = asyncio.create_task(batches.place(slips_of(ready, 1)[0], community_of(ready)))
            await asyncio.sleep(0)
            asking.cancel()
            others = await place_all(batches, ready, slips_of(ready, 2))
            assert [type(verdict) for verdict in others] == [Bet] * 2
            assert asking.cancelled()

    asyncio.run(play())

    assert count_bets(ready) == 3


def test_a_full_queue_turns_away_at_once(ready: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "WAITING_MAX", 10)

    async def play() -> list[Bet | Retry | BaseException]:
        async with open_batches(ready) as batches:
            return await place_all(batches, ready, slips_of(ready, 12))

    verdicts = asyncio.run(play())

    assert [type(verdict) for verdict in verdicts] == [Bet] * 10 + [TooManyBets] * 2


def test_a_held_row_delays_no_longer_than_patience(ready: Round) -> None:
    """Whoever waits for it is asked to come again."""

    async def play() -> list[Any]:
        async with open_batches(ready) as batches:
            with ready.game.transaction() as tx:
                tx.execute("select from account where kind = 'balance' for update")
                return await place_all(batches, ready, slips_of(ready, 1))

    [verdict] = asyncio.run(play())

    assert isinstance(verdict, psycopg.OperationalError)
    assert count_bets(ready) == 0
