"""A ruling that comes while an earlier one is still being settled, or out of order, or twice."""

import pytest

from app.settlement.store import chunks
from tests.acceptance.settlement.ground import WON, Ground, everyone, only


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 2)


def runs(ground: Ground) -> list[tuple[str, bool]]:
    """Each run's state, and whether it counts by itself."""
    return ground.rows("select state, counts_with = id from settlement_run order by created_at")


def test_a_later_ruling_on_the_event_overtakes_a_run_that_still_goes_on(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500, 1_500)
    bets = [ground.bet(ama, 10, market.selections["1"]) for _ in range(5)]
    ground.rule(market, only("1", market), settle=False)
    assert ground.work_once()
    ground.step(market)

    ground.rule(market, only("2", market), settle=False)
    assert ground.work_once(newest=True)
    ground.settle()

    assert {ground.state(bet) for bet in bets} == {("settled", "lost", 0)}
    assert [len(ground.journal(bet)) for bet in bets] == [2, 2, 1, 1, 1]
    assert runs(ground) == [("overtaken", False), ("finished", True)]
    assert ground.rows("select body -> 'bets' from outbox_message") == [(5,)]


def test_the_parts_that_were_not_finished_come_along(ground: Ground) -> None:
    """A ruling on one market must not leave the others of the event behind."""
    event = ground.event()
    first = ground.market(2_500, event_id=event)
    second = ground.market(1_500, event_id=event, period="first_half")
    ama = ground.entry(100)
    bet = ground.bet(ama, 10, second.selections["1"])
    ground.bet(ama, 10, first.selections["1"])
    ground.rule_all(
        event, [(first, everyone(WON, first)), (second, everyone(WON, second))], settle=False
    )
    assert ground.work_once()

    ground.rule(first, everyone((0, 1, 1), first), settle=False)
    assert ground.work_once(newest=True)
    ground.settle()

    assert ground.state(bet) == ("settled", "won", 15)


def test_a_job_that_comes_twice_settles_once(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500)
    bet = ground.bet(ama, 10, market.selections["1"])
    ruling = ground.rule(market, everyone(WON, market))

    ground.enqueue("settlement.begin", ruling_tenant_id=ground.tenant_id, ruling_id=ruling)
    ground.settle()

    assert len(ground.journal(bet)) == 1
    assert runs(ground) == [("finished", True)]


def test_a_community_without_bets_is_through_at_once(ground: Ground) -> None:
    market = ground.market(2_500)

    ground.rule(market, everyone(WON, market))

    assert runs(ground) == [("finished", True)]


def test_a_combo_over_two_events_is_paid_once_whoever_comes_first(ground: Ground) -> None:
    ama, first, second = ground.entry(100), ground.market(2_500), ground.market(3_000)
    bet = ground.bet(ama, 10, first.selections["1"], second.selections["1"])
    ground.rule(first, everyone(WON, first), settle=False)
    ground.rule(second, everyone(WON, second), settle=False)

    ground.settle()

    assert ground.journal(bet) == [("accepted", None, "settled", 75)]
