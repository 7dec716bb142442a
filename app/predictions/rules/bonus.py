"""Bonus questions: asked by admins, answered by players until they lock.  Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.plumbing.refusals import Conflict, Invalid, Missing

QUESTION_MAX = 200
CHOICE_MAX = 100
CHOICES = range(2, 101)
POINTS = range(1, 1_001)


class NoSuchBonusQuestion(Missing):
    """There is no such bonus question."""


class BonusQuestionInvalid(Invalid):
    """Some of this bonus question is not possible."""


class BonusQuestionIdReused(Conflict):
    """This id already names a different bonus question."""


class BonusQuestionLocked(Conflict):
    """This bonus question takes no more answers."""


class BonusQuestionAnswered(Conflict):
    """Somebody has answered this bonus question, so it stays as it was asked.  Withdraw it."""


class BonusQuestionWithdrawn(Conflict):
    """This bonus question has been withdrawn."""


class BonusQuestionOpen(Conflict):
    """Players still answer this question.  The right answers come after it has locked."""


class NoSuchChoice(Invalid):
    """That is none of the choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusQuestion:
    """`answers` are the right ones, once somebody said which; several may be right."""

    id: UUID
    competition_id: UUID
    question: str
    choices: tuple[str, ...]
    points: int
    locks_at: datetime
    answers: tuple[str, ...] | None = None
    withdrawn_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.withdrawn_at is None and now < self.locks_at


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusAnswer:
    """`locks_at` is the question's as it was when this was answered."""

    question_id: UUID
    entry_id: UUID
    answer: str
    answered_at: datetime
    locks_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAnswer:
    """An answer with the name of who gave it."""

    player: str
    answer: BonusAnswer


def check_question(question: BonusQuestion, *, now: datetime) -> None:
    """Refuse what is not possible, with all that is wrong about it."""
    if errors := dict(_complaints(question, now=now)):
        raise BonusQuestionInvalid(errors=errors)


def answer_of(
    question: BonusQuestion, *, entry_id: UUID, answer: str, now: datetime
) -> BonusAnswer:
    """The answer, unless the question has locked or offers no such choice."""
    check_open(question, now=now)
    _check_choices(question, [answer])
    return BonusAnswer(
        question_id=question.id,
        entry_id=entry_id,
        answer=answer,
        answered_at=now,
        locks_at=question.locks_at,
    )


def check_open(question: BonusQuestion, *, now: datetime) -> None:
    _check_not_withdrawn(question)
    if now >= question.locks_at:
        raise BonusQuestionLocked(question_id=question.id, locks_at=question.locks_at)


def check_may_change(question: BonusQuestion, *, answered: int, now: datetime) -> None:
    check_open(question, now=now)
    if answered:
        raise BonusQuestionAnswered(question_id=question.id, answered=answered)


def right_answers(
    question: BonusQuestion, answers: Sequence[str], *, now: datetime
) -> tuple[str, ...]:
    """The right ones in the order of the choices, each once, unless players still answer."""
    _check_not_withdrawn(question)
    if question.is_open(now):
        raise BonusQuestionOpen(question_id=question.id, locks_at=question.locks_at)
    _check_choices(question, answers)
    return tuple(choice for choice in question.choices if choice in answers)


def _check_not_withdrawn(question: BonusQuestion) -> None:
    if question.withdrawn_at is not None:
        raise BonusQuestionWithdrawn(question_id=question.id, at=question.withdrawn_at)


def _check_choices(question: BonusQuestion, answers: Sequence[str]) -> None:
    if not answers or set(answers) - set(question.choices):
        raise NoSuchChoice(choices=list(question.choices))


def _complaints(question: BonusQuestion, *, now: datetime) -> Iterator[tuple[str, str]]:
    if not 1 <= len(question.question.strip()) <= QUESTION_MAX:
        yield "question", f"Ask in 1 to {QUESTION_MAX} characters."
    choices = question.choices
    if len(choices) not in CHOICES:
        yield "choices", f"Offer {CHOICES[0]} to {CHOICES[-1]} choices."
    elif len(set(choices)) < len(choices):
        yield "choices", "Name each choice once."
    elif not all(1 <= len(choice.strip()) <= CHOICE_MAX for choice in choices):
        yield "choices", f"A choice has 1 to {CHOICE_MAX} characters."
    if question.points not in POINTS:
        yield "points", f"Give {POINTS[0]} to {POINTS[-1]} points."
    if question.locks_at <= now:
        yield "locks_at", "Let it lock in the future."
