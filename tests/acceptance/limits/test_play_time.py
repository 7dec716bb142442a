"""Minutes of play and sittings, and the API's other answers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from app.limits.service.minutes import Minutes
from app.plumbing.db import Database
from tests.acceptance.betting.slips import community_of
from tests.acceptance.care import Care

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)


def played(care: Care, work: Callable[[Minutes, Database], Awaitable[None]]) -> None:
    """Do some work with minutes of a process of their own."""

    async def work_and_close() -> None:
        database = Database(care.world.settings)
        try:
            await work(Minutes(), database)
        finally:
            await database.close()

    asyncio.run(work_and_close())


def minutes_of(care: Care) -> list[tuple[date, int]]:
    return [(day, int(n)) for day, n in care.rows("select day, minutes from play_time order by 1")]


def test_a_minute_counts_once_whoever_saw_it(care: Care) -> None:
    ama = care.player_id("Ama")

    async def work(minutes: Minutes, database: Database) -> None:
        for seconds in (0, 10, 59, 60, 130):
            minutes.note(ama, community_of(care), NOON + timedelta(seconds=seconds))
        await minutes.write(database)
        another_process = Minutes()
        another_process.note(ama, community_of(care), NOON + timedelta(seconds=131))
        await another_process.write(database)

    played(care, work)

    assert minutes_of(care) == [(NOON.date(), 3)]


def test_a_minute_belongs_to_the_communitys_day(care: Care) -> None:
    ama, community = care.player_id("Ama"), community_of(care)
    berlin = replace(community, settings=replace(community.settings, time_zone="Europe/Berlin"))

    async def work(minutes: Minutes, database: Database) -> None:
        # Midnight in Berlin, on either side of the beginning of summer time.
        for moment in ("2026-03-28T22:59", "2026-03-28T23:00", "2026-03-29T21:59", "2026-03-29T22"):
            minutes.note(ama, berlin, datetime.fromisoformat(f"{moment}+00:00"))
        await minutes.write(database)

    played(care, work)

    days = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]
    assert minutes_of(care) == list(zip(days, [1, 2, 1], strict=True))


def test_one_statement_counts_everybody_of_a_minute(care: Care) -> None:
    players = [care.player_id(f"player{n}") for n in range(5)]
    statements: list[str] = []

    async def work(minutes: Minutes, database: Database) -> None:
        def count(_c: object, _k: object, statement: str, *_others: object) -> None:
            statements.append(statement)

        event.listen(database.primary.sync_engine, "before_cursor_execute", count)
        for seconds in range(60):
            minutes.note(players[seconds % 5], community_of(care), NOON + timedelta(0, seconds))
        await minutes.write(database)
        await minutes.write(database)

    played(care, work)

    assert sum("into play_time" in statement for statement in statements) == 1
    assert care.rows("select sum(minutes)::bigint from play_time") == [(5,)]


def test_what_could_not_be_written_is_tried_again(care: Care) -> None:
    ama = care.player_id("Ama")

    async def work(minutes: Minutes, database: Database) -> None:
        minutes.note(ama, community_of(care), NOON)
        away = Database(care.world.database.settings(database_url="postgresql://127.0.0.1:1/none"))
        await minutes.write(away)
        await away.close()
        await minutes.write(database)

    played(care, work)

    assert minutes_of(care) == [(NOON.date(), 1)]


@pytest.mark.parametrize(("pause", "began"), [(30, 0), (31, 31)])
def test_a_long_pause_begins_another_sitting(care: Care, pause: int, began: int) -> None:
    ama = care.player_id("Ama")
    # Over midnight: a sitting has no day.
    start = datetime(2026, 3, 28, 23, 50, tzinfo=UTC)

    async def work(minutes: Minutes, database: Database) -> None:
        for after in (0, pause):
            minutes.note(ama, community_of(care), start + timedelta(minutes=after))
            await minutes.write(database)

    played(care, work)

    [[newest]] = care.rows("select sitting_began_at from play_time order by day desc limit 1")
    assert newest == start + timedelta(minutes=began)


def test_requests_count_as_play(care: Care) -> None:
    care.send("Ama", "GET", "/api/limits")

    deadline = datetime.now(UTC) + timedelta(seconds=30)
    while not minutes_of(care) and datetime.now(UTC) < deadline:
        pass

    assert [minutes for _, minutes in minutes_of(care)] == [1]


def test_a_reality_check_tells_of_the_sitting(care: Care) -> None:
    care.offer({"Ghana": 2500})
    care.player("Ama", points=100)
    sit_for(care, care.player_id("Ama"), minutes=45)
    care.bet("Ama", 30, "Ghana")
    answer = care.ask("Ama", "PUT", "/api/limits/reality-check", {"every_minutes": 60})

    check = answer.json()
    assert answer.status_code == 200, answer.text
    assert (check["sitting"]["staked"], check["sitting"]["returned"]) == (30, 0)
    assert check["sitting"]["minutes"] == 45
    began = datetime.fromisoformat(check["sitting"]["began_at"])
    assert datetime.fromisoformat(check["next_at"]) == began + timedelta(minutes=60)
    assert care.send("Ama", "GET", "/api/limits/reality-check").json()["every_minutes"] == 60


def test_an_old_sitting_is_over(care: Care) -> None:
    care.player("Ama")
    care.change(
        "insert into play_time (player_id, day, minutes, last_minute_at, sitting_began_at)"
        " values (%s, now() - interval '1 day', 5, now() - interval '1 day', now() - interval"
        " '1 day')",
        care.player_id("Ama"),
    )

    check = care.send("Ama", "GET", "/api/limits/reality-check").json()

    assert check == {"every_minutes": None, "next_at": None, "sitting": None}


def test_an_admin_sees_limits_and_changes_none(care: Care) -> None:
    care.admin("Efua")
    care.limit("Ama", "stake", "day", 40)
    ama = care.player_id("Ama")

    seen = care.send("Efua", "GET", f"/api/admin/players/{ama}/limits").json()["limits"]

    assert [one["amount"] for one in seen if one["amount"] is not None] == [40]
    assert care.standing("Efua", "stake", "day")["amount"] is None


@pytest.mark.parametrize("amount", [-1, 10**12 + 1, 1.5, "40", None])
def test_no_limit_is_nonsense(care: Care, amount: object) -> None:
    answer = care.ask("Ama", "PUT", "/api/limits/stake/day", {"amount": amount})

    assert answer.status_code == 400
    assert care.rows("select count(*) from player_limit") == [(0,)]


def test_there_are_no_other_limits(care: Care) -> None:
    for path in ("luck/day", "stake/year"):
        assert care.ask("Ama", "PUT", f"/api/limits/{path}", {"amount": 1}).status_code in {
            400,
            404,
        }


def test_limits_are_found_from_elsewhere(care: Care) -> None:
    balance = care.send("Ama", "GET", "/api/users/balance")
    limits = care.send("Ama", "GET", "/api/limits")

    assert balance.headers["link"] == '</api/limits>; rel="limits"'
    assert limits.json()["links"]["self_exclusion"] == "/api/limits/self-exclusion"


def sit_for(care: Care, player_id: UUID, *, minutes: int) -> None:
    care.change(
        "insert into play_time (player_id, day, minutes, last_minute_at, sitting_began_at)"
        " values (%s, now(), 1, now(), now() - make_interval(mins => %s, secs => 5))",
        player_id,
        minutes,
    )
