"""Counting differences, run by run, comes to the same as counting all anew."""

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import pytest

from app.competitions.rules.settings import Standing
from app.leaderboards import jobs as leaderboards_jobs
from app.leaderboards.rules.ranking import Row, rank
from app.leaderboards.store import counting
from app.plumbing.db import Database
from tests.acceptance.leaderboards.season import Season

MATCH, OTHER = "Ghana v Mali", "Togo v Niger"
RESULTS = ("won", "lost", "part_lost", "returned", "void", None)
WHO = ("Ama", "Kojo", "Esi")
STATE = """
    select to_jsonb(t) - 'last_run_id' from {table} t
    where competition_id = %(id)s order by t::text
"""


def counted(season: Season) -> list[Any]:
    rows = []
    for table in ("tally", "streak"):
        found = season.do(STATE.format(table=table), id=season.competition_id)
        rows += [
            row for (row,) in found
            # What was corrected away leaves a row of nothing.
            if any(value for name, value in row.items() if isinstance(value, int))
        ]  # fmt: skip
    return sorted(rows, key=str)


@dataclass
class Played:
    legs: tuple[str, ...]
    result: str | None = None


Bets = dict[UUID, Played]


def play_a_run(season: Season, random: Random, bets: Bets) -> None:
    """Some open bets are settled, some settled ones are corrected or open again."""
    event = random.choice((MATCH, OTHER))
    for who in WHO:
        legs = random.choice(((event,), (MATCH, OTHER)))
        bets[season.bet(who, random.randint(1, 9), *legs)] = Played(legs)
    season.begin_run(event)
    for bet, played in bets.items():
        result = random.choice(RESULTS)
        if event in played.legs and result != played.result and random.random() < 0.6:
            season.settle(bet, result)
            played.result = result
    season.finish_run()


@pytest.mark.parametrize("seed", range(4))
def test_run_by_run_or_all_at_once_is_the_same(season: Season, seed: int) -> None:
    random, bets = Random(seed), Bets()  # noqa: S311 - no secret
    for _ in range(5):
        play_a_run(season, random, bets)
        if random.random() < 0.7:
            season.refresh()
    season.refresh()
    run_by_run = counted(season)

    season.in_tenant(lambda tx: counting.forget(tx, season.competition_id))
    season.refresh()

    assert counted(season) == run_by_run
    assert run_by_run


def test_refreshing_again_changes_nothing(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    season.results(MATCH, ("Ama", "won"))
    season.refresh()
    before = season.page()

    season.refresh()

    assert season.page() == before


def test_a_refresh_that_is_cut_short_leaves_nothing(season: Season) -> None:
    season.bet("Ama", 100, MATCH)
    season.results(MATCH, ("Ama", "won"))

    async def cut_short(tx: Any) -> None:  # noqa: ANN401
        await counting.lock_board(tx, season.competition_id)
        due = await counting.find_due(tx, season.competition_id)
        await counting.add(tx, season.competition_id, due)
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        season.in_tenant(cut_short)
    assert counted(season) == []

    season.refresh()
    assert season.row("Ama")["net_points"] == 100


@pytest.mark.parametrize("by", [Standing.NET_POINTS, Standing.WIN_RATE, Standing.STREAK])
def test_postgresql_ranks_as_the_rules_do(season: Season, by: Standing) -> None:
    random, bets = Random(by.value), Bets()  # noqa: S311 - no secret
    season.set_up(standing=["net_worth"])
    season.entry("Yaw")
    play_a_run(season, random, bets)
    play_a_run(season, random, bets)
    season.refresh()

    items = season.page(by=by.value)["items"]
    known = [item for item in items if item[by.value] is not None]
    order = [by.value, Standing.NET_WORTH.value]
    rows = [Row(player=i["player"], values={key: i[key] for key in order}) for i in known]

    expected = {place.player: place.rank for place in rank(rows, order)}
    assert {item["player"]: item["rank"] for item in known} == expected


def waiting(season: Season) -> int:
    """How many refreshes wait, once the job has looked around."""

    async def look() -> None:
        database = Database(season.world.database.settings())
        try:
            await leaderboards_jobs.look(database)
        finally:
            await database.close()

    asyncio.run(look())
    [(count,)] = season.do(
        "select count(*) from procrastinate_jobs where task_name = 'leaderboards.refresh'"
        " and args ->> 'tenant_id' = %(tenant)s",
        tenant=str(season.tenant_id),
    )
    return int(count)


def test_entries_and_points_are_found_without_a_run(season: Season) -> None:
    season.entry("Ama")
    season.refresh()
    season.do("update board set looked_at = looked_at + interval '2 minutes'")
    assert waiting(season) == 0

    season.do("update entry set bot = true where id = %(id)s", id=season.entry("Ama"))
    season.do("update board set looked_at = looked_at - interval '2 minutes'")

    assert waiting(season) == 1
    assert waiting(season) == 1
