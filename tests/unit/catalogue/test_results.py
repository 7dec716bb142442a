"""A result fits its sport's scheme, and could be true."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.plausibility import ResultImplausible, check_plausible
from app.catalogue.rules.results import (
    CorrectionNeedsReason,
    LiveScore,
    Result,
    ResultDocument,
    ResultImpossible,
    ScoreImplausible,
    Source,
    check_correction,
    check_result,
    check_score,
)
from app.catalogue.rules.sports import Scheme

BOTH = frozenset({1, 2})
FIELD = frozenset({1, 2, 3, 4})


def scored(**scores: tuple[int, ...]) -> ResultDocument:
    return ResultDocument(
        scores={period: dict(enumerate(score, 1)) for period, score in scores.items()}
    )


def finished(*positions: int, laps: tuple[int, ...] = ()) -> ResultDocument:
    scores = {"laps": dict(enumerate(laps, 1))} if laps else {}
    return ResultDocument(scores=scores, positions=dict(enumerate(positions, 1)))


PLAUSIBLE = [
    (Scheme.GOALS, scored(full_time=(0, 0))),
    (Scheme.GOALS, scored(half_time=(1, 1), full_time=(1, 1))),
    (Scheme.GOALS, scored(full_time=(1, 1), extra_time=(2, 2), shoot_out=(4, 3))),
    (Scheme.GOALS, scored(full_time=(3, 0), shoot_out=(4, 3))),
    (Scheme.GOALS, ResultDocument(cut_short={"full_time": {1: 1, 2: 0}})),
    (Scheme.SETS, scored(full_time=(2, 1), set_1=(6, 4), set_2=(6, 7), set_3=(7, 5))),
    (Scheme.SETS, scored(full_time=(2, 0))),
    (
        Scheme.SETS,
        ResultDocument(scores={"set_1": {1: 6, 2: 4}}, cut_short={"set_2": {1: 1, 2: 1}}),
    ),
    (
        Scheme.POINTS,
        scored(
            quarter_1=(20, 18),
            quarter_2=(22, 25),
            half_time=(42, 43),
            quarter_3=(20, 20),
            quarter_4=(20, 19),
            full_time=(82, 82),
            extra_time=(90, 88),
        ),
    ),
    (Scheme.ROUNDS, scored(full_time=(2, 1), round_1=(1, 0), round_2=(0, 1), round_3=(1, 0))),
    (Scheme.ROUNDS, scored(full_time=(1, 1), round_1=(10, 9), round_2=(9, 10), round_3=(10, 10))),
    (Scheme.ROUNDS, ResultDocument(positions={1: 1, 2: 2}, scores={"round_1": {1: 8, 2: 10}})),
    (Scheme.CUSTOM, ResultDocument()),
    (Scheme.CUSTOM, scored(votes=(10, 12))),
]
IMPOSSIBLE = [
    (Scheme.GOALS, ResultDocument(), "full_time: it is missing"),
    (Scheme.GOALS, scored(full_time=(1, 1), set_1=(4, 4)), "no such period"),
    (Scheme.GOALS, scored(full_time=(1,)), "each participant has a score"),
    (Scheme.GOALS, scored(full_time=(1, 2, 3)), "each participant has a score"),
    (Scheme.GOALS, scored(full_time=(-1, 2)), "a score is 0 to"),
    (Scheme.GOALS, ResultDocument(scores={"Full Time": {1: 1, 2: 1}}), "a period has a name"),
    (Scheme.GOALS, ResultDocument(cut_short={"set_1": {1: 1, 2: 1}}), "no such period"),
    (Scheme.GOALS, ResultDocument(cut_short={}, withdrawn=frozenset({3})), "can have withdrawn"),
    (Scheme.GOALS, replace(scored(full_time=(1,)), withdrawn=frozenset({2})), "a walkover is cut"),
    (Scheme.GOALS, replace(scored(full_time=(1, 1)), goals={3: (5,)}), "only participants score"),
    (Scheme.SETS, scored(full_time=(2, 0), set_1=(6, 4), set_3=(6, 4)), "without a gap"),
    (Scheme.ROUNDS, ResultDocument(), "neither rounds nor positions"),
]
IMPLAUSIBLE = [
    (Scheme.GOALS, scored(half_time=(2, 0), full_time=(1, 1)), "fewer than in half_time"),
    (Scheme.GOALS, scored(full_time=(1, 1), extra_time=(1, 0)), "fewer than in full_time"),
    (Scheme.GOALS, scored(full_time=(1, 1), shoot_out=(4, 4)), "somebody wins it"),
    (Scheme.SETS, scored(full_time=(1, 1), set_1=(6, 4), set_2=(4, 6)), "wins more sets"),
    (Scheme.SETS, scored(full_time=(2, 0), set_1=(6, 4), set_2=(4, 6)), "1 won 1 of the sets"),
    (Scheme.SETS, scored(full_time=(1, 0), set_1=(6, 4), set_2=(6, 6)), "set_2: somebody wins it"),
    (Scheme.POINTS, scored(full_time=(80, 70), extra_time=(90, 80)), "after a tie only"),
    (
        Scheme.POINTS,
        scored(quarter_1=(20, 18), quarter_2=(22, 25), half_time=(42, 44), full_time=(90, 80)),
        "half_time: the quarters of 2 do not add up",
    ),
    (Scheme.ROUNDS, scored(full_time=(2, 0), round_1=(1, 0)), "1 won 1 of the rounds"),
    (Scheme.POSITIONS, finished(1, 2, laps=(49, 50)), "2 went farther than 1"),
]


@pytest.mark.parametrize(("scheme", "result"), PLAUSIBLE)
def test_what_can_be_true_is_taken(scheme: Scheme, result: ResultDocument) -> None:
    check_result(scheme, result, taking_part=BOTH)
    check_plausible(scheme, result)


@pytest.mark.parametrize(("scheme", "result", "why"), IMPOSSIBLE)
def test_what_makes_no_sense_is_refused(scheme: Scheme, result: ResultDocument, why: str) -> None:
    with pytest.raises(ResultImpossible) as refusal:
        check_result(scheme, result, taking_part=BOTH)

    assert why in str(refusal.value.facts["errors"])


@pytest.mark.parametrize(("scheme", "result", "why"), IMPLAUSIBLE)
def test_what_contradicts_itself_is_doubted(
    scheme: Scheme, result: ResultDocument, why: str
) -> None:
    check_result(scheme, result, taking_part=BOTH)
    with pytest.raises(ResultImplausible) as refusal:
        check_plausible(scheme, result)

    assert why in str(refusal.value.facts["errors"])


def test_a_walkover_was_never_played() -> None:
    walkover = ResultDocument(cut_short={}, withdrawn=frozenset({2}))

    check_result(Scheme.GOALS, walkover, taking_part=BOTH)

    assert not walkover.was_played


@pytest.mark.parametrize(
    "race",
    [
        finished(1, 2, 3, 4),
        finished(4, 3, 2, 1),
        finished(1, 1, 3, 4),
        finished(1, 2, 2, 2),
        finished(1, 2),
        finished(1, 2, 3, 4, laps=(50, 50, 49, 48)),
    ],
    ids=["in order", "reversed", "dead heat", "three tie for second", "two finish", "laps"],
)
def test_a_race_may_end_so(race: ResultDocument) -> None:
    check_result(Scheme.POSITIONS, race, taking_part=FIELD)


@pytest.mark.parametrize(
    "race",
    [
        finished(),
        finished(2, 3, 4),
        finished(1, 1, 2, 3),
        finished(1, 2, 4),
        finished(1, 2, 3, 4, 5),
    ],
    ids=["nobody", "no winner", "no place skipped", "a gap", "a stranger"],
)
def test_a_race_cannot_end_so(race: ResultDocument) -> None:
    with pytest.raises(ResultImpossible):
        check_result(Scheme.POSITIONS, race, taking_part=FIELD)


@given(st.permutations(range(1, 9)), st.integers(1, 8))
def test_every_order_of_a_race_is_plausible(order: list[int], arrived: int) -> None:
    positions = {number: place for place, number in enumerate(order[:arrived], start=1)}

    check_result(
        Scheme.POSITIONS, ResultDocument(positions=positions), taking_part=frozenset(range(1, 9))
    )


def test_who_withdrew_has_no_score() -> None:
    check_result(Scheme.CUSTOM, scored(votes=(3,)), taking_part=frozenset({1}))
    with pytest.raises(ResultImpossible):
        check_result(Scheme.CUSTOM, scored(votes=(3, 4)), taking_part=frozenset({1}))


def test_a_first_result_needs_no_reason_and_a_correction_one() -> None:
    first = Result(
        version=1, document=scored(full_time=(1, 0)), source=Source.HAND, entered_by="efua"
    )

    check_correction(None, None)
    check_correction(first, "read from the wrong line")
    for nothing in (None, "", "  ", "x" * 501):
        with pytest.raises(CorrectionNeedsReason):
            check_correction(first, nothing)


def test_a_score_under_way_need_not_fit_the_scheme() -> None:
    check_score(
        LiveScore(scores={"second_half": {1: 1, 2: 0}}, positions={1: 1}, clock="63'"),
        taking_part=BOTH,
    )


@pytest.mark.parametrize(
    "score",
    [
        LiveScore(scores={"full_time": {1: 1}}),
        LiveScore(scores={"full_time": {1: 1, 3: 1}}),
        LiveScore(positions={3: 1}),
        LiveScore(positions={1: 3}),
        LiveScore(clock=""),
        LiveScore(clock="x" * 21),
    ],
)
def test_a_score_is_of_those_who_take_part(score: LiveScore) -> None:
    with pytest.raises(ScoreImplausible):
        check_score(score, taking_part=BOTH)


def test_what_is_shown_is_small() -> None:
    many = frozenset(range(1, 202))
    positions = {number: number for number in range(1, 201)}

    check_score(LiveScore(positions=positions), taking_part=many)
    with pytest.raises(ScoreImplausible):
        check_score(LiveScore(positions=positions | {201: 201}), taking_part=many)
