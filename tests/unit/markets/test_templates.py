"""The usual markets of each kind of sport."""

import pytest

from app.markets.rules.questions import MarketKind
from app.markets.rules.selections import Participant
from app.markets.rules.templates import NewMarket, NoUsualMarkets, usual_markets
from tests.unit.markets.football import GHANA, PAIR


def runners(count: int) -> list[Participant]:
    return [Participant(number=n, name=f"Horse {n}") for n in range(1, count + 1)]


def names(markets: list[NewMarket]) -> list[str]:
    return [market.terms.name for market in markets]


def test_a_football_match_is_asked_eleven_questions() -> None:
    markets = usual_markets("goals", PAIR)

    assert names(markets) == [
        "Winner",
        "Double chance",
        "Draw no bet",
        "Total 2.5",
        "Handicap -1",
        "Both score",
        "Odd or even",
        "Correct score",
        "Half time, full time",
        "Result and total 2.5",
        "Winner, first half",
    ]
    assert [s.key for s in markets[0].selections] == ["1", "draw", "2"]


def test_nobody_draws_at_tennis() -> None:
    winner, *_, score, first_set = usual_markets("sets", PAIR)

    assert [s.key for s in winner.selections] == ["1", "2"]
    assert [s.key for s in score.selections] == ["2-0", "2-1", "1-2", "0-2"]
    assert first_set.terms.period == "set_1"


def test_lines_that_differ_by_match_have_to_be_given() -> None:
    without = usual_markets("points", PAIR)
    with_lines = usual_markets("points", PAIR, lines={MarketKind.TOTAL: 658})

    assert not any(market.terms.kind is MarketKind.TOTAL for market in without)
    assert "Total 164.5, extra time" in names(with_lines)


def test_a_line_that_is_given_replaces_the_usual_one() -> None:
    markets = usual_markets("goals", PAIR, lines={MarketKind.TOTAL: 14})

    assert "Total 3.5" in names(markets)
    assert "Total 2.5" not in names(markets)


@pytest.mark.parametrize(
    ("count", "places", "divisor"),
    [(4, None, None), (5, 2, 4), (7, 2, 4), (8, 3, 5), (15, 3, 5), (16, 4, 4)],
)
def test_a_race_pays_places_by_its_runners(
    count: int, places: int | None, divisor: int | None
) -> None:
    winner, *others = usual_markets("positions", runners(count))

    assert (winner.terms.places, winner.terms.place_divisor) == (places, divisor)
    assert winner.terms.rule_4
    assert [market.terms.kind for market in others] == ([MarketKind.PLACE] if places else [])


def test_a_whole_league_is_one_question() -> None:
    (outright,) = usual_markets("goals", runners(20))

    assert outright.terms.kind is MarketKind.OUTRIGHT
    assert len(outright.selections) == 20


@pytest.mark.parametrize(("scheme", "players"), [("custom", PAIR), ("goals", [GHANA])])
def test_not_everything_has_usual_markets(scheme: str, players: list[Participant]) -> None:
    with pytest.raises(NoUsualMarkets):
        usual_markets(scheme, players)
