"""Bets become what the rulings in force say, and differences alone move."""

from datetime import UTC, datetime, timedelta

from tests.acceptance.settlement.ground import (
    HALF_LOST,
    HALF_WON,
    LOST,
    VOID,
    WON,
    Ground,
    everyone,
    moved_by,
    only,
    sums,
)


def test_a_won_bet_is_paid_its_stake_out_of_the_escrow_and_the_rest_by_the_house(
    ground: Ground,
) -> None:
    ama, market = ground.entry(100), ground.market(2_500, 1_500)
    bet = ground.bet(ama, 40, market.selections["1"])

    ground.rule(market, only("1", market))

    assert ground.state(bet) == ("settled", "won", 100)
    assert ground.position(ama) == (160, 0)
    assert moved_by(ground, [bet]) == [
        ("payout", "escrow", "balance", 40),
        ("payout", "house", "balance", 60),
    ]


def test_a_lost_stake_goes_to_the_house(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500, 1_500)
    bet = ground.bet(ama, 40, market.selections["1"])

    ground.rule(market, only("2", market))

    assert ground.state(bet) == ("settled", "lost", 0)
    assert ground.position(ama) == (60, 0)
    assert moved_by(ground, [bet]) == [("payout", "escrow", "house", 40)]


def test_a_half_lost_stake_comes_back_by_half(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500)
    bet = ground.bet(ama, 41, market.selections["1"])

    ground.rule(market, everyone(HALF_LOST, market))

    assert ground.state(bet) == ("settled", "part_lost", 20)
    assert ground.position(ama) == (79, 0)


def test_a_void_bet_gets_its_stake_back(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500)
    bet = ground.bet(ama, 40, market.selections["1"])

    ground.rule(market, everyone(VOID, market))

    assert ground.state(bet) == ("settled", "void", 40)


def test_a_market_that_is_not_decided_waits(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500, 1_500)
    bet = ground.bet(ama, 40, market.selections["1"])

    ground.rule(market, {})

    assert ground.state(bet) == ("accepted", None, None)
    assert ground.journal(bet) == []


def test_a_combo_waits_for_its_last_leg(ground: Ground) -> None:
    ama, first, second = ground.entry(100), ground.market(2_500), ground.market(3_000)
    bet = ground.bet(ama, 10, first.selections["1"], second.selections["1"])

    ground.rule(first, everyone(WON, first))
    assert ground.state(bet) == ("accepted", None, None)
    ground.rule(second, everyone(HALF_WON, second))

    assert ground.state(bet) == ("settled", "won", 50)


def test_a_combo_is_lost_with_its_first_lost_leg(ground: Ground) -> None:
    ama, first, second = ground.entry(100), ground.market(2_500), ground.market(3_000)
    bet = ground.bet(ama, 10, first.selections["1"], second.selections["1"])

    ground.rule(first, everyone(LOST, first))
    ground.rule(second, everyone(WON, second))

    assert ground.state(bet) == ("settled", "lost", 0)
    assert len(ground.journal(bet)) == 1


def test_a_correction_moves_the_difference_alone(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500, 1_500)
    bet = ground.bet(ama, 40, market.selections["1"])
    ground.rule(market, only("2", market))

    ground.rule(market, only("1", market))

    assert ground.state(bet) == ("settled", "won", 100)
    assert moved_by(ground, [bet])[1:] == [("correction", "house", "balance", 100)]
    assert ground.position(ama) == (160, 0)


def test_what_a_correction_takes_and_the_balance_lacks_becomes_debt(ground: Ground) -> None:
    ama, market, other = ground.entry(100), ground.market(2_500, 1_500), ground.market(2_000)
    bet = ground.bet(ama, 100, market.selections["1"])
    ground.rule(market, only("1", market))
    ground.bet(ama, 240, other.selections["1"])

    ground.rule(market, only("2", market))
    assert ground.state(bet) == ("settled", "lost", 0)
    assert ground.position(ama) == (0, -240)

    ground.rule(other, everyone(WON, other))
    assert ground.position(ama) == (240, 0)


