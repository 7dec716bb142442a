"""What is offered by template can be graded: each market's answers share out one win."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.markets.rules.grading import grade
from app.markets.rules.markets import Market
from app.markets.rules.questions import MarketKind
from app.markets.rules.results import Result
from app.markets.rules.selections import Participant
from app.markets.rules.templates import NewMarket, usual_markets
from tests.unit.markets.football import PAIR, WINNER, selection

SCORES = {"half_time": {1: 1, 2: 0}, "full_time": {1: 2, 2: 1}, "set_1": {1: 6, 2: 3}}
# Two of these questions have two right answers; a place has as many as are paid.
RIGHT = {MarketKind.DOUBLE_CHANCE: 2, MarketKind.PLACE: 2}


def asked(new: NewMarket) -> Market:
    answers = [selection(n, each.key, None) for n, each in enumerate(new.selections, start=1)]
    return replace(WINNER, terms=new.terms, selections=tuple(answers))


@pytest.mark.parametrize("scheme", ["goals", "sets", "points", "rounds"])
def test_a_result_decides_every_usual_market(scheme: str) -> None:
    lines = {MarketKind.TOTAL: 10, MarketKind.HANDICAP: -6}
    for new in usual_markets(scheme, PAIR, lines=lines):
        market = asked(new)

        outcomes = [grade(market.question, s.key, Result(scores=SCORES)) for s in market.selections]

        assert sum(each.win + each.push for each in outcomes) == RIGHT.get(new.terms.kind, 1), new


def test_the_order_of_arrival_decides_a_race() -> None:
    runners = [Participant(number=n, name=f"Horse {n}") for n in range(1, 6)]
    result = Result(positions={n: n for n in range(1, 6)})
    for new in usual_markets("positions", runners):
        market = asked(new)

        wins = [grade(market.question, s.key, result).win for s in market.selections]

        assert sum(wins) == Fraction(RIGHT.get(new.terms.kind, 1))
