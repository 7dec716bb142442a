"""What the calculator's forms ask, and how its answers are read."""

import pytest

from app.betting.rules.tickets import BetKind
from app.identity.rules.players import OddsFormat
from app.pages.rules.calculator import KINDS, ask_margin, ask_ticket, convert, legs_wanted

TRIXIE = {"bet": "trixie", "unit_stake": "10", "odds1": "2", "odds2": "5/2", "odds3": "+100"}
ALL_WON = {f"result{number}": "won" for number in (1, 2, 3)}


@pytest.mark.parametrize("price", ["2.5", "3/2", "+150"])
def test_a_price_is_written_in_all_ways(price: str) -> None:
    told = convert(price).answer

    assert told["written"] == {
        OddsFormat.DECIMAL: "2.50",
        OddsFormat.FRACTIONAL: "3/2",
        OddsFormat.AMERICAN: "+150",
    }
    assert told["chance"] == pytest.approx(0.4)


def test_what_is_no_price_is_said() -> None:
    assert convert("two").error == "A price is written as 4.5, as 7/2 or as +350."


def test_a_decided_ticket_says_what_it_pays() -> None:
    told = ask_ticket(TRIXIE | ALL_WON).answer

    # Doubles of 2 x 3.5, 2 x 2 and 3.5 x 2, and the treble of 2 x 3.5 x 2.
    assert (told["lines"], told["stake"], told["points"]) == (4, "40", 320)


def test_an_open_ticket_says_what_it_pays_at_most() -> None:
    told = ask_ticket(TRIXIE | {"result1": "won"}).answer

    assert (told["points"], told["at_most"]) == (None, 320)


def test_each_way_asks_for_the_terms_of_places() -> None:
    asked = {"unit_stake": "10", "odds1": "5", "result1": "placed", "each_way": "true"}

    told = ask_ticket(asked | {"place_terms": "1/4"}).answer

    assert (told["stake"], told["points"]) == ("20", 20)


def test_a_system_asks_how_many_must_win() -> None:
    asked = TRIXIE | ALL_WON | {"bet": "system"}

    assert ask_ticket(asked | {"fold": "2"}).answer["lines"] == 3
    assert ask_ticket(asked).error


def test_a_margin_is_told_with_the_fair_odds() -> None:
    told = ask_margin({"prices": "1.9, 1.9"}).answer

    assert told["margin"] == pytest.approx(2 / 1.9 - 1)
    assert [(price, fair) for price, _, fair in told["rows"]] == [("1.9", 2_000)] * 2


@pytest.mark.parametrize("prices", ["", "2.5", "2.5 many"])
def test_what_is_no_market_is_said(prices: str) -> None:
    assert ask_margin({"prices": prices}).error


def test_every_kind_of_bet_has_its_words_and_room_for_its_legs() -> None:
    assert set(KINDS) == set(BetKind)
    assert legs_wanted({"bet": "goliath"}) == 8
    assert legs_wanted({"bet": "combo", "legs": "6"}) == 6
    assert legs_wanted({"legs": "999999"}) == 4