def test_a_combo_that_was_lost_early_by_a_wrong_result_is_open_again(ground: Ground) -> None:
    ama, first, second = ground.entry(100), ground.market(2_500), ground.market(3_000)
    bet = ground.bet(ama, 10, first.selections["1"], second.selections["1"])
    ground.rule(first, everyone(LOST, first))

    ground.rule(first, everyone(WON, first))
    assert ground.state(bet) == ("accepted", None, None)
    assert ("escrow", 10) in sums(ground)

    ground.rule(second, everyone(WON, second))
    assert ground.state(bet) == ("settled", "won", 75)


def test_a_limit_makes_room_for_a_bet_that_is_open_again(ground: Ground) -> None:
    ama, first, second = ground.entry(100), ground.market(2_500), ground.market(3_000)
    chosen = first.selections["1"]
    ground.change(
        "insert into exposure_limit (level, subject_id, soft, hard, liability)"
        " values ('selection', %s, 50, 70, 0)",
        chosen,
    )
    ground.bet(ama, 10, chosen, second.selections["1"])
    ground.rule(first, everyone(LOST, first))
    ground.bet(ama, 40, chosen)

    ground.rule(first, {})

    ((hard, liability),) = ground.rows(
        "select hard, liability from exposure_limit where subject_id = %s", chosen
    )
    assert (hard, liability) == (125, 125)


def test_the_bets_of_a_trixie_are_settled_by_the_rules_of_tickets(ground: Ground) -> None:
    ama, markets = ground.entry(100), [ground.market(2_000) for _ in range(3)]
    bet = ground.bet(ama, 40, *(each.selections["1"] for each in markets), kind="trixie", lines=4)
    ground.rule(markets[0], everyone(LOST, markets[0]))
    assert ground.state(bet) == ("accepted", None, None)

    for market in markets[1:]:
        ground.rule(market, everyone(WON, market))

    assert ground.state(bet) == ("settled", "returned", 40)


def test_a_bet_that_came_after_the_true_start_is_void(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500)
    early = ground.bet(ama, 10, market.selections["1"], accepted_ago=timedelta(minutes=2))
    late = ground.bet(ama, 20, market.selections["1"])

    start = datetime.now(UTC) - timedelta(minutes=1)
    ground.rule(market, everyone(WON, market), true_start_at=start)

    assert ground.state(early) == ("settled", "won", 25)
    assert ground.state(late) == ("settled", "void", 20)


def test_a_withdrawal_takes_of_the_winnings_of_earlier_bets(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500, 4_000, rule_4=True)
    before = ground.bet(ama, 10, market.selections["1"])
    ground.change(
        "update selection set withdrawn_at = clock_timestamp(), deduction = 25 where id = %s",
        market.selections["2"],
    )
    after = ground.bet(ama, 10, market.selections["1"])

    ground.rule(market, {"1": WON, "2": VOID})

    # 75 percent of 1.5 above the stake.
    assert ground.state(before) == ("settled", "won", 21)
    assert ground.state(after) == ("settled", "won", 25)


def test_a_price_that_was_an_error_pays_what_it_should_have_been(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(25_000)
    bet = ground.bet(ama, 10, market.selections["1"])
    ground.rule(market, everyone(WON, market))
    assert ground.state(bet) == ("settled", "won", 250)

    ground.correct_price(market, "1", 2_500)
    ground.rule(market, everyone(WON, market))

    assert ground.state(bet) == ("settled", "won", 25)
    assert ground.position(ama) == (115, 0)


def test_a_ruling_that_changes_nothing_writes_nothing(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500)
    bet = ground.bet(ama, 40, market.selections["1"])
    ground.rule(market, everyone(WON, market))

    ground.rule(market, everyone(WON, market))

    assert len(ground.journal(bet)) == 1


def test_players_are_told_once_a_run(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500)
    ground.bet(ama, 40, market.selections["1"])
    ground.bet(ama, 10, market.selections["1"])

    ground.rule(market, everyone(WON, market))

    ((body,),) = ground.rows(
        "select body - 'run_id' from outbox_message where recipient = %s", ground.players[ama]
    )
    assert body == {"bets": 2, "points": 125}


def test_what_bets_return_counts_on_the_day_they_were_settled(ground: Ground) -> None:
    ama, market = ground.entry(100), ground.market(2_500)
    ground.bet(ama, 40, market.selections["1"])
    ground.rule(market, everyone(WON, market))
    ground.rule(market, everyone(VOID, market))

    assert ground.rows("select staked, returned from play_day where entry_id = %s", ama) == [
        (40, 40)
    ]
