"""What a community lets itself lose."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.exposure.rules.limits import (
    Bounds,
    ExposedBeyondLimit,
    Exposure,
    Level,
    Limit,
    MarketBelow,
    MarketExposure,
    NothingLimited,
    NotYoursToPrice,
    Response,
    ResponseUnfit,
    check_bounds,
    check_changeable,
    check_exposed,
    is_over,
    needs_response,
    to_change,
    to_shorten,
)
from tests.unit.markets.football import NOON

BOUNDS = Bounds(soft=100, hard=200)
LIMIT = Limit(
    id=UUID(int=1),
    level=Level.MARKET,
    subject_id=UUID(int=2),
    bounds=BOUNDS,
    liability=100,
    alerted_at=None,
)


@pytest.mark.parametrize(
    "bounds",
    [
        BOUNDS,
        Bounds(soft=100, hard=100),
        Bounds(soft=0, hard=None),
        Bounds(soft=None, hard=0),
        Bounds(soft=100, hard=None, response=Response.SUSPEND),
        Bounds(soft=100, hard=None, response=Response.SHORTEN, shorten_by=900),
    ],
)
def test_a_limit_has_one_bound_or_both(bounds: Bounds) -> None:
    check_bounds(bounds)


@pytest.mark.parametrize(("soft", "hard"), [(None, None), (201, 200), (-1, None), (None, 10**13)])
def test_bounds_that_bound_nothing_are_refused(soft: int | None, hard: int | None) -> None:
    with pytest.raises(NothingLimited):
        check_bounds(Bounds(soft=soft, hard=hard))


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(soft=None, hard=200, response=Response.SUSPEND),
        Bounds(soft=100, hard=200, response=Response.SHORTEN),
        Bounds(soft=100, hard=200, response=Response.SUSPEND, shorten_by=100),
        Bounds(soft=100, hard=200, response=Response.SHORTEN, shorten_by=0),
        Bounds(soft=100, hard=200, response=Response.SHORTEN, shorten_by=901),
    ],
)
def test_a_response_is_to_a_soft_bound_and_says_all_it_needs(bounds: Bounds) -> None:
    with pytest.raises(ResponseUnfit):
        check_bounds(bounds)


def test_a_limit_does_not_undo_bets() -> None:
    check_exposed(BOUNDS, liability=200)
    check_exposed(Bounds(soft=100, hard=None), liability=10**9)
    with pytest.raises(ExposedBeyondLimit):
        check_exposed(BOUNDS, liability=201)


OWN, SHARED, ELSEWHERE = (
    MarketBelow(id=UUID(int=number), own=own, played=played)
    for number, own, played in ((11, True, True), (12, False, True), (13, False, False))
)


def test_nobody_shortens_only_what_all_communities_price() -> None:
    check_changeable(Response.SHORTEN, [OWN, SHARED])
    check_changeable(Response.SHORTEN, [])
    check_changeable(Response.SUSPEND, [SHARED])
    with pytest.raises(NotYoursToPrice):
        check_changeable(Response.SHORTEN, [SHARED])


@pytest.mark.parametrize(
    ("response", "changed"),
    [
        (Response.ALERT, []),
        (Response.SUSPEND, [OWN.id, SHARED.id]),
        (Response.SHORTEN, [OWN.id]),
    ],
)
def test_a_response_changes_what_is_played_here(response: Response, changed: list[UUID]) -> None:
    assert to_change(response, [OWN, SHARED, ELSEWHERE]) == changed


def test_a_soft_bound_may_be_reached_and_not_passed() -> None:
    passed = replace(LIMIT, liability=101)

    assert not needs_response(LIMIT)
    assert needs_response(passed)
    assert not needs_response(replace(passed, alerted_at=NOON))


def test_what_is_below_again_may_be_passed_again() -> None:
    assert is_over(replace(LIMIT, alerted_at=NOON))
    assert not is_over(replace(LIMIT, liability=101, alerted_at=NOON))
    assert not is_over(LIMIT)


def exposure(number: int, *, staked: int, liability: int) -> Exposure:
    return Exposure(subject_id=UUID(int=number), bets=1, staked=staked, liability=liability)


# 10 at 5.0, 100 at 1.5, and nothing on the third.
HOME = exposure(1, staked=10, liability=40)
DRAW = exposure(2, staked=100, liability=50)
AWAY = exposure(3, staked=0, liability=0)
MARKET = MarketExposure(total=exposure(9, staked=110, liability=90), selections=(HOME, DRAW, AWAY))


def test_an_outcome_costs_its_liability_less_the_stakes_of_the_others() -> None:
    assert [MARKET.loss_if(each) for each in MARKET.selections] == [-60, 40, -110]
    assert MARKET.worst == DRAW


def test_the_worst_outcome_is_shortened_unless_a_selection_was_named() -> None:
    of_selection = replace(LIMIT, level=Level.SELECTION)

    assert to_shorten(LIMIT, [MARKET]) == {DRAW.subject_id}
    assert to_shorten(of_selection, [MARKET]) == {LIMIT.subject_id}
