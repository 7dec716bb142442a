"""Betting through the slip of a competition, without a script."""

import pytest

from tests.acceptance.pages.shop import Shop
from tests.acceptance.world import World


@pytest.fixture
def shop(world: World) -> Shop:
    shop = Shop(world)
    shop.sell({"Ghana": 2_000, "Mali": 3_000})
    shop.sell({"Kenya": 1_500})
    shop.sell({"Togo": 4_000})
    return shop


def test_two_prices_make_a_combo_that_is_reckoned_before_it_is_placed(shop: Shop) -> None:
    shop.tap("Ghana", "Kenya")
    shop.see_slip()

    quoted = shop.do("quote", stake="50")
    placed = shop.do("place", stake="50")

    assert "Odds together 3.00" in quoted
    assert "Can pay 150" in quoted
    assert "Your bet is placed. Ghana, Kenya Stake 50 · can pay 150" in placed
    assert "Your balance is 950." in placed
    assert f'href="/bets/{shop.newest_bet()}"' in shop.ama.answer.text
    assert shop.bets() == [("combo", 50, 2)]
    assert "Your slip is empty." in shop.see_slip()


def test_a_slip_that_is_sent_twice_is_one_bet(shop: Shop) -> None:
    shop.tap("Ghana")
    shop.see_slip()
    shown = shop.ama.answer

    first = shop.do("place", stake="50")
    shop.ama.answer = shown
    again = shop.do("place", stake="50")

    assert "Your bet is placed." in first
    assert "Your bet is placed." in again
    assert shop.bets() == [("single", 50, 1)]


def test_an_old_slip_is_no_way_to_another_bet_by_mistake(shop: Shop) -> None:
    shop.tap("Ghana")
    shop.see_slip()
    shown = shop.ama.answer
    shop.do("place", stake="50")
    bet_id = shop.newest_bet()

    shop.ama.answer = shown
    refused = shop.do("place", stake="60")

    assert shop.ama.answer.status_code == 422
    assert "This id already names another bet. See that bet" in refused
    assert f"/bets/{bet_id}" in shop.ama.answer.text
    assert shop.bets() == [("single", 50, 1)]
    shop.do("place", stake="60")
    assert shop.bets() == [("single", 50, 1), ("single", 60, 1)]


def test_what_is_placed_is_what_was_shown(shop: Shop) -> None:
    shop.tap("Ghana")
    shop.see_slip()
    shown = shop.ama.answer
    shop.tap("Kenya")

    shop.ama.answer = shown
    shop.do("place", stake="50")

    assert shop.bets() == [("single", 50, 1)]


def test_odds_that_moved_are_shown_and_taken_once_they_are_accepted(shop: Shop) -> None:
    shop.tap("Ghana")
    shop.game.price(shop.selections["Ghana"], 1_800)

    shop.see_slip()
    refused = shop.do("place", stake="50")

    assert "You saw 2.00 now 1.80 The odds have moved since you saw them." in refused
    assert shop.bets() == []
    shop.do("accept")
    assert "can pay 90" in shop.do("place")
    assert shop.bets() == [("single", 50, 1)]


def test_better_odds_need_no_question_where_the_player_said_so(shop: Shop) -> None:
    shop.tap("Ghana")
    shop.game.price(shop.selections["Ghana"], 2_500)
    shop.see_slip()

    placed = shop.do("place", stake="50", odds_policy="better")

    assert "can pay 125" in placed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5000", "You do not have that many points. Your balance is 1,000."),
        (
            "2000000",
            "The stake is above the most that this competition takes. The most is 1,000,000.",
        ),
        ("ten", "Choose a whole number of points."),
        ("", "Choose a whole number of points."),
    ],
)
def test_a_stake_that_is_refused_is_said_beside_it_and_nothing_is_lost(
    shop: Shop, typed: str, said: str
) -> None:
    shop.tap("Ghana", "Kenya")
    shop.see_slip()

    refused = shop.do("place", stake=typed, kind="single")

    assert shop.ama.answer.status_code == 422
    assert said in refused
    [form] = [one for one in shop.ama.forms() if one.action.endswith("/slip")]
    assert form.values["stake"] == typed
    assert form.values["kind"] == "single"
    assert "Ghana" in refused
    assert "Kenya" in refused
    assert shop.bets() == []


def test_several_singles_are_a_bet_each_and_one_that_is_refused_stays(shop: Shop) -> None:
    shop.tap("Ghana", "Kenya", "Togo")
    shop.change("update market set state = 'suspended' where id = %s", shop.markets["Kenya"].id)
    shop.see_slip()

    left = shop.do("place", stake="20", kind="single")

    assert shop.ama.answer.status_code == 422
    assert "2 bets are placed." in left
    assert "Kenya" in left
    assert "This market is not open for bets." in left
    assert shop.bets() == [("single", 20, 1), ("single", 20, 1)]


def test_a_system_says_how_its_stake_must_divide(shop: Shop) -> None:
    shop.tap("Ghana", "Kenya", "Togo")
    shop.see_slip()

    uneven = shop.do("quote", stake="50", kind="system", system="trixie")
    placed = shop.do("place", stake="40", kind="system", system="trixie")
    shop.tap("Ghana", "Kenya", "Togo")
    shop.see_slip()
    shop.do("place", stake="30", kind="system", system="system:2")

    assert "This one has 4 lines: choose a multiple of that." in uneven
    assert "Your bet is placed." in placed
    assert shop.bets() == [("trixie", 40, 3), ("system", 30, 3)]


def test_two_of_one_event_are_refused_beside_each(shop: Shop) -> None:
    shop.tap("Ghana", "Mali")

    text = shop.see_slip()

    assert text.count("This competition takes no two selections of one event on one bet.") == 2


def test_each_way_is_offered_where_a_place_is_paid(world: World) -> None:
    shop = Shop(world)
    shop.sell({"Black Star": 5_000, "Cedi": 3_000})
    shop.change(
        "update market set places = 2, place_divisor = 4 where id = %s",
        shop.markets["Cedi"].id,
    )
    shop.tap("Black Star")
    shop.see_slip()

    assert "can pay 70" in shop.do("place", stake="20", each_way="true")


def test_the_slip_is_cleared_and_each_selection_taken_off(shop: Shop) -> None:
    shop.tap("Ghana", "Kenya")
    shop.see_slip()

    one_left = shop.do(f"remove:{shop.selections['Ghana']}")
    none_left = shop.do("clear")

    assert "Ghana winner" not in one_left
    assert "Kenya" in one_left
    assert "Your slip is empty." in none_left


def test_who_does_not_take_part_looks_on(shop: Shop) -> None:
    person = shop.world.join(f"kofi.{shop.name}", shop.name, "player")
    kofi = shop.world.sign_in(person, f"{shop.name}.localhost")

    event = kofi.get(shop.event_of("Ghana")).text
    slip = kofi.get(f"{shop.club}/slip").text

    assert "You are looking on." in event
    assert "Ghana" in event
    assert '<button class="price"' not in event
    assert "Your slip is empty." in slip
