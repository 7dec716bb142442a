"""Steps of top_ups.feature, with the worker's own job on a real database."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from pytest_bdd import given, parsers, scenarios, when

from app.competitions import jobs, service
from app.competitions.service import top_ups
from app.plumbing.db import Database
from tests.acceptance.competitions.club import Club

scenarios("top_ups.feature")


async def give(club: Club, times: int = 1, *, later: timedelta = timedelta()) -> list[bool]:
    database = Database(club.world.database.settings())

    async def once() -> bool:
        async with database.tenant(club.tenant_id) as tx:
            return await service.top_up(tx, now=datetime.now(UTC) + later)

    try:
        return await asyncio.gather(*(once() for _ in range(times)))
    finally:
        await database.close()


@given(parsers.parse('"{name}" tops up by {points:d} points each day'))
def _(club: Club, name: str, points: int) -> None:
    club.change(name, settings={"top_up": {"points": points, "every": "day"}})
    assert club.answer.is_success


@given(parsers.parse('{who} joined "{name}" yesterday'))
def _(club: Club, who: str, name: str) -> None:
    club.join(who, name)
    club.sql(
        "update entry set joined_at = joined_at - interval '1 day' where id = %s",
        UUID(club.answer.json()["id"]),
    )


@given(parsers.parse('Ama has withdrawn from "{name}"'))
def _(club: Club, name: str) -> None:
    club.must("Ama", f"POST /api/entries/{club.entry('Ama', name)['id']}/withdraw")


@given("the day's top-ups are given")
@when("the day's top-ups are given")
def _(club: Club) -> None:
    assert asyncio.run(give(club)) == [False]


@when(parsers.parse("the day's top-ups are given {times:d} times at once"))
def _(club: Club, times: int) -> None:
    assert asyncio.run(give(club, times)) == [False] * times


@when("the next day's top-ups are given")
def _(club: Club) -> None:
    asyncio.run(give(club, later=timedelta(days=1)))


@when("the day's top-ups are given one by one")
def _(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(top_ups, "CHUNK", 1)
    assert [asyncio.run(give(club)) for _ in range(3)] == [[True], [True], [False]]


def test_the_job_leaves_work_for_each_community_and_for_what_is_left(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    club.make("World Cup", top_up={"points": 5, "every": "day"})
    club.join("Ama", "World Cup")
    club.sql("update entry set joined_at = joined_at - interval '1 day'")
    monkeypatch.setattr(top_ups, "CHUNK", 1)

    asyncio.run(_run_both(club))

    assert club.balance("Ama", "World Cup") == 1_005
    waiting = """
        select count(*) from procrastinate_jobs
        where args ->> 'tenant_id' = %s and task_name like 'competitions.top_up%%'
    """
    with psycopg.connect(club.world.database.url("postgres").reveal()) as superuser:
        (count,) = superuser.execute(waiting, [str(club.tenant_id)]).fetchone() or (0,)
    assert count == 1


async def _run_both(club: Club) -> None:
    database = Database(club.world.database.settings())
    try:
        await jobs.top_up(database)
        async with database.tenant(club.tenant_id) as tx:
            await jobs.top_up_of(tx, community_id=club.tenant_id)
    finally:
        await database.close()
