"""The demo: everything of the game is there, something locks soon, and nothing is done twice."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner

from app.betting.rules.tickets import BetKind
from app.cli import main
from app.development.demo.__main__ import officiate_all, play_round
from app.development.demo.moving import move_prices
from app.development.demo.tours import FOOTBALL
from app.development.directory.state import Person
from app.development.seed import DEMO, HARBOUR, seed
from app.markets.rules.questions import MarketKind
from app.plumbing.db import Database
from app.tenants.rules import PLATFORM_ID
from tests.acceptance.players import insert_player
from tests.conftest import TestDatabase

QUARTER = timedelta(minutes=15)
AMA = Person(id=str(uuid4()), username="ama", email="ama@pointsbook.example")
ADDED_TO = (
    "sport", "participant", "event", "market", "price", "competition", "entry",
    "private_league_entry", "player", "bet", "leg", "transfer", "pool", "prediction",
    "announcement", "audit",
)  # fmt: skip
GAMES = """
    select e.status, e.score from event e join sport s on (s.tenant_id, s.id) =
    (e.sport_tenant_id, e.sport_id) and s.slug = 'football'
"""
BETS_OF_AMA = """
    select count(*) from bet b
    join entry e on (e.tenant_id, e.id) = (b.tenant_id, b.entry_id)
    join player p on (p.tenant_id, p.id) = (e.tenant_id, e.player_id)
    where p.display_name = 'ama'
"""


@dataclass(frozen=True)
class Demo:
    """A database in which one round has been played."""

    database: TestDatabase
    began: datetime

    def play(self, now: datetime) -> None:
        subjects = frozenset({AMA.id})
        asyncio.run(play_round(self.database.settings(), subjects, now=now))

    def ask(self, query: str) -> list[Any]:
        with psycopg.connect(self.database.url("platform").reveal()) as platform:
            return [row[0] if len(row) == 1 else row for row in platform.execute(query.encode())]

    def rows(self) -> dict[str, list[str]]:
        return {
            table: self.ask(f"select t::text from {table} t order by 1")  # noqa: S608 - our own
            for table in ADDED_TO
        }


@pytest.fixture(scope="module")
def demo(make_database: Callable[[], TestDatabase]) -> Demo:
    demo = Demo(make_database(), datetime.now(UTC))
    asyncio.run(seed(demo.database.settings()))
    insert_player(demo.database, DEMO.id, AMA, ("player",))
    demo.play(demo.began)
    return demo


def test_every_invariant_holds(demo: Demo) -> None:
    told = CliRunner().invoke(main, ["verify"], env=demo.database.environ())

    assert told.output == "Every invariant holds.\n"


def test_there_is_a_market_of_each_kind(demo: Demo) -> None:
    assert set(demo.ask("select kind from market where state = 'open'")) == set(MarketKind)


def test_every_selection_has_a_price(demo: Demo) -> None:
    assert demo.ask("select id from selection where odds is null") == []


def test_there_are_bets_of_each_kind(demo: Demo) -> None:
    kinds = demo.ask("select kind from bet")

    assert set(kinds) == {*BetKind, "pool"}
    assert len(kinds) > 300
    assert demo.ask("select true from bet where each_way limit 1") == [True]


def test_all_is_played_that_communities_play(demo: Demo) -> None:
    assert demo.ask("select count(*) from prediction") > [100]
    assert demo.ask("select true from prediction where joker limit 1") == [True]
    assert demo.ask("select name from private_league") == ["Friday table"]
    assert set(demo.ask("select count(*) > 1 from competition group by tenant_id")) == {True, False}
    assert demo.ask("select count(*) from entry where bot") == [5], "one in each competition"


def test_the_office_is_the_community_s_own(demo: Demo) -> None:
    owners = dict(
        demo.ask("select s.slug, e.tenant_id from event e join sport s on s.id = e.sport_id")
    )

    assert owners.pop("office") == DEMO.id
    assert set(owners.values()) == {PLATFORM_ID}
    played = "select tenant_id from competition_event where event_tenant_id <> tenant_id"
    assert set(demo.ask(played)) == {DEMO.id, HARBOUR.id}


def test_somebody_who_signs_in_begins_with_bets(demo: Demo) -> None:
    assert demo.ask(BETS_OF_AMA) > [5]


def test_a_second_round_at_that_moment_changes_nothing(demo: Demo) -> None:
    before = demo.rows()

    demo.play(demo.began)

    assert demo.rows() == before


@pytest.mark.parametrize("later", [timedelta(minutes=20), timedelta(hours=7)])
def test_a_later_round_adds_and_changes_nothing(demo: Demo, later: timedelta) -> None:
    before, bets_of_ama = demo.rows(), demo.ask(BETS_OF_AMA)
    now = demo.began + later

    demo.play(now)

    after = demo.rows()
    assert [table for table in ADDED_TO if not set(before[table]) <= set(after[table])] == []
    soon = f"select count(*) from event where locks_at between '{now}' and '{now + QUARTER}'"  # noqa: S608
    assert demo.ask(soon) > [0]
    assert demo.ask(BETS_OF_AMA) == bets_of_ama, "she plays for herself"
    assert len(after["bet"]) > len(before["bet"])
    assert demo.database.violations() == []


def test_prices_move(demo: Demo) -> None:
    [before] = demo.ask("select count(*) from price")

    async def move() -> None:
        database = Database(demo.database.settings())
        async with database.tenant(PLATFORM_ID) as tx:
            await move_prices(tx, FOOTBALL, now=demo.began, random=Random(1))  # noqa: S311
        await database.close()

    asyncio.run(move())

    assert demo.ask("select count(*) from price") > [before + 1]
    assert demo.database.violations() == []


def test_what_is_over_has_a_result_and_its_bets_are_settled(
    make_database: Callable[[], TestDatabase],
) -> None:
    demo = Demo(make_database(), datetime.now(UTC))
    asyncio.run(seed(demo.database.settings()))
    demo.play(demo.began)
    next_game = "select min(starts_at) from event e join sport s on s.id = e.sport_id"
    [begins_at] = demo.ask(f"{next_game} where s.slug = 'football'")

    asyncio.run(officiate_all(demo.database.settings(), now=begins_at + timedelta(minutes=3)))
    [(status, score)] = demo.ask(f"{GAMES} where e.starts_at = '{begins_at}'")
    asyncio.run(officiate_all(demo.database.settings(), now=begins_at + timedelta(minutes=7)))

    assert (status, set(score["scores"])) == ("live", {"full_time"})
    [(ended, _)] = demo.ask(f"{GAMES} where e.starts_at = '{begins_at}'")
    assert ended == "finished"
    assert demo.ask("select true from market where state = 'settled' limit 1") == [True]
    assert demo.ask("select count(*) > 0 from ruling where state = 'confirmed'") == [True]
    assert demo.database.violations() == []
