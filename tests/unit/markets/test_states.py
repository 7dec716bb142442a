"""What a market may become, and what it must say of itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markets.rules.markets import (
    TRANSITIONS,
    UNDECIDED,
    EventOver,
    LineNotInQuarters,
    LocksAfterEvent,
    MarketChanged,
    MarketState,
    MarketStateUnfit,
    PlaceTermsUnfit,
    SharedMarket,
    Terms,
    check_event_lasts,
    check_lock_time,
    check_may_become,
    check_own,
    check_terms,
    check_transition,
    check_undecided,
    check_version,
    decimal_line,
    named,
    quarters,
)
from app.markets.rules.questions import LineMissing, MarketKind
from tests.unit.markets.football import NOON, WINNER

ALLOWED = {
    ("draft", "open"),
    ("draft", "void"),
    ("open", "suspended"),
    ("open", "closed"),
    ("open", "void"),
    ("suspended", "open"),
    ("suspended", "closed"),
    ("suspended", "void"),
    ("closed", "settled"),
    ("closed", "void"),
    ("settled", "void"),
    ("void", "settled"),
}


@pytest.mark.parametrize("before", MarketState)
@pytest.mark.parametrize("after", MarketState)
def test_a_market_changes_as_the_table_says(before: MarketState, after: MarketState) -> None:
    market = replace(WINNER, state=before)

    if (before, after) in ALLOWED:
        check_transition(market, after)
    else:
        with pytest.raises(MarketStateUnfit):
            check_transition(market, after)


def test_every_state_says_what_comes_after_it() -> None:
    assert set(TRANSITIONS) == set(MarketState)


@pytest.mark.parametrize("after_bets", [MarketState.CLOSED, MarketState.SETTLED, MarketState.VOID])
def test_what_bets_are_decided_by_stays(after_bets: MarketState) -> None:
    with pytest.raises(MarketStateUnfit):
        check_undecided(replace(WINNER, state=after_bets))


@pytest.mark.parametrize("state", UNDECIDED)
def test_what_is_undecided_may_change(state: MarketState) -> None:
    check_undecided(replace(WINNER, state=state))


def test_a_community_leaves_shared_markets_alone() -> None:
    check_own(WINNER)
    with pytest.raises(SharedMarket):
        check_own(replace(WINNER, own=False))


def test_a_community_suspends_for_itself_what_all_share_and_opens_that_again() -> None:
    shared = replace(WINNER, own=False)
    check_may_become(shared, MarketState.SUSPENDED)
    check_may_become(replace(shared, suspended_here=True), MarketState.OPEN)


@pytest.mark.parametrize("wanted", sorted(set(MarketState) - {MarketState.SUSPENDED}))
def test_a_community_does_nothing_else_to_what_all_share(wanted: MarketState) -> None:
    with pytest.raises(SharedMarket):
        check_may_become(replace(WINNER, own=False), wanted)


def test_a_change_is_made_to_the_version_that_was_seen() -> None:
    check_version(WINNER, 1)
    with pytest.raises(MarketChanged):
        check_version(WINNER, 2)


@pytest.mark.parametrize("status", ["abandoned", "finished", "cancelled"])
def test_what_is_over_gets_no_market(status: str) -> None:
    with pytest.raises(EventOver):
        check_event_lasts(status)


@pytest.mark.parametrize("status", ["scheduled", "live", "postponed"])
def test_what_lasts_may_get_one(status: str) -> None:
    check_event_lasts(status)


def test_a_market_locks_with_its_event_at_the_latest() -> None:
    check_lock_time(NOON, event_locks_at=NOON)
    check_lock_time(None, event_locks_at=NOON)
    with pytest.raises(LocksAfterEvent):
        check_lock_time(NOON + timedelta(seconds=1), event_locks_at=NOON)


@pytest.mark.parametrize(
    ("line", "written"), [(10, "2.5"), (-5, "-1.25"), (0, "0"), (-3, "-0.75"), (8, "2")]
)
def test_a_line_counts_quarters(line: int, written: str) -> None:
    assert decimal_line(line) == written


@given(st.integers(-40_000, 40_000))
def test_a_written_line_is_read_as_it_was_meant(line: int) -> None:
    assert quarters(decimal_line(line)) == line


def test_a_line_between_quarters_is_refused() -> None:
    with pytest.raises(LineNotInQuarters):
        quarters("2.3")


def test_a_total_needs_a_line_and_a_winner_has_none() -> None:
    check_terms(Terms(kind=MarketKind.TOTAL, line=10, name=""))
    with pytest.raises(LineMissing):
        check_terms(Terms(kind=MarketKind.TOTAL, name=""))
    with pytest.raises(LineMissing):
        check_terms(Terms(kind=MarketKind.WINNER, line=10, name=""))


@pytest.mark.parametrize(
    "terms",
    [
        Terms(kind=MarketKind.WINNER, places=3, name=""),
        Terms(kind=MarketKind.WINNER, place_divisor=4, name=""),
        Terms(kind=MarketKind.TOTAL, line=10, places=3, place_divisor=4, name=""),
    ],
)
def test_place_terms_are_whole_and_of_a_race(terms: Terms) -> None:
    with pytest.raises(PlaceTermsUnfit):
        check_terms(terms)


def test_a_market_is_named_after_what_it_asks() -> None:
    asked = Terms(kind=MarketKind.TOTAL, period="first_half", line=6, name="")

    assert named(asked).name == "Total 1.5, first half"
    assert named(replace(asked, name="Goals")).name == "Goals"
