"""What predictions earn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.predictions.rules.scoring import (
    Quota,
    QuotaUnfair,
    QuotaUnknown,
    Scheme,
    SchemeUnfair,
    Score,
    TooManyJokers,
    bonus_points,
    check_jokers,
    points_of,
)

SCHEME = Scheme()
SCORES = st.builds(Score, first=st.integers(0, 9), second=st.integers(0, 9))


@pytest.mark.parametrize(
    ("prediction", "result", "points"),
    [
        ((2, 1), (2, 1), 4),
        ((3, 2), (2, 1), 3),
        ((3, 0), (2, 1), 2),
        ((1, 1), (2, 1), 0),
        ((1, 2), (2, 1), 0),
        ((1, 1), (1, 1), 4),
        # A draw with the wrong score is no more than its tendency.
        ((0, 0), (1, 1), 2),
        ((2, 3), (0, 1), 3),
    ],
)
def test_the_nearer_the_more(
    prediction: tuple[int, int], result: tuple[int, int], points: int
) -> None:
    assert points_of(SCHEME, score(*prediction), score(*result)) == points


def score(first: int, second: int) -> Score:
    return Score(first=first, second=second)


@given(SCORES, SCORES)
def test_a_joker_doubles(prediction: Score, result: Score) -> None:
    plain = points_of(SCHEME, prediction, result)

    assert points_of(SCHEME, prediction, result, joker=True) == 2 * plain


@pytest.mark.parametrize(
    ("predicted", "right", "points"),
    [(10, 10, 2), (10, 7, 2), (10, 4, 5), (10, 3, 6), (10, 1, 6)],
)
def test_a_rare_tendency_earns_more_within_bounds(predicted: int, right: int, points: int) -> None:
    scheme = Scheme(quota=Quota(minimum=2, maximum=6))

    earned = points_of(scheme, score(3, 0), score(2, 1), predicted=predicted, right=right)

    assert earned == points


def test_exactness_adds_to_a_quota_what_it_adds_to_a_tendency() -> None:
    scheme = Scheme(quota=Quota(minimum=2, maximum=6))

    assert points_of(scheme, score(2, 1), score(2, 1), predicted=10, right=4) == 5 + 2
    assert points_of(scheme, score(0, 1), score(2, 1), predicted=10, right=4) == 0


@pytest.mark.parametrize(("predicted", "right"), [(0, 0), (3, 4)])
def test_a_quota_needs_its_numbers(predicted: int, right: int) -> None:
    scheme = Scheme(quota=Quota(minimum=0, maximum=6))

    with pytest.raises(QuotaUnknown):
        points_of(scheme, score(2, 1), score(2, 1), predicted=predicted, right=right)


def test_a_worse_prediction_never_earns_more() -> None:
    with pytest.raises(SchemeUnfair):
        Scheme(exact=2)
    with pytest.raises(SchemeUnfair):
        Scheme(exact=4, difference=1, tendency=2)
    with pytest.raises(SchemeUnfair):
        Scheme(tendency=-1)
    with pytest.raises(QuotaUnfair):
        Quota(minimum=3, maximum=2)


def test_several_answers_may_be_right() -> None:
    assert bonus_points(10, answer="Mali", right={"Mali", "Ghana"}) == 10
    assert bonus_points(10, answer="Togo", right={"Mali", "Ghana"}) == 0


def test_there_is_one_joker_a_round() -> None:
    check_jokers(["round 1", "round 2"])

    with pytest.raises(TooManyJokers) as refusal:
        check_jokers(["round 1", "round 2", "round 1"])

    assert refusal.value.facts == {"round": "round 1"}
