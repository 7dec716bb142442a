"""Giving and taking points by hand, one test a rule."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.ledger.rules.adjustments import (
    Adjustment,
    AdjustmentRequest,
    AdjustmentState,
    AlreadyDecided,
    NothingToAdjust,
    ReasonMissing,
    SecondAdminNeeded,
    check_adjustment,
    check_decision,
    first_state,
)
from app.ledger.rules.transfers import AmountTooLarge
from app.plumbing.points import POINTS_MAX
from tests.unit.ledger.books import AMA, BALANCE, BANK, ISSUE

ADJUSTMENT = Adjustment(id=UUID(int=9), owner=AMA, points=1_001, reason="a prize")
REQUEST = AdjustmentRequest(
    adjustment=ADJUSTMENT,
    threshold=1_000,
    state=AdjustmentState.PENDING,
    requested_by="efua",
    decided_by=None,
    requested_at=datetime(2026, 6, 11, tzinfo=UTC),
)


@pytest.mark.parametrize("points", [1_000, -1_000, 1])
def test_an_adjustment_up_to_the_threshold_needs_one_admin(points: int) -> None:
    adjustment = replace(ADJUSTMENT, points=points)

    assert first_state(adjustment, threshold=1_000) is AdjustmentState.DONE


@pytest.mark.parametrize("points", [1_001, -1_001])
def test_an_adjustment_above_the_threshold_waits_for_a_second_admin(points: int) -> None:
    adjustment = replace(ADJUSTMENT, points=points)

    assert first_state(adjustment, threshold=1_000) is AdjustmentState.PENDING


def test_another_admin_may_decide() -> None:
    check_decision(REQUEST, admin="yaw")


def test_nobody_decides_on_their_own_request() -> None:
    with pytest.raises(SecondAdminNeeded) as refusal:
        check_decision(REQUEST, admin="efua")

    assert refusal.value.facts == {"points": 1_001, "threshold": 1_000}


@pytest.mark.parametrize("state", [AdjustmentState.DONE, AdjustmentState.REFUSED])
def test_a_request_is_decided_once(state: AdjustmentState) -> None:
    with pytest.raises(AlreadyDecided):
        check_decision(replace(REQUEST, state=state), admin="yaw")


def test_an_adjustment_of_nothing_is_refused() -> None:
    with pytest.raises(NothingToAdjust):
        check_adjustment(replace(ADJUSTMENT, points=0))


@pytest.mark.parametrize("sign", [1, -1])
def test_an_adjustment_may_be_as_large_as_any_amount(sign: int) -> None:
    check_adjustment(replace(ADJUSTMENT, points=sign * POINTS_MAX))
    with pytest.raises(AmountTooLarge):
        check_adjustment(replace(ADJUSTMENT, points=sign * (POINTS_MAX + 1)))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_an_adjustment_says_why_in_few_words(reason: str) -> None:
    with pytest.raises(ReasonMissing):
        check_adjustment(replace(ADJUSTMENT, reason=reason))


def test_an_adjustment_gives_out_of_the_issue() -> None:
    given = ADJUSTMENT.as_transfer(bank=BANK)

    assert (given.debit, given.credit, given.points) == (ISSUE, BALANCE, 1_001)
    assert given.key == f"adjustment:{ADJUSTMENT.id}"


def test_an_adjustment_takes_back_into_the_issue() -> None:
    taken = replace(ADJUSTMENT, points=-7).as_transfer(bank=BANK)

    assert (taken.debit, taken.credit, taken.points) == (BALANCE, ISSUE, 7)
