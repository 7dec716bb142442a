"""Who may put a ruling in force."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.markets.rules.outcomes import NoSuchOutcome, OtherSumOfWins
from app.settlement.rules.rulings import (
    Because,
    ConflictOfInterest,
    Interests,
    MarketNotMarked,
    NeedsSecondPerson,
    RulingDecided,
    RulingDocument,
    RulingKind,
    RulingState,
    check_marks,
    check_may_confirm,
    check_pending,
)
from tests.unit.settlement.rulings import RULING

NOBODY = Interests(four_eyes=False, market_has_bets=False, with_bets=frozenset())
FOUR_EYES = replace(NOBODY, four_eyes=True)
BETS = replace(NOBODY, market_has_bets=True)
VOID = replace(RULING, kind=RulingKind.VOID)
PRICES = replace(RULING, kind=RulingKind.PRICES)


def test_a_first_result_is_confirmed_by_who_entered_it() -> None:
    assert check_may_confirm(RULING, NOBODY, by="kwesi") == []


@pytest.mark.parametrize(
    ("ruling", "interests", "because"),
    [
        (RULING, FOUR_EYES, Because.FOUR_EYES),
        (replace(RULING, corrects=True), NOBODY, Because.CORRECTION),
        (VOID, BETS, Because.BETS_ON_THE_MARKET),
        (PRICES, BETS, Because.BETS_ON_THE_MARKET),
        (RULING, replace(NOBODY, with_bets=frozenset({"kwesi"})), Because.OWN_BETS),
    ],
)
def test_a_second_person_is_needed(ruling: object, interests: object, because: Because) -> None:
    with pytest.raises(NeedsSecondPerson) as refusal:
        check_may_confirm(ruling, interests, by="kwesi")  # type: ignore[arg-type]

    assert refusal.value.facts["because"] == [because]
    assert check_may_confirm(ruling, interests, by="efua") == [because]  # type: ignore[arg-type]


def test_a_result_of_a_market_with_bets_needs_no_second_person() -> None:
    assert check_may_confirm(RULING, BETS, by="kwesi") == []
    assert check_may_confirm(VOID, NOBODY, by="kwesi") == []


def test_what_was_to_take_two_still_does() -> None:
    with pytest.raises(NeedsSecondPerson):
        check_may_confirm(replace(RULING, second_person=True), NOBODY, by="kwesi")


@pytest.mark.parametrize("with_bets", [{"kwesi"}, {"efua"}, {"yaw"}, set()])
def test_one_without_a_bet_is_enough(with_bets: set[str]) -> None:
    check_may_confirm(RULING, replace(NOBODY, with_bets=frozenset(with_bets)), by="efua")


def test_two_with_bets_are_one_too_few() -> None:
    with pytest.raises(ConflictOfInterest):
        check_may_confirm(
            RULING, replace(NOBODY, with_bets=frozenset({"kwesi", "efua", "yaw"})), by="efua"
        )


@pytest.mark.parametrize("state", [s for s in RulingState if s is not RulingState.PENDING])
def test_only_what_waits_is_decided(state: RulingState) -> None:
    check_pending(RULING)
    with pytest.raises(RulingDecided):
        check_pending(replace(RULING, state=state))


def marks(**marked: tuple[str, str]) -> RulingDocument:
    return RulingDocument(marks=marked)


def test_marks_add_up_to_what_was_stated() -> None:
    check_marks(marks(yes=("1", "0"), no=("0", "0")), ["yes", "no"], wins=Fraction(1))
    check_marks(marks(yes=("1/3", "0"), no=("2/3", "0")), ["yes", "no"], wins=Fraction(1))
    with pytest.raises(OtherSumOfWins):
        check_marks(marks(yes=("1", "0"), no=("1", "0")), ["yes", "no"], wins=Fraction(1))


@pytest.mark.parametrize("marked", [("yes",), ("yes", "no", "maybe")])
def test_each_selection_is_marked_and_nothing_else(marked: tuple[str, ...]) -> None:
    document = RulingDocument(marks=dict.fromkeys(marked, ("0", "1")))

    with pytest.raises(MarketNotMarked):
        check_marks(document, ["yes", "no"], wins=Fraction(0))


def test_no_more_than_the_stake_is_marked() -> None:
    with pytest.raises(NoSuchOutcome):
        check_marks(marks(yes=("1", "1"), no=("0", "0")), ["yes", "no"], wins=Fraction(1))
