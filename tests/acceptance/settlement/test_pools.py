"""Pools are shared out among whoever was right, to the point."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.acceptance.game import Market
from tests.acceptance.settlement.ground import VOID, Ground, only, sums


def pool(ground: Ground, market: Market, **columns: object) -> UUID:
    pool_id = ground.game.pool(ground.competition_id, market)
    usual: dict[str, object] = {"takeout": 100, "minimum_dividend": False}
    for name, value in (usual | columns).items():
        ground.change(f"update pool set {name} = %s where id = %s", value, pool_id)  # noqa: S608
    return pool_id


def stake(
    ground: Ground,
    pool_id: UUID,
    points: int,
    selection: UUID,
    *,
    accepted_ago: timedelta = timedelta(0),
) -> UUID:
    entry = ground.entry(1_000)
    return ground.bet(entry, points, selection, pool_id=pool_id, accepted_ago=accepted_ago)


def state(ground: Ground, pool_id: UUID) -> str:
    ((found,),) = ground.rows("select state from pool where id = %s", pool_id)
    return str(found)


def test_the_right_stakes_share_what_the_takeout_leaves(ground: Ground) -> None:
    market = ground.market(2_000, 2_000)
    here = pool(ground, market)
    right = [stake(ground, here, points, market.selections["1"]) for points in (10, 21)]
    wrong = stake(ground, here, 70, market.selections["2"])

    ground.rule(market, only("1", market))

    # 101 staked, 90 left: 31 points share them, 29 and 60 of them in whole points.
    assert [ground.state(bet)[2] for bet in (*right, wrong)] == [29, 60, 0]
    assert state(ground, here) == "settled"
    assert {("takeout", 11), ("breakage", 1)} <= set(sums(ground))


def test_late_stakes_and_those_on_what_became_void_were_never_in(ground: Ground) -> None:
    market = ground.market(2_000, 2_000, 2_000)
    here = pool(ground, market, takeout=0)
    right = stake(ground, here, 10, market.selections["1"], accepted_ago=timedelta(minutes=2))
    late = stake(ground, here, 20, market.selections["1"])
    void = stake(ground, here, 30, market.selections["2"], accepted_ago=timedelta(minutes=2))
    wrong = stake(ground, here, 40, market.selections["3"], accepted_ago=timedelta(minutes=2))

    ground.rule(
        market,
        only("1", market) | {"2": VOID},
        true_start_at=datetime.now(UTC) - timedelta(minutes=1),
    )

    assert [ground.state(bet) for bet in (right, late, void, wrong)] == [
        ("settled", "won", 50),
        ("settled", "void", 20),
        ("settled", "void", 30),
        ("settled", "lost", 0),
    ]


def test_a_pool_that_nobody_won_is_refunded(ground: Ground) -> None:
    market = ground.market(2_000, 2_000)
    here = pool(ground, market)
    wrong = stake(ground, here, 70, market.selections["2"])

    ground.rule(market, only("1", market))

    assert ground.state(wrong) == ("settled", "returned", 70)
    assert state(ground, here) == "refunded"


def test_a_minimum_dividend_is_paid_by_the_house_at_last(ground: Ground) -> None:
    market = ground.market(2_000, 2_000)
    here = pool(ground, market, minimum_dividend=True)
    right = stake(ground, here, 100, market.selections["1"])

    ground.rule(market, only("1", market))

    assert ground.state(right) == ("settled", "returned", 100)
    assert "takeout" not in dict(sums(ground))


def test_those_who_tie_share_evenly(ground: Ground) -> None:
    market = ground.market(2_000, 2_000, 2_000)
    here = pool(ground, market, takeout=0)
    bets = [stake(ground, here, 10 * n, market.selections[str(n)]) for n in (1, 2, 3)]

    ground.rule(market, {"1": (1, 0, 2), "2": (1, 0, 2), "3": (0, 0, 1)})

    assert [ground.state(bet)[2] for bet in bets] == [30, 30, 0]


def test_what_nobody_won_goes_on_to_the_next_pool(ground: Ground) -> None:
    first, second = ground.market(2_000, 2_000), ground.market(2_000, 2_000)
    later = pool(ground, second, takeout=0)
    here = pool(ground, first, next_pool_id=later)
    wrong = stake(ground, here, 70, first.selections["2"])
    right = stake(ground, later, 10, second.selections["1"])

    ground.rule(first, only("1", first))
    assert ground.state(wrong) == ("settled", "lost", 0)
    assert ("escrow", 80) in sums(ground)
    ground.rule(second, only("1", second))

    assert ground.state(right) == ("settled", "won", 80)


def test_a_correction_of_the_pool_before_shares_the_next_one_out_anew(ground: Ground) -> None:
    first, second = ground.market(2_000, 2_000), ground.market(2_000, 2_000)
    later = pool(ground, second, takeout=0)
    here = pool(ground, first, takeout=0, next_pool_id=later)
    bet = stake(ground, here, 70, first.selections["2"])
    other = stake(ground, later, 10, second.selections["1"])
    ground.rule(first, only("1", first))
    ground.rule(second, only("1", second))

    ground.rule(first, only("2", first))

    assert ground.state(bet) == ("settled", "returned", 70)
    assert ground.state(other) == ("settled", "returned", 10)


def test_a_correction_moves_differences_alone(ground: Ground) -> None:
    market = ground.market(2_000, 2_000)
    here = pool(ground, market)
    one = stake(ground, here, 50, market.selections["1"])
    other = stake(ground, here, 30, market.selections["2"])
    ground.rule(market, only("1", market))

    ground.rule(market, only("2", market))

    assert [ground.state(bet)[2] for bet in (one, other)] == [0, 72]
    assert dict(sums(ground))["takeout"] == 8
    assert len(ground.journal(one)) == len(ground.journal(other)) == 2


def test_a_pool_whose_market_is_open_again_waits(ground: Ground) -> None:
    market = ground.market(2_000, 2_000)
    here = pool(ground, market)
    bet = stake(ground, here, 50, market.selections["1"])
    ground.rule(market, only("1", market))

    ground.rule(market, {})

    assert ground.state(bet) == ("accepted", None, None)
    assert state(ground, here) == "open"
    assert ("escrow", 50) in sums(ground)
