"""What is played is counted, under the names and labels that the registry of signals lists."""

import pytest

from app.plumbing.ids import new_id
from tests.acceptance.care import Care
from tests.acceptance.contest import Contest
from tests.acceptance.metrics import Metrics
from tests.acceptance.world import World


@pytest.fixture(scope="session")
def _metrics() -> Metrics:
    """A process has one provider of metrics."""
    return Metrics()


@pytest.fixture
def metrics(_metrics: Metrics) -> Metrics:
    _metrics.forget()
    return _metrics


def test_bets_are_counted_by_what_became_of_them(world: World, metrics: Metrics) -> None:
    care = Care(world)
    care.player("Ama", points=100)
    market = care.offer({"Ghana": 2500})
    pool = care.game.pool(care.competition_id, market)
    in_pool = care.slip("Ama", 5, "Ghana", kind="pool", pool_id=str(pool))
    in_pool["legs"] = [{"selection_id": str(care.selections["Ghana"])}]

    care.place("Ama", in_pool)
    care.bet("Ama", 10, "Ghana")
    care.send("Ama", "PUT", f"/api/bets/{care.bet_id}/cancel")
    care.bet("Ama", 20, "Ghana")
    care.accept_cash_out("Ama", care.ask_for_cash_out("Ama"))
    care.limit("Ama", "stake", "day", 30)
    care.bet("Ama", 31, "Ghana")

    assert metrics.counted() == {
        "bets.placed{mode=pool}": 1,
        "bets.placed{mode=odds}": 2,
        "points.staked{mode=pool}": 5,
        "points.staked{mode=odds}": 30,
        "bets.ended{state=cancelled}": 1,
        "bets.ended{state=cashed_out}": 1,
        "points.paid_out": 10 + 19,
        "bets.rejected{reason=stake-limit-reached}": 1,
        "limits.refused{limit=stake}": 1,
    }


def test_pools_and_predictions_are_counted(world: World, metrics: Metrics) -> None:
    contest = Contest(world)
    market = contest.game.market(contest.event("Ghana v Mali"), {"1": None, "2": None})
    contest.event("Togo v Benin")
    contest.lock("Togo v Benin")
    question = contest.game.bonus_question(contest.competition_id)
    path = f"/api/entries/{contest.entry('Ama')}"

    wish = {"id": str(new_id()), "market_id": str(market.id)}
    contest.must("Efua", f"POST {contest.path}/pools", wish)
    sheet = [{"event_id": str(of), "first": 2, "second": 1} for of in contest.events.values()]
    contest.must("Ama", f"PUT {path}/predictions", {"predictions": sheet})
    contest.must("Ama", f"PUT {path}/bonus-answers/{question}", {"answer": "Ghana"})
    contest.must("Ama", "POST /api/limits/time-out", {"hours": 24})
    contest.ask("Ama", f"PUT {path}/predictions", {"predictions": sheet})

    assert metrics.counted() == {
        "pools.opened": 1,
        "predictions.saved": 1,
        "predictions.rejected{reason=predictions-locked}": 1,
        "bonus_answers.saved": 1,
        "limits.refused{limit=break}": 1,
    }
