"""Bonus questions, and until when they are answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.predictions.rules.bonus import (
    BonusQuestion,
    BonusQuestionInvalid,
    BonusQuestionLocked,
    BonusQuestionOpen,
    NoSuchChoice,
    answer_of,
    check_question,
    right_answers,
)

LOCK = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
BEFORE = LOCK - timedelta(microseconds=1)
QUESTION = BonusQuestion(
    id=UUID(int=1),
    competition_id=UUID(int=2),
    question="Who wins the cup?",
    choices=("Ghana", "Mali"),
    points=10,
    locks_at=LOCK,
)
ENTRY = UUID(int=3)


def test_an_answer_names_the_moment_and_the_lock() -> None:
    given = answer_of(QUESTION, entry_id=ENTRY, answer="Mali", now=BEFORE)

    assert (given.answer, given.answered_at, given.locks_at) == ("Mali", BEFORE, LOCK)


def test_a_question_locks_on_the_microsecond() -> None:
    with pytest.raises(BonusQuestionLocked):
        answer_of(QUESTION, entry_id=ENTRY, answer="Mali", now=LOCK)


def test_an_answer_is_one_of_the_choices() -> None:
    with pytest.raises(NoSuchChoice):
        answer_of(QUESTION, entry_id=ENTRY, answer="Brazil", now=BEFORE)


def test_what_was_right_is_said_after_the_lock() -> None:
    assert right_answers(QUESTION, ["Mali", "Ghana"], now=LOCK) == ("Ghana", "Mali")

    with pytest.raises(BonusQuestionOpen):
        right_answers(QUESTION, ["Mali"], now=BEFORE)


@pytest.mark.parametrize("answers", [[], ["Brazil"], ["Mali", "Brazil"]])
def test_what_was_right_is_among_the_choices(answers: list[str]) -> None:
    with pytest.raises(NoSuchChoice):
        right_answers(QUESTION, answers, now=LOCK)


@pytest.mark.parametrize(
    "possible",
    [
        replace(QUESTION, question="?" * 200),
        replace(QUESTION, choices=tuple(map(str, range(100)))),
        replace(QUESTION, points=1),
        replace(QUESTION, points=1_000),
    ],
)
def test_the_extremes_are_possible(possible: BonusQuestion) -> None:
    check_question(possible, now=BEFORE)


@pytest.mark.parametrize(
    ("field", "impossible"),
    [
        ("question", replace(QUESTION, question=" ")),
        ("question", replace(QUESTION, question="?" * 201)),
        ("choices", replace(QUESTION, choices=("Ghana",))),
        ("choices", replace(QUESTION, choices=tuple(map(str, range(101))))),
        ("choices", replace(QUESTION, choices=("Ghana", "Ghana"))),
        ("choices", replace(QUESTION, choices=("Ghana", " "))),
        ("choices", replace(QUESTION, choices=("Ghana", "M" * 101))),
        ("points", replace(QUESTION, points=0)),
        ("points", replace(QUESTION, points=1_001)),
        ("locks_at", replace(QUESTION, locks_at=BEFORE)),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(field: str, impossible: BonusQuestion) -> None:
    with pytest.raises(BonusQuestionInvalid) as refusal:
        check_question(impossible, now=BEFORE)

    errors = refusal.value.facts["errors"]
    assert isinstance(errors, dict)
    assert list(errors) == [field]
