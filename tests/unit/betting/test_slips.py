"""What a slip may look like at any moment, and which slips are the same."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.betting.rules.slips import (
    NoPoolHere,
    OddsMissing,
    OddsPolicy,
    PoolNotNamed,
    PoolStakeTooRich,
    SelectionRepeated,
    StakeUneven,
    WantedLeg,
    check_slip,
)
from app.betting.rules.staking import potential_payout, ticket_of
from app.betting.rules.tickets import BetKind, FoldMissing, WrongNumberOfLegs
from app.markets.rules.odds import ODDS_MAX, ODDS_MIN, Odds
from app.plumbing.points import Points
from tests.unit.betting.slips import OFFER, SLIP, offer, on

OTHER = offer(2)
THREE = on(OFFER, OTHER, offer(3), kind=BetKind.SYSTEM, fold=2, stake=Points(30))
POOL = replace(SLIP, kind=None, pool_id=UUID(int=1), legs=(WantedLeg(UUID(int=2), None),))


@pytest.mark.parametrize("slip", [SLIP, on(OFFER, OTHER), THREE, POOL])
def test_what_makes_sense(slip: Any) -> None:  # noqa: ANN401
    check_slip(slip)


@pytest.mark.parametrize(
    ("slip", "refusal"),
    [
        (on(OFFER, OTHER, kind=BetKind.SINGLE), WrongNumberOfLegs),
        (replace(SLIP, kind=BetKind.COMBO), WrongNumberOfLegs),
        (replace(SLIP, fold=1), FoldMissing),
        (replace(THREE, fold=4), FoldMissing),
        (replace(THREE, stake=Points(31)), StakeUneven),
        (replace(SLIP, stake=Points(41), each_way=True), StakeUneven),
        (on(OFFER, OFFER), SelectionRepeated),
        (replace(SLIP, legs=(WantedLeg(OFFER.selection_id, None),)), OddsMissing),
        (replace(SLIP, pool_id=UUID(int=1)), NoPoolHere),
        (replace(POOL, pool_id=None), PoolNotNamed),
        (replace(POOL, each_way=True), PoolStakeTooRich),
        (replace(POOL, fold=1), PoolStakeTooRich),
        (replace(POOL, legs=SLIP.legs), PoolStakeTooRich),
    ],
)
def test_what_makes_none(slip: Any, refusal: type[Exception]) -> None:  # noqa: ANN401
    with pytest.raises(refusal):
        check_slip(slip)


def test_the_order_of_legs_is_no_matter() -> None:
    assert on(OFFER, OTHER).digest == on(OTHER, OFFER).digest


@pytest.mark.parametrize(
    "change",
    [
        {"entry_id": UUID(int=99)},
        {"kind": BetKind.COMBO},
        {"stake": Points(41)},
        {"legs": (WantedLeg(OFFER.selection_id, 2501),)},
        {"fold": 1},
        {"each_way": True},
        {"odds_policy": OddsPolicy.ANY},
        {"pool_id": UUID(int=1)},
        {"note": "another"},
        {"own_probability": 500},
    ],
)
def test_every_part_of_a_wish_counts(change: dict[str, Any]) -> None:
    assert replace(SLIP, **change).digest != SLIP.digest


def test_an_id_and_a_key_are_names_and_no_part_of_the_wish() -> None:
    named = replace(SLIP, id=UUID(int=11), request_key="mine")

    assert named.digest == SLIP.digest
    assert len(SLIP.digest) == 16


@given(st.integers(1, 10**6), st.lists(st.integers(ODDS_MIN, 20_000), min_size=1, max_size=4))
def test_the_short_way_pays_what_the_ticket_pays(stake: int, odds: list[int]) -> None:
    offers = [offer(n, odds=Odds(price)) for n, price in enumerate(odds)]
    slip = on(*offers, stake=Points(stake))
    assert slip.kind is not None

    assert potential_payout(slip, offers) == ticket_of(slip.kind, slip, offers).payout
    assert max(odds) < ODDS_MAX
