"""Bets stand if the event is played within the competition's hours; otherwise they are void."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.competitions.rules.settings import CompetitionSettings
from app.settlement.rules.postponing import TOO_LATE
from tests.acceptance.settlement.ground import WON, everyone
from tests.acceptance.settlement.stadium import Stadium
from tests.conftest import TestDatabase

HOURS = 36


@pytest.fixture(scope="module")
def database(make_database: Callable[[], TestDatabase]) -> TestDatabase:
    """Of its own: whatever waits in another would be done by these tests' ticks."""
    return make_database()


@pytest.fixture
def stadium(database: TestDatabase) -> Iterator[Stadium]:
    yield Stadium(database, CompetitionSettings(postponement_hours=HOURS))
    assert database.violations() == []


def put_off(
    stadium: Stadium, event: UUID, *, planned_ago: float, status: str = "postponed"
) -> None:
    """It was to start so many hours ago."""
    stadium.change(
        "update event set first_starts_at = now() - make_interval(mins => %s), status = %s"
        " where id = %s",
        round(planned_ago * 60),
        status,
        event,
    )


def tick(stadium: Stadium) -> None:
    stadium.enqueue("settlement.settle_overdue_of")
    stadium.settle()


def began(hours_ago: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours_ago)).isoformat()


def test_an_event_that_is_not_played_in_time_is_void(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"])
    tip = stadium.predict(ama, market.event_id, (2, 1))
    put_off(stadium, market.event_id, planned_ago=HOURS + 0.1)

    tick(stadium)

    assert stadium.state(bet) == ("settled", "void", 40)
    assert stadium.points(tip) == []
    assert stadium.rows("select reason, state from settlement_run") == [(TOO_LATE, "finished")]


def test_until_its_hours_are_over_it_is_waited_for(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"])
    put_off(stadium, market.event_id, planned_ago=HOURS - 0.1)

    tick(stadium)

    assert stadium.state(bet) == ("accepted", None, None)
    assert stadium.rows("select id from settlement_run") == []


def test_a_cancelled_event_is_waited_for_no_longer(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"])
    put_off(stadium, market.event_id, planned_ago=0, status="cancelled")

    tick(stadium)

    assert stadium.state(bet) == ("settled", "void", 40)


def test_an_event_whose_result_is_late_is_not_void(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"])
    stadium.change(
        "update event set first_starts_at = now() - interval '9 days', status = 'live',"
        " starts_at = now() - interval '9 days', locks_at = now() - interval '9 days'"
        " where id = %s",
        market.event_id,
    )

    tick(stadium)

    assert stadium.state(bet) == ("accepted", None, None)


@pytest.mark.parametrize(("late_by", "state"), [(-0.1, "won"), (0.1, "void")])
def test_played_later_the_true_start_decides(stadium: Stadium, late_by: float, state: str) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"], accepted_ago=timedelta(hours=9))
    put_off(stadium, market.event_id, planned_ago=HOURS + 5, status="finished")
    stadium.rule(market, everyone(WON, market), settle=False)

    stadium.end(market.event_id, 2, 1, true_start_at=began(5 - late_by))

    assert stadium.state(bet)[:2] == ("settled", state)


def test_what_was_played_in_time_after_all_counts_again(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"], accepted_ago=timedelta(hours=9))
    tip = stadium.predict(ama, market.event_id, (2, 1), ago=timedelta(hours=9))
    put_off(stadium, market.event_id, planned_ago=HOURS + 5)
    tick(stadium)
    assert stadium.state(bet) == ("settled", "void", 40)

    put_off(stadium, market.event_id, planned_ago=HOURS + 5, status="finished")
    stadium.rule(market, everyone(WON, market), settle=False)
    stadium.end(market.event_id, 2, 1, true_start_at=began(6))

    assert stadium.state(bet) == ("settled", "won", 100)
    assert stadium.points(tip) == [(None, 4)]


def test_whoever_bets_on_a_void_event_gets_the_stake_back(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    put_off(stadium, market.event_id, planned_ago=HOURS + 1)
    tick(stadium)
    bet = stadium.bet(ama, 40, market.selections["1"])

    tick(stadium)
    assert stadium.state(bet) == ("settled", "void", 40)

    runs = stadium.rows("select id from settlement_run")
    tick(stadium)
    assert stadium.rows("select id from settlement_run") == runs


def test_changing_the_hours_does_not_decide_on_what_is_put_off_already(stadium: Stadium) -> None:
    ama, market = stadium.entry(100), stadium.market(2_500)
    bet = stadium.bet(ama, 40, market.selections["1"])
    put_off(stadium, market.event_id, planned_ago=HOURS - 1)
    stadium.change(
        "insert into competition_settings (competition_id, version, document, author)"
        " select competition_id, 2, document || '{\"postponement_hours\": 0}', 'test'"
        " from competition_settings where competition_id = %s",
        stadium.competition_id,
    )
    stadium.change(
        "update competition set settings_version = 2,"
        " settings = settings || '{\"postponement_hours\": 0}' where id = %s",
        stadium.competition_id,
    )

    tick(stadium)

    assert stadium.state(bet) == ("accepted", None, None)
