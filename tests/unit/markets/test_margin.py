"""Taking the margin out of prices and putting it in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markets.rules.margin import (
    MarginNotAddable,
    MarginNotRemovable,
    Method,
    NotProbabilities,
    add_margin,
    booksum,
    remove_margin,
)

METHODS = list(Method)
ODDS = [2.7, 2.3, 4.4]


@pytest.mark.parametrize(
    ("method", "probabilities"),
    [
        (Method.MULTIPLICATIVE, [0.35873804, 0.42112726, 0.22013470]),
        (Method.ADDITIVE, [0.35956180, 0.42397404, 0.21646416]),
        (Method.POWER, [0.35917110, 0.42373075, 0.21709815]),
        (Method.SHIN, [0.35934392, 0.42324385, 0.21741223]),
        (Method.ODDS_RATIO, [0.35881036, 0.42256142, 0.21862822]),
    ],
)
def test_the_probabilities_behind_prices(method: Method, probabilities: list[float]) -> None:
    assert remove_margin(ODDS, method) == pytest.approx(probabilities, abs=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_fair_prices_are_left_alone(method: Method) -> None:
    assert remove_margin([2, 4, 4], method) == pytest.approx([0.5, 0.25, 0.25])
    assert add_margin([0.5, 0.25, 0.25], 0, method) == [2_000, 4_000, 4_000]


@given(
    st.lists(st.integers(1, 50), min_size=2, max_size=6),
    st.floats(0.001, 0.1),
    st.sampled_from(METHODS),
)
def test_what_is_added_can_be_removed_again(
    weights: list[int], margin: float, method: Method
) -> None:
    probabilities = [weight / sum(weights) for weight in weights]
    try:
        prices = add_margin(probabilities, margin, method)
    except MarginNotAddable:
        return  # a favourite so strong that no price is left for it
    if not all(1_010 < price < 200_000 for price in prices):
        return  # the last thousandth weighs too much

    odds = [price / 1000 for price in prices]

    assert booksum(odds) == pytest.approx(1 + margin, abs=0.01)
    assert remove_margin(odds, method) == pytest.approx(probabilities, abs=0.01)


def test_prices_are_rounded_down_and_never_below_the_least() -> None:
    assert add_margin([0.3, 0.7], 0.05, Method.MULTIPLICATIVE) == [3_174, 1_360]
    assert add_margin([0.9999, 0.0001], 0, Method.MULTIPLICATIVE) == [1_001, 1_000_000]


def test_a_long_shot_may_have_no_probability_left() -> None:
    with pytest.raises(MarginNotRemovable):
        remove_margin([1.05, 1.9, 500], Method.ADDITIVE)


def test_a_margin_may_leave_no_price() -> None:
    with pytest.raises(MarginNotAddable):
        add_margin([0.98, 0.02], 0.1, Method.MULTIPLICATIVE)


def test_nobody_knows_more_where_there_is_no_margin() -> None:
    with pytest.raises(MarginNotRemovable):
        remove_margin([3, 3.5], Method.SHIN)
    with pytest.raises(MarginNotAddable):
        add_margin([0.5, 0.5], -0.1, Method.SHIN)


@pytest.mark.parametrize("method", METHODS)
def test_where_two_of_three_win_the_probabilities_make_two(method: Method) -> None:
    assert add_margin([0.8, 0.7, 0.5], 0, method, winners=2) == [1_250, 1_428, 2_000]
    assert remove_margin([1.25, 1.6, 1.6], method, winners=2) == pytest.approx(
        [0.8, 0.625, 0.625], abs=0.05
    )
    assert sum(remove_margin([1.2, 1.35, 1.9], method, winners=2)) == pytest.approx(2)


@pytest.mark.parametrize("method", METHODS)
def test_the_margin_is_a_part_of_the_whole_book(method: Method) -> None:
    prices = add_margin([0.7, 0.7, 0.6], 0.1, method, winners=2)

    assert booksum([price / 1000 for price in prices]) == pytest.approx(2.2, abs=0.005)
    assert remove_margin([price / 1000 for price in prices], method, winners=2) == pytest.approx(
        [0.7, 0.7, 0.6], abs=0.005
    )


def test_there_is_no_margin_where_everybody_wins() -> None:
    with pytest.raises(NotProbabilities):
        add_margin([0.9, 0.9], 0.05, Method.MULTIPLICATIVE, winners=2)
    with pytest.raises(MarginNotRemovable):
        remove_margin([1.05, 1.05], Method.MULTIPLICATIVE, winners=2)


@pytest.mark.parametrize("probabilities", [[0.5, 0.6], [1, 0], [1.5, -0.5]])
def test_probabilities_make_one(probabilities: list[float]) -> None:
    with pytest.raises(NotProbabilities):
        add_margin(probabilities, 0.05, Method.POWER)
