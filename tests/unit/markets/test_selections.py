"""Which selections a kind of market has."""

from dataclasses import replace

import pytest

from app.markets.rules.markets import MarketState, Terms
from app.markets.rules.questions import WITH_LINE, MarketKind, NoSuchSelection
from app.markets.rules.selections import (
    NewSelection,
    Participant,
    SelectionChangesOthers,
    SelectionsMissing,
    SelectionsUnfit,
    SelectionTwice,
    TwoParticipantsNeeded,
    check_addition,
    check_selections,
    usual_selections,
)
from tests.unit.markets.football import GHANA, MALI, PAIR, WINNER

RACE = [Participant(number=n, name=f"Horse {n}") for n in range(1, 4)]


def selections(*keys: str) -> list[NewSelection]:
    return [NewSelection(key=key, name=key) for key in keys]


def terms(kind: MarketKind) -> Terms:
    return Terms(kind=kind, line=10 if kind in WITH_LINE else None, name="")


def keys(kind: MarketKind, *, draw: bool = False) -> list[str]:
    return [each.key for each in usual_selections(terms(kind), PAIR, draw=draw)]


@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        (MarketKind.WINNER, "1 2"),
        (MarketKind.HANDICAP, "1 2"),
        (MarketKind.TOTAL, "over under"),
        (MarketKind.BOTH_SCORE, "yes no"),
        (MarketKind.PLACE, "1 2"),
        (MarketKind.OUTRIGHT, "1 2"),
        (MarketKind.DOUBLE_CHANCE, "1_or_draw 1_or_2 draw_or_2"),
        (MarketKind.DRAW_NO_BET, "1 2"),
        (MarketKind.ODD_EVEN, "odd even"),
        (
            MarketKind.RESULT_AND_TOTAL,
            "1/over 1/under draw/over draw/under 2/over 2/under",
        ),
        (
            MarketKind.HALF_FULL,
            "1/1 1/draw 1/2 draw/1 draw/draw draw/2 2/1 2/draw 2/2",
        ),
    ],
)
def test_the_usual_answers_of_each_kind(kind: MarketKind, usual: str) -> None:
    assert keys(kind) == usual.split()


def test_a_draw_is_between_the_two() -> None:
    assert keys(MarketKind.WINNER, draw=True) == ["1", "draw", "2"]


def test_scores_are_listed_with_any_other() -> None:
    listed = keys(MarketKind.CORRECT_SCORE)

    assert len(listed) == 17
    assert {"0-0", "2-1", "3-3", "any_other"} <= {*listed}


@pytest.mark.parametrize("kind", [kind for kind in MarketKind if kind is not MarketKind.CUSTOM])
def test_the_usual_answers_are_allowed(kind: MarketKind) -> None:
    check_selections(kind, usual_selections(terms(kind), PAIR, draw=True), PAIR)


def test_nothing_is_usual_in_a_custom_market() -> None:
    with pytest.raises(SelectionsMissing):
        usual_selections(terms(MarketKind.CUSTOM), PAIR)


def test_players_read_names_not_numbers() -> None:
    chance = usual_selections(terms(MarketKind.DOUBLE_CHANCE), PAIR)
    half = usual_selections(terms(MarketKind.HALF_FULL), PAIR)

    assert chance[0].name == "Ghana or draw"
    assert half[2].name == "Ghana / Mali"
    assert usual_selections(terms(MarketKind.TOTAL), PAIR)[0].name == "Over"


def test_whoever_has_withdrawn_is_no_answer() -> None:
    runners = [*RACE[:2], replace(RACE[2], withdrawn=True)]

    assert [s.key for s in usual_selections(terms(MarketKind.PLACE), runners)] == ["1", "2"]
    with pytest.raises(NoSuchSelection):
        check_selections(MarketKind.PLACE, selections("1", "3"), runners)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (MarketKind.WINNER, ("1", "3")),
        (MarketKind.WINNER, ("1", "over")),
        (MarketKind.PLACE, ("1", "draw")),
        (MarketKind.CORRECT_SCORE, ("2-1", "other")),
        (MarketKind.CORRECT_SCORE, ("2-1", "02-1")),
        (MarketKind.CORRECT_SCORE, ("2-1", "2-1-0")),
        (MarketKind.CUSTOM, ("Rain!", "sun")),
    ],
)
def test_an_answer_that_could_not_be_graded_is_refused(
    kind: MarketKind, wrong: tuple[str, ...]
) -> None:
    with pytest.raises(NoSuchSelection):
        check_selections(kind, selections(*wrong), PAIR)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (MarketKind.TOTAL, ("over",)),
        (MarketKind.BOTH_SCORE, ("yes", "maybe")),
        (MarketKind.DRAW_NO_BET, ("1", "draw", "2")),
        (MarketKind.CUSTOM, ("rain",)),
    ],
)
def test_a_question_has_all_its_answers_and_no_other(
    kind: MarketKind, wrong: tuple[str, ...]
) -> None:
    with pytest.raises(SelectionsUnfit):
        check_selections(kind, selections(*wrong), PAIR)


def test_no_two_answers_share_a_key() -> None:
    with pytest.raises(SelectionTwice) as refusal:
        check_selections(MarketKind.CUSTOM, selections("rain", "sun", "rain"), PAIR)

    assert refusal.value.facts == {"selections": ["rain"]}


@pytest.mark.parametrize(
    "kind",
    [
        MarketKind.HANDICAP,
        MarketKind.BOTH_SCORE,
        MarketKind.DOUBLE_CHANCE,
        MarketKind.DRAW_NO_BET,
        MarketKind.HALF_FULL,
        MarketKind.RESULT_AND_TOTAL,
    ],
)
def test_some_questions_are_between_two(kind: MarketKind) -> None:
    with pytest.raises(TwoParticipantsNeeded):
        check_selections(kind, usual_selections(terms(kind), RACE), RACE)


def test_others_are_about_anybody() -> None:
    check_selections(MarketKind.TOTAL, selections("over", "under"), RACE)
    check_selections(MarketKind.WINNER, selections("1", "2", "3"), RACE)
    check_selections(MarketKind.CUSTOM, selections("rain", "no-rain"), [GHANA, MALI])


ALONE = replace(WINNER, selections=WINNER.selections[:1])


def test_a_late_runner_is_added_while_bets_are_taken() -> None:
    check_addition(ALONE, NewSelection(key="2", name="Mali"), PAIR)


@pytest.mark.parametrize("key", ["draw", "2"])
def test_a_draft_may_get_anything_that_can_be_graded(key: str) -> None:
    draft = replace(ALONE, state=MarketState.DRAFT)
    check_addition(draft, NewSelection(key=key, name=key), PAIR)


def test_a_draw_that_comes_late_would_make_a_tie_lose() -> None:
    with pytest.raises(SelectionChangesOthers):
        check_addition(ALONE, NewSelection(key="draw", name="Draw"), PAIR)


def test_nobody_is_added_who_does_not_take_part() -> None:
    with pytest.raises(NoSuchSelection):
        check_addition(ALONE, NewSelection(key="3", name="Togo"), PAIR)
