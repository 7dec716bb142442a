"""What is in force about an event decides each market, exactly."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.events import EventStatus
from app.catalogue.rules.results import ResultDocument
from app.catalogue.rules.sports import Scheme
from app.markets.rules.markets import Market, MarketState, Terms
from app.markets.rules.outcomes import Outcome
from app.markets.rules.questions import MarketKind
from app.settlement.rules.grading import (
    Grading,
    InForce,
    Parts,
    grading_of,
    in_force_with,
    status_after,
)
from app.settlement.rules.rulings import Ruling, RulingDocument, RulingKind
from tests.unit.markets.football import WINNER, selection
from tests.unit.settlement.rulings import KICK_OFF, MATCH, RULING, event, finished, scored, seat

ENDED = scored(full_time=(2, 1))
CUSTOM = replace(
    WINNER,
    terms=Terms(kind=MarketKind.CUSTOM, name="A red card?"),
    selections=(selection(1, "yes", 2_000), selection(2, "no", 2_000)),
)
RUNNERS = tuple(selection(number, str(number), 3_000) for number in range(1, 5))
RACE = replace(
    WINNER,
    terms=Terms(kind=MarketKind.WINNER, name="Winner", places=2, place_divisor=4),
    selections=RUNNERS,
)
FIELD = event(*(seat(number) for number in range(1, 5)), scheme=Scheme.POSITIONS)


def became(market: Market, in_force: InForce) -> dict[str, str]:
    outcomes = grading_of(market, in_force).outcomes
    return {each.key: outcomes[each.id].win.outcome.name for each in market.selections}


def ruled(kind: RulingKind, **document: object) -> Ruling:
    return replace(
        RULING,
        id=UUID(int=301),
        kind=kind,
        market_id=WINNER.id,
        result_version=None,
        document=RulingDocument(**document),  # type: ignore[arg-type]
    )


def test_a_result_decides_a_market() -> None:
    grading = grading_of(WINNER, finished(ENDED))

    assert became(WINNER, finished(ENDED)) == {"1": "won", "draw": "lost", "2": "lost"}
    assert (grading.state, grading.result_version) == (MarketState.SETTLED, 1)


def test_without_a_result_a_market_waits() -> None:
    grading = grading_of(WINNER, InForce(event=MATCH))

    assert (grading.outcomes, grading.state) == ({}, MarketState.CLOSED)
    assert grading.waits_for == "the result"


def test_without_its_period_a_market_waits() -> None:
    half = replace(WINNER, terms=replace(WINNER.terms, period="first_half"))

    assert grading_of(half, finished(ENDED)).waits_for
    assert not grading_of(half, finished(scored(half_time=(0, 0), full_time=(2, 1)))).waits_for


def test_a_score_that_contradicts_itself_decides_nothing_between() -> None:
    second = replace(WINNER, terms=replace(WINNER.terms, period="second_half"))
    contradictory = finished(scored(half_time=(2, 0), full_time=(1, 1)))

    assert grading_of(second, contradictory).waits_for
    assert became(WINNER, contradictory)["draw"] == "won"


def test_a_void_market_is_void_whatever_the_result() -> None:
    void = in_force_with(finished(ENDED), ruled(RulingKind.VOID, void=True), None)

    assert set(became(WINNER, void).values()) == {"void"}
    assert grading_of(WINNER, void).state is MarketState.VOID


def test_a_lifted_void_is_graded_anew() -> None:
    lifted = in_force_with(finished(ENDED), ruled(RulingKind.VOID, void=False), None)

    assert became(WINNER, lifted)["1"] == "won"


def test_a_custom_market_is_what_it_is_marked() -> None:
    marks = ruled(RulingKind.MARKS, marks={"yes": ("1/2", "1/2"), "no": ("0", "1/2")})
    marked = in_force_with(InForce(event=MATCH), marks, None)

    assert grading_of(CUSTOM, finished(ENDED)).waits_for
    assert became(CUSTOM, marked) == {"yes": "half_won", "no": "half_lost"}
    assert grading_of(CUSTOM, marked).result_version is None


def test_an_event_that_was_not_played_leaves_everything_void() -> None:
    never = finished(ResultDocument(cut_short={}))

    assert set(became(WINNER, never).values()) == {"void"}
    assert set(became(CUSTOM, never).values()) == {"void"}


def test_whoever_withdrew_before_the_start_is_void() -> None:
    gone = event(seat(1), *(seat(n) for n in (2, 3)), seat(4, withdrawn_at=KICK_OFF),
                 scheme=Scheme.POSITIONS)  # fmt: skip
    told = ResultDocument(positions={2: 1}, withdrawn=frozenset({1}))

    assert became(RACE, finished(told, gone)) == {
        "1": "void",
        "2": "won",
        "3": "lost",
        "4": "void",
    }


def test_a_withdrawn_selection_is_void() -> None:
    market = replace(RACE, selections=(replace(RUNNERS[0], withdrawn_at=KICK_OFF), *RUNNERS[1:]))
    told = ResultDocument(positions={1: 1, 2: 2})

    assert became(market, finished(told, FIELD))["1"] == "void"


@pytest.mark.parametrize("market", [WINNER, CUSTOM])
def test_a_walkover_is_void(market: Market) -> None:
    told = ResultDocument(cut_short={}, withdrawn=frozenset({2}))

    assert set(became(market, finished(told)).values()) == {"void"}


def test_nobody_left_to_play_against_is_void_even_with_a_score() -> None:
    alone = event(seat(1), seat(2, withdrawn_at=KICK_OFF))

    assert set(became(WINNER, finished(ENDED, alone)).values()) == {"void"}


def test_each_way_bets_have_an_outcome_for_the_place() -> None:
    told = ResultDocument(positions={1: 1, 2: 2, 3: 2, 4: 4})
    places = {
        key: graded.place and str(graded.place.outcome.win)
        for key, graded in zip(
            "1234", grading_of(RACE, finished(told, FIELD)).outcomes.values(), strict=True
        )
    }

    assert became(RACE, finished(told, FIELD))["1"] == "won"
    assert places == {"1": "1", "2": "1/2", "3": "1/2", "4": "0"}


def test_a_market_without_places_has_no_outcome_for_them() -> None:
    assert {each.place for each in grading_of(WINNER, finished(ENDED)).outcomes.values()} == {None}


def test_only_what_ends_otherwise_differs() -> None:
    first = grading_of(WINNER, finished(ENDED))
    same = grading_of(WINNER, finished(scored(full_time=(3, 1))))
    other = grading_of(WINNER, finished(scored(full_time=(1, 1))))
    late = grading_of(WINNER, finished(replace(ENDED, true_start_at=KICK_OFF)))
    waits = grading_of(WINNER, InForce(event=MATCH))

    assert first.differs(None)
    assert not waits.differs(None)
    assert not same.differs(first)
    assert other.differs(first)
    assert late.differs(first)
    assert waits.differs(first)


def test_the_true_start_is_the_result_s_or_else_the_event_s() -> None:
    known = replace(MATCH, schedule=replace(MATCH.schedule, true_start_at=KICK_OFF))
    early = KICK_OFF - timedelta(minutes=5)

    assert finished(ENDED, known).true_start_at == KICK_OFF
    assert finished(replace(ENDED, true_start_at=early), known).true_start_at == early
    assert finished(ENDED).true_start_at is None


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (ENDED, EventStatus.FINISHED),
        (ResultDocument(cut_short={"full_time": {1: 0, 2: 0}}), EventStatus.ABANDONED),
        (ResultDocument(scores={"half_time": {1: 0, 2: 0}}, cut_short={}), EventStatus.ABANDONED),
        (ResultDocument(cut_short={}), EventStatus.CANCELLED),
    ],
)
def test_a_result_ends_its_event(document: ResultDocument, status: EventStatus) -> None:
    assert status_after(document) is status


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_parts_are_the_outcome_exactly(of: int, win: int, push: int) -> None:
    outcome = Outcome(Fraction(min(win, of), of), Fraction(min(push, of - min(win, of)), of))
    parts = Parts.of(outcome)

    assert parts.outcome == outcome
    assert parts.divisor <= of
    assert Fraction(parts.win, parts.divisor) == outcome.win


def test_a_grading_without_outcomes_is_closed() -> None:
    assert Grading(market=WINNER, outcomes={}).state is MarketState.CLOSED
