"""A player's bets on pages: looking through them, and what can still be done with one."""

import pytest

from tests.acceptance.pages.shop import Shop
from tests.acceptance.world import World


@pytest.fixture
def shop(world: World) -> Shop:
    shop = Shop(world, points=5_000)
    shop.sell({"Ghana": 2_000})
    return shop


def test_a_long_list_goes_on_where_it_ended(shop: Shop) -> None:
    for stake in range(1, 23):
        assert shop.bet("Ama", stake, "Ghana").is_success

    shop.ama.open("/bets?state=accepted")
    first, href = shop.ama.text, shop.ama.answer.text.partition('<li class="more"><a')[2]
    shop.ama.open(href.partition('href="')[2].partition('"')[0].replace("&amp;", "&"))

    assert "Stake 22 " in first
    assert "Stake 2 " not in first
    assert "Stake 2 " in shop.ama.text
    assert "Stake 3 " not in shop.ama.text
    assert "Show more" not in shop.ama.text


def test_bets_are_chosen_by_what_became_of_them(shop: Shop) -> None:
    assert shop.bet("Ama", 70, "Ghana").is_success

    shop.ama.open("/bets?state=accepted")
    assert "Stake 70" in shop.ama.text
    shop.ama.open("/bets?state=settled&result=won")
    assert "No bets here." in shop.ama.text


def test_a_bet_is_taken_back_while_there_is_time(shop: Shop) -> None:
    assert shop.bet("Ama", 70, "Ghana").is_success
    path = f"/bets/{shop.bet_id}"
    shop.ama.open(path)
    assert "You can take this bet back until it is too late" in shop.ama.text

    shop.ama.send(f"{path}/cancel")

    assert "The bet is taken back, and your stake with it." in shop.ama.text
    assert "You took the bet back, and got 70 points back." in shop.ama.text
    assert shop.balance("Ama") == 5_000


def test_an_offer_that_has_changed_is_shown_anew_before_it_is_taken(shop: Shop) -> None:
    assert shop.bet("Ama", 100, "Ghana").is_success
    path = f"/bets/{shop.bet_id}"
    shop.ama.open(path)
    assert "Take 95" in shop.ama.text
    shop.game.price(shop.selections["Ghana"], 1_600)

    shop.ama.send(f"{path}/cash-out")
    stale, status = shop.ama.text, shop.ama.answer.status_code
    shop.ama.send(f"{path}/cash-out")

    assert status == 409
    assert "The offer has changed since you saw it." in stale
    assert "Take 118" in stale
    assert "You cashed the bet out for 118 points, whatever becomes of it." in shop.ama.text
    assert shop.balance("Ama") == 5_018


def test_a_note_is_kept_for_its_player(shop: Shop) -> None:
    assert shop.bet("Ama", 70, "Ghana").is_success
    path = f"/bets/{shop.bet_id}"
    shop.ama.open(path)

    shop.ama.send(f"{path}/note", note="x" * 201)
    assert shop.ama.answer.status_code == 422
    assert "At most 200 signs." in shop.ama.text
    shop.ama.send(f"{path}/note", note="They never lose at home.")

    assert "They never lose at home." in shop.ama.text


def test_a_settled_bet_says_why(shop: Shop) -> None:
    assert shop.bet("Ama", 70, "Ghana").is_success
    shop.settle("Ghana")

    shop.ama.open(f"/bets/{shop.bet_id}")

    assert "The bet of 70 points won: it paid 140 points." in shop.ama.text
    assert "Ghana: won, counts 2." in shop.ama.text
    assert "What a bet pays" in shop.ama.text


def test_the_event_shows_what_became_of_it_and_my_bets_on_it(shop: Shop) -> None:
    assert shop.bet("Ama", 70, "Ghana").is_success
    shop.settle("Ghana")

    shop.ama.open(shop.event_of("Ghana"))

    assert "Settled" in shop.ama.text
    assert "Ghana Won" in shop.ama.text
    assert "My bets on this event" in shop.ama.text


def test_how_odds_moved_is_a_picture_and_a_table(shop: Shop) -> None:
    shop.game.price(shop.selections["Ghana"], 2_250)

    shop.ama.open(f"{shop.club}/markets/{shop.markets['Ghana'].id}/movement")

    assert "<svg" in shop.ama.answer.text
    assert "2.00" in shop.ama.text
    assert "2.25" in shop.ama.text
