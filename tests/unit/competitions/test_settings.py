"""The settings of a competition: what is possible, and what may change."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.competitions.rules.settings import (
    CAREFUL_STAKES,
    CompetitionSettings,
    Every,
    Mode,
    PoolSettings,
    PredictionSettings,
    SettingsFixed,
    StakeLimits,
    Standing,
    TopUp,
    as_document,
    changed,
    check_may_change,
    complaints,
    differences,
    read_document,
)
from app.plumbing.points import POINTS_MAX

USUAL = CompetitionSettings()


def wrong(**settings: Any) -> list[str]:  # noqa: ANN401 - any setting
    return [name for name, _ in complaints(replace(USUAL, **settings))]


def test_the_usual_settings_are_possible() -> None:
    assert list(complaints(USUAL)) == []
    assert wrong(stakes=CAREFUL_STAKES) == []


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("starting_points", 0, POINTS_MAX),
        ("cancel_seconds", 0, 86_400),
        ("cash_out_margin", 0, 1_000),
        ("postponement_hours", 0, 720),
    ],
)
def test_numbers_have_bounds(name: str, lowest: int, highest: int) -> None:
    assert wrong(**{name: lowest}) == wrong(**{name: highest}) == []
    assert wrong(**{name: lowest - 1}) == wrong(**{name: highest + 1}) == [name]


@pytest.mark.parametrize("points", [0, POINTS_MAX + 1])
def test_a_top_up_gives_something(points: int) -> None:
    assert wrong(top_up=TopUp(points=points, every=Every.DAY)) == ["top_up.points"]
    assert wrong(top_up=TopUp(points=1, every=Every.DAY)) == []


@pytest.mark.parametrize(
    ("stakes", "fields"),
    [
        (StakeLimits(minimum=0), ["minimum"]),
        (StakeLimits(minimum=10, maximum=10, maximum_payout=10), []),
        (StakeLimits(minimum=10, maximum=9), ["maximum"]),
        (StakeLimits(minimum=10, maximum_payout=9), ["maximum_payout"]),
        (StakeLimits(maximum=POINTS_MAX + 1), ["maximum"]),
        (StakeLimits(share_of_bankroll=0), ["share_of_bankroll"]),
        (StakeLimits(share_of_bankroll=1_001), ["share_of_bankroll"]),
        (StakeLimits(share_of_bankroll=20, day_share_of_bankroll=20), []),
        (StakeLimits(share_of_bankroll=20, day_share_of_bankroll=19), ["day_share_of_bankroll"]),
    ],
)
def test_stakes_have_room(stakes: StakeLimits, fields: list[str]) -> None:
    assert wrong(stakes=stakes) == [f"stakes.{field}" for field in fields]


@pytest.mark.parametrize(
    ("scheme", "fields"),
    [
        (PredictionSettings(exact=3, difference=3, tendency=3), []),
        (PredictionSettings(difference=5), ["difference"]),
        (PredictionSettings(tendency=4), ["tendency"]),
        (PredictionSettings(exact=1_001), ["exact"]),
        (PredictionSettings(jokers_a_round=-1), ["jokers_a_round"]),
        (PredictionSettings(quota_minimum=7), ["quota_maximum"]),
    ],
)
def test_a_better_prediction_earns_no_less(scheme: PredictionSettings, fields: list[str]) -> None:
    assert wrong(predictions=scheme) == [f"predictions.{field}" for field in fields]


def test_a_pool_keeps_half_at_most() -> None:
    assert wrong(pools=PoolSettings(takeout=500)) == []
    assert wrong(pools=PoolSettings(takeout=501)) == ["pools.takeout"]


@pytest.mark.parametrize(
    ("modes", "standing", "possible"),
    [
        (set(Mode), (Standing.NET_WORTH,), True),
        (set(Mode), (), False),
        (set(Mode), (Standing.EARLIEST_ENTRY,), False),
        (set(Mode), (Standing.WIN_RATE, Standing.WIN_RATE), False),
        ({Mode.PREDICTION}, (Standing.NET_WORTH,), False),
        ({Mode.PREDICTION}, (Standing.PREDICTION_POINTS, Standing.EARLIEST_ENTRY), True),
        ({Mode.POOL}, (Standing.PREDICTION_POINTS,), False),
        ({Mode.POOL}, (Standing.NET_POINTS, Standing.EXACT_PREDICTIONS), True),
    ],
)
def test_entries_are_ranked_by_what_they_do(
    modes: set[Mode], standing: tuple[Standing, ...], *, possible: bool
) -> None:
    found = wrong(modes=frozenset(modes), standing=standing)
    assert found == ([] if possible else ["standing"])


def test_there_is_a_way_to_play() -> None:
    assert wrong(modes=frozenset()) == ["modes"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = wrong(starting_points=-1, stakes=StakeLimits(minimum=0), pools=PoolSettings(takeout=-1))
    assert found == ["starting_points", "stakes.minimum", "pools.takeout"]


@given(st.sets(st.sampled_from(Mode)), st.integers(0, 9))
def test_a_document_is_read_as_it_was_written(modes: set[Mode], points: int) -> None:
    settings = replace(USUAL, modes=frozenset(modes), starting_points=points)
    assert read_document(as_document(settings)) == settings
    assert as_document(settings) == as_document(read_document(as_document(settings)))


def test_what_is_not_sent_stays() -> None:
    sent = {"stakes": {"maximum": 50}, "top_up": {"points": 5, "every": "week"}}
    after = changed(replace(USUAL, starting_points=7), sent)

    assert after.starting_points == 7
    assert after.stakes == replace(USUAL.stakes, maximum=50)
    assert after.top_up == TopUp(points=5, every=Every.WEEK)
    assert changed(after, {"top_up": None}).top_up is None


def test_a_difference_tells_before_and_after() -> None:
    after = replace(USUAL, cancel_seconds=30)
    assert differences(USUAL, after) == {"cancel_seconds": {"before": 60, "after": 30}}


@pytest.mark.parametrize(
    "change",
    [
        {"predictions": PredictionSettings(exact=5)},
        {"standing": (Standing.NET_POINTS,)},
    ],
)
def test_what_decides_on_points_already_earned_is_fixed(change: dict[str, Any]) -> None:
    with pytest.raises(SettingsFixed) as refusal:
        check_may_change(USUAL, replace(USUAL, cancel_seconds=30, **change))
    assert refusal.value.facts == {"fixed": list(change)}


def test_all_else_may_change() -> None:
    check_may_change(USUAL, replace(USUAL, cancel_seconds=30, starting_points=5, four_eyes=True))
