"""What a right tendency earns as things stand."""

from app.competitions.rules.settings import PredictionSettings
from app.predictions.rules.showing import Tendency, TendencyShare, shares_of

QUOTA = PredictionSettings(quota=True, quota_minimum=2, quota_maximum=6)


def test_the_fewer_foretold_it_the_more_it_earns() -> None:
    # 2 points times 10 predictions, shared by 7, 2 and 1.
    shares = shares_of({1: 7, 0: 2, -1: 1}, QUOTA)

    assert [(share.tendency, share.points) for share in shares] == [
        (Tendency.FIRST, 2),
        (Tendency.DRAW, 6),
        (Tendency.SECOND, 6),
    ]


def test_between_the_bounds_it_is_rounded_down() -> None:
    # 2 x 5 / 3 = 3 1/3.
    (first, _, _) = shares_of({1: 3, 0: 2}, QUOTA)
    assert first == TendencyShare(tendency=Tendency.FIRST, predictions=3, points=3)


def test_what_nobody_foretold_earns_nobody_anything() -> None:
    (_, draw, _) = shares_of({1: 3}, QUOTA)
    assert draw == TendencyShare(tendency=Tendency.DRAW, predictions=0, points=None)


def test_without_a_quota_there_are_counts_alone() -> None:
    (first, _, _) = shares_of({1: 3}, PredictionSettings())
    assert first == TendencyShare(tendency=Tendency.FIRST, predictions=3, points=None)
